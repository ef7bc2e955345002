internal import IsoglossTorch

/// Log-probabilities of the last tokens of many texts. What texts begin with alike goes through the model once, and its
/// keys and values are shared; texts that end alike but for their last token share everything.
///
/// A row does not depend on what it runs beside (see `PackedDecoder`), so a text's result does not depend on the others.
struct ContinuationScorer {
  /// A text and the position from which on its tokens are scored, at least 1.
  typealias Item = (ids: [Int32], first: Int)

  /// Rows that go through the model at once.
  private static let rowsAtOnce = 512
  /// States that wait until there are enough of them for the head.
  private static let statesAtOnce = 64
  /// Tokens whose keys and values are kept for the sake of longer texts, on each level of the tree.
  private static let keptTokens = 4096

  /// A score that is wanted: of `token` after the row, for the sum of `item`.
  private struct Want {
    var item: Int
    var position: Int
    var token: Int
  }

  private let model: PackedDecoder
  private let cache: KeyValueCache
  private let texts: [[Int32]]
  private let tree: TokenTree
  private let wants: [[Want]]
  private var sums: [Double]

  // The step that is being put together.
  private var ids: [Int] = []
  private var slots: [Int64] = []
  private var positions: [Int64] = []
  private var marked: [(row: Int, wants: [Want])] = []
  private var finished: [Int] = []
  // States that wait for the head.
  private var states: [Tensor] = []
  private var waiting: [[Want]] = []
  private var free: [Int] = []
  private var used = 0

  /// The sum of the log-probabilities of each item's tokens from its `first` on.
  static func sums(_ items: [Item], _ model: PackedDecoder) throws -> [Double] {
    var scorer = try ContinuationScorer(items, model)
    return try scorer.run()
  }

  private init(_ items: [Item], _ model: PackedDecoder) throws {
    self.model = model
    cache = try model.makeCache()
    var texts: [[Int32]] = []
    var known: [[Int32]: Int] = [:]
    var wants: [[Want]] = []
    for (index, item) in items.enumerated() {
      let input = Array(item.ids.dropLast())
      let text = known[input] ?? texts.count
      if text == texts.count {
        known[input] = text
        texts.append(input)
        wants.append([])
      }
      for place in item.first..<item.ids.count {
        wants[text].append(Want(item: index, position: place - 1, token: Int(item.ids[place])))
      }
    }
    self.texts = texts
    self.wants = wants
    tree = TokenTree(texts, page: KeyValueCache.pageLength)
    sums = [Double](repeating: 0, count: items.count)
  }

  private mutating func run() throws -> [Double] {
    try visit(tree.roots.map { (node: $0, parent: Int?.none) })
    try step()
    try score()
    return sums
  }

  /// Takes in runs of tokens, those that others follow in portions: all of a portion, then what follows.
  private mutating func visit(_ nodes: [(node: TokenTree.Node, parent: Int?)]) throws {
    var open: [(node: TokenTree.Node, slot: Int)] = []
    var kept = 0
    for (node, parent) in nodes where !node.range.isEmpty {
      let slot = takeSlot()
      if let parent { try cache.share(from: parent, to: slot, length: node.range.lowerBound) }
      try add(node, slot)
      if node.children.isEmpty {
        finished.append(slot)
      } else {
        open.append((node, slot))
        kept += node.range.count
      }
      if kept >= Self.keptTokens { try close(&open, &kept) }
    }
    try close(&open, &kept)
  }

  private mutating func close(_ open: inout [(node: TokenTree.Node, slot: Int)], _ kept: inout Int) throws {
    guard !open.isEmpty else { return }
    try step()
    try visit(open.flatMap { parent in parent.node.children.map { (node: $0, parent: Int?.some(parent.slot)) } })
    for (_, slot) in open { try release(slot) }
    open = []
    kept = 0
  }

  private mutating func add(_ node: TokenTree.Node, _ slot: Int) throws {
    var asked: [Int: [Want]] = [:]
    for holder in node.holders {
      for want in wants[tree.order[holder]] where node.range.contains(want.position) {
        asked[want.position, default: []].append(want)
      }
    }
    for position in node.range {
      if ids.count == Self.rowsAtOnce { try step() }
      if let wants = asked[position] { marked.append((ids.count, wants)) }
      ids.append(Int(texts[node.text][position]))
      slots.append(Int64(slot))
      positions.append(Int64(position))
    }
  }

  /// One pass of the model over the rows that are there.
  private mutating func step() throws {
    guard !ids.isEmpty else { return }
    if Task.isCancelled { throw CancellationError() }
    let passed = try model.states(ids: ids, slots: slots, positions: positions, cache: cache)
    if !marked.isEmpty {
      states.append(try passed.rows(Tensor(marked.map(\.row))))
      waiting += marked.map(\.wants)
    }
    for slot in finished { try release(slot) }
    (ids, slots, positions, marked, finished) = ([], [], [], [], [])
    if waiting.count >= Self.statesAtOnce { try score() }
  }

  /// Scores what waits for the head.
  private mutating func score() throws {
    guard !waiting.isEmpty else { return }
    let all = try Tensor.concatenated(states, 0)
    for start in stride(from: 0, to: waiting.count, by: Self.statesAtOnce) {
      let rows = start..<min(start + Self.statesAtOnce, waiting.count)
      let logits = try model.logits(all.sliced(0, rows).contiguous())
      let asked = rows.flatMap { row in waiting[row].map { (row: row - start, want: $0) } }
      for place in stride(from: 0, to: asked.count, by: Self.statesAtOnce) {
        let part = asked[place..<min(place + Self.statesAtOnce, asked.count)]
        let scored = asked.count == rows.count ? logits : try logits.rows(Tensor(part.map(\.row)))
        let scores = try scored.fusedLogProbabilities(part.map(\.want.token)).doubles()
        for (asked, score) in zip(part, scores) { sums[asked.want.item] += score }
      }
    }
    (states, waiting) = ([], [])
  }

  private mutating func takeSlot() -> Int {
    if let slot = free.popLast() { return slot }
    used += 1
    return used - 1
  }

  private mutating func release(_ slot: Int) throws {
    try cache.release(slot: slot)
    free.append(slot)
  }
}
