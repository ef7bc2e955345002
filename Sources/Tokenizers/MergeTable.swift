/// Which neighbours merge, in what order, into what.
struct MergeTable: Sendable {
  /// A pair's place in the order of merges (smaller merges first) and the token that it becomes.
  struct Merge: Sendable {
    var rank: UInt32
    var result: Int32
  }

  private struct Slot: Sendable {
    var pair: UInt64
    var merge: Merge
  }

  /// Open addressing; a pair of all ones marks an empty slot (no id is negative).
  private let slots: [Slot]
  private let mask: Int
  /// One bit a hash, eight bits a pair: tells most pairs that do not merge without a look at the table, which is far
  /// larger than the processor's caches.
  private let mayMerge: [UInt64]
  private let filterMask: Int
  /// Number of pairs.
  let count: Int

  private static let empty = UInt64.max

  /// The rank of a pair that does not merge.
  static let never = UInt32.max

  /// A table from pairs in the order of merging. Where a pair is named twice, the later rank holds, as in `tokenizers`.
  init(_ merges: [(left: Int32, right: Int32, result: Int32)]) {
    var capacity = 16
    while capacity < merges.count * 2 { capacity *= 2 }
    var slots = [Slot](repeating: Slot(pair: Self.empty, merge: Merge(rank: Self.never, result: -1)), count: capacity)
    let bits = capacity * 4
    var mayMerge = [UInt64](repeating: 0, count: bits / 64)
    for (rank, merge) in merges.enumerated() {
      let pair = Self.pair(merge.left, merge.right)
      let hash = mix(pair)
      let bit = Int(truncatingIfNeeded: hash >> 32) & (bits - 1)
      mayMerge[bit / 64] |= 1 << UInt64(bit % 64)
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while slots[slot].pair != Self.empty, slots[slot].pair != pair { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Slot(pair: pair, merge: Merge(rank: UInt32(rank), result: merge.result))
    }
    self.slots = slots
    self.mask = capacity - 1
    self.mayMerge = mayMerge
    self.filterMask = bits - 1
    self.count = merges.count
  }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The merge of two neighbours; its rank is `never` where they do not merge.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge {
    let pair = Self.pair(left, right)
    let hash = mix(pair)
    let bit = Int(truncatingIfNeeded: hash >> 32) & filterMask
    let isPossible = mayMerge.withUnsafeBufferPointer { $0[bit / 64] >> UInt64(bit % 64) & 1 == 1 }
    guard isPossible else { return Merge(rank: Self.never, result: -1) }
    return slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let found = slots[slot]
        if found.pair == pair || found.pair == Self.empty { return found.merge }
        slot = (slot + 1) & mask
      }
    }
  }
}
