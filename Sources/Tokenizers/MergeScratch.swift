/// Working memory of merging, kept from word to word so that none is allocated.
struct MergeScratch {
  /// The symbols of the word: before `merge` its alphabet, after it its tokens.
  var symbols: [Int32] = []
  /// A word in the byte alphabet.
  var spelling: [UInt8] = []

  private var ranks: [UInt32] = []
  private var results: [Int32] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  private var heap: [UInt64] = []

  /// Up to this many symbols, looking at all pairs each time is faster than a heap.
  private static let few = 48

  /// Merges neighbours until none can: always the pair of the lowest rank, and of equal ones the leftmost.
  mutating func merge(by table: MergeTable) {
    guard symbols.count > 1 else { return }
    if symbols.count <= Self.few { mergeFew(by: table) } else { mergeMany(by: table) }
  }

  private mutating func mergeFew(by table: MergeTable) {
    var count = symbols.count
    ranks.removeAll(keepingCapacity: true)
    results.removeAll(keepingCapacity: true)
    for index in 0..<count - 1 {
      let merge = table.merge(symbols[index], symbols[index + 1])
      ranks.append(merge.rank)
      results.append(merge.result)
    }
    symbols.withUnsafeMutableBufferPointer { symbols in
      ranks.withUnsafeMutableBufferPointer { ranks in
        results.withUnsafeMutableBufferPointer { results in
          while count > 1 {
            var best = MergeTable.never
            var at = 0
            for index in 0..<count - 1 where ranks[index] < best {
              best = ranks[index]
              at = index
            }
            guard best != MergeTable.never else { return }
            symbols[at] = results[at]
            count -= 1
            for index in at + 1..<max(count, at + 1) { symbols[index] = symbols[index + 1] }
            for index in at..<max(count - 1, at) {
              ranks[index] = ranks[index + 1]
              results[index] = results[index + 1]
            }
            if at > 0 {
              let merge = table.merge(symbols[at - 1], symbols[at])
              ranks[at - 1] = merge.rank
              results[at - 1] = merge.result
            }
            if at + 1 < count {
              let merge = table.merge(symbols[at], symbols[at + 1])
              ranks[at] = merge.rank
              results[at] = merge.result
            }
          }
        }
      }
    }
    symbols.removeLast(symbols.count - count)
  }

  private mutating func mergeMany(by table: MergeTable) {
    let count = symbols.count
    ranks = [UInt32](repeating: MergeTable.never, count: count)
    results = [Int32](repeating: -1, count: count)
    next = (0..<Int32(count)).map { $0 + 1 < Int32(count) ? $0 + 1 : -1 }
    previous = (0..<Int32(count)).map { $0 - 1 }
    heap.removeAll(keepingCapacity: true)
    for index in 0..<count - 1 { consider(index, table) }
    while let entry = pop() {
      let at = Int(entry & 0xFFFF_FFFF)
      // A stale entry: the pair has changed since, or its left symbol is gone.
      guard ranks[at] == UInt32(entry >> 32), ranks[at] != MergeTable.never else { continue }
      let right = Int(next[at])
      symbols[at] = results[at]
      symbols[right] = -1
      ranks[right] = MergeTable.never
      next[at] = next[right]
      if next[at] >= 0 {
        previous[Int(next[at])] = Int32(at)
        consider(at, table)
      } else {
        ranks[at] = MergeTable.never
      }
      if previous[at] >= 0 { consider(Int(previous[at]), table) }
    }
    symbols.removeAll { $0 < 0 }
  }

  /// Looks up the pair that starts at a symbol, and queues it where it merges.
  private mutating func consider(_ at: Int, _ table: MergeTable) {
    let merge = table.merge(symbols[at], symbols[Int(next[at])])
    ranks[at] = merge.rank
    results[at] = merge.result
    if merge.rank != MergeTable.never { push(UInt64(merge.rank) << 32 | UInt64(at)) }
  }

  private mutating func push(_ entry: UInt64) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> UInt64? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var child = parent * 2 + 1
      guard child < heap.count else { return first }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { return first }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
