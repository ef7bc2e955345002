public import IsoglossCore

/// Pairs drawn for people to look at, and who looks at what.
public struct ReviewSample: Hashable, Sendable, Codable {
  /// What is asked.
  public var form: ReviewForm
  /// Seed of the draw, and of the items' ids: whoever knows it can tell what an item is.
  public var seed: UInt64
  /// SHA-256 over the pairs that were drawn from.
  public var pairsHash: String
  /// Pairs that were drawn.
  public var pairs: Int
  /// What is looked at, in order of id.
  public var items: [ReviewItem]

  /// Draws pairs: languages alike, within each intents and hazards alike, within each styles alike.
  /// - Parameter count: the paper's audit has 1,200.
  /// - Throws: `DatasetError.empty` for no pairs, or a form that asks nothing of them; `.duplicate`, `.badSetting`.
  public init(_ count: Int = 1200, of pairs: [PreferencePair], form: ReviewForm, seed: UInt64) throws {
    guard count > 0 else { throw DatasetError(.badSetting, "\(count) pairs to review: give a number from 1.") }
    if let flaw = form.flaw { throw DatasetError(.badSetting, "The form \(form.name): \(flaw).") }
    try PairSet.checkIDs(pairs)
    let drawn = StratifiedDraw(seed: seed).draw(
      count, ids: pairs.map(\.id),
      keys: pairs.map { pair in
        [pair.language.code, "\(pair.intent.rawValue) \(pair.hazard?.rawValue ?? "")", pair.style?.rawValue ?? ""]
      })
    self.form = form
    self.seed = seed
    pairsHash = PairSet.contentHash(pairs.sorted { $0.id < $1.id })
    self.pairs = drawn.count
    items = drawn.flatMap { position in
      PairPart.allCases.map { ReviewItem($0, of: pairs[position], form: form, seed: seed) }
    }.filter { !$0.questions.isEmpty }.sorted { $0.id < $1.id }
    guard !items.isEmpty else {
      throw DatasetError(.empty, "The form \(form.name) asks nothing about these \(pairs.count) pairs.")
    }
  }

  /// Gives each item to annotators of its language. All items of a pair go to the same ones.
  /// - Parameters:
  ///   - annotators: who takes part.
  ///   - overlap: share in 0...1 of the pairs that several annotators look at: the base of agreement.
  ///   - several: how many look at those.
  /// - Throws: `DatasetError.shortage` for a language with too few annotators, `.badSetting`.
  public mutating func assign(to annotators: [ReviewAnnotator], overlap: Double = 0.2, several: Int = 2) throws {
    guard (0...1).contains(overlap), several >= 2 else {
      throw DatasetError(.badSetting, "An overlap is a share in 0...1, of pairs that two or more annotators look at.")
    }
    guard Set(annotators.map(\.name)).count == annotators.count else {
      throw DatasetError(.duplicate, "An annotator is named twice: leave one out.")
    }
    var load: [String: Int] = [:]
    var chosen: [String: [String]] = [:]
    for (language, items) in Dictionary(grouping: items, by: \.language).sorted(by: { $0.key < $1.key }) {
      let readers = annotators.filter { $0.reads(language) }.map(\.name)
      let needed = overlap > 0 ? several : 1
      guard readers.count >= needed else {
        throw DatasetError(
          .shortage, "\(language) has \(readers.count) annotators and needs \(needed): name more, or lower the overlap."
        )
      }
      let pairs = Set(items.map(\.pair)).map { ($0, ContentHash.of(["\(seed)", "assign", $0])) }
        .sorted { $0.1 < $1.1 }.map(\.0)
      let shared = Int((overlap * Double(pairs.count)).rounded(.up))
      for (number, pair) in pairs.enumerated() {
        let wanted = number < shared ? several : 1
        let turn = readers.map { ($0, load[$0] ?? 0, ContentHash.of(["\(seed)", pair, $0])) }
          .sorted { ($0.1, $0.2) < ($1.1, $1.2) }.prefix(wanted).map(\.0)
        for name in turn { load[name, default: 0] += 1 }
        chosen[pair] = turn.sorted()
      }
    }
    for index in items.indices { items[index].annotators = chosen[items[index].pair] ?? [] }
  }

  /// Items of an annotator, in an order of their own, so that the parts of a pair do not stand together.
  func items(of annotator: String) -> [ReviewItem] {
    items.filter { $0.annotators.contains(annotator) }.map { ($0, ContentHash.of(["\(seed)", annotator, $0.id])) }
      .sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Everybody who is to answer.
  public var annotators: [String] { Set(items.flatMap(\.annotators)).sorted() }
}
