public import IsoglossCore
internal import IsoglossStatistics

/// How far annotators agree: Cohen's kappa for labels, the mean Jaccard index for sets, Krippendorff's alpha over all.
public struct Agreement: Hashable, Sendable, Codable {
  /// What is compared.
  public struct Question: Sendable {
    /// Its id.
    public var id: String
    /// The set that an answer stands for; null where answers are labels.
    public var set: (@Sendable (String) -> Set<String>)?

    /// A question.
    public init(_ id: String, set: (@Sendable (String) -> Set<String>)? = nil) {
      self.id = id
      self.set = set
    }

    /// A form's question; null where answers are texts, which are not compared.
    public init?(_ question: Form.Question) {
      switch question.kind {
      case .text, .quote: return nil
      case .one, .count: self.init(question.id)
      case .many, .languages: self.init(question.id) { question.set($0) ?? [] }
      }
    }
  }

  /// One question, of one pair or of all pairs together.
  public struct Row: Hashable, Sendable, Codable {
    /// Id of the question.
    public var question: String
    /// The two annotators; null for several pairs together.
    public var pair: [String]?
    /// Items that both answered; of several pairs, the sum.
    public var items: Int
    /// Share of equal answers.
    public var raw: IsoglossCore.Estimate?
    /// Cohen's kappa; null where it is undefined, and for sets.
    public var kappa: IsoglossCore.Estimate?
    /// Krippendorff's alpha for labels without order, over all annotators; null where it is undefined, for sets, and in rows
    /// of one of several pairs.
    public var alpha: IsoglossCore.Estimate?
    /// Mean Jaccard index of the sets, two empty ones counting as 1; null for labels.
    public var jaccard: IsoglossCore.Estimate?
  }

  /// By question: all pairs together first, then each where there are several. Empty where no two share an item.
  public var rows: [Row]
  /// Who took part.
  public var annotators: [String]
  /// Confidence of the intervals.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// Compares annotators who share items. Together, the first of each pair by name is the first rater.
  /// - Parameters:
  ///   - annotations: one an annotator, question and item.
  ///   - groups: by item; items of one group are drawn together. Each item by itself where it has none.
  /// - Throws: `StatisticsError` for bad settings.
  public init(
    _ annotations: [Annotation], questions: [Question], groups: [String: String] = [:], resamples: Int = 2000,
    confidence: Double = 0.95, seed: UInt64 = 0
  ) throws {
    annotators = Set(annotations.map(\.annotator)).sorted()
    self.confidence = confidence
    self.seed = seed
    let bootstrap = Bootstrap(resamples: resamples, confidence: confidence, method: .percentile, seed: seed)
    let byQuestion = Dictionary(grouping: annotations, by: \.question)
    rows = []
    for question in questions {
      var answers: [String: [String: String]] = [:]
      for row in byQuestion[question.id] ?? [] { answers[row.annotator, default: [:]][row.item] = row.value }
      let pairs = Self.pairs(annotators, answers)
      guard !pairs.isEmpty else { continue }
      func row(_ shared: [Shared], _ names: [String]?) throws -> Row {
        try Self.row(question, names, shared, groups, bootstrap)
      }
      var together = try row(pairs.flatMap(\.shared), pairs.count == 1 ? pairs[0].names : nil)
      if question.set == nil { together.alpha = try Self.alpha(annotators, answers, groups, bootstrap) }
      rows.append(together)
      if pairs.count > 1 { for pair in pairs { rows.append(try row(pair.shared, pair.names)) } }
    }
  }

  /// An item with what two annotators said of it.
  private typealias Shared = (item: String, first: String, second: String)

  private static func pairs(
    _ names: [String], _ answers: [String: [String: String]]
  ) -> [(names: [String], shared: [Shared])] {
    names.indices.flatMap { place in
      names[(place + 1)...].compactMap { second in
        let (mine, theirs) = (answers[names[place]] ?? [:], answers[second] ?? [:])
        let shared = mine.keys.sorted().compactMap { item -> Shared? in
          guard let a = mine[item], let b = theirs[item] else { return nil }
          return (item, a, b)
        }
        return shared.isEmpty ? nil : ([names[place], second], shared)
      }
    }
  }

  private static func row(
    _ question: Question, _ pair: [String]?, _ shared: [Shared], _ groups: [String: String], _ bootstrap: Bootstrap
  ) throws -> Row {
    let clusters = shared.map { groups[$0.item] ?? $0.item }
    let labels = try LabelAgreement(shared.map { [$0.first, $0.second] as [String?] }, clusters: clusters)
    var row = Row(
      question: question.id, pair: pair, items: shared.count,
      raw: estimate(try labels.estimate(.raw, bootstrap: bootstrap), shared.count))
    if let set = question.set {
      let overlaps = shared.map { Jaccard.index(set($0.first), set($0.second)) ?? 1 }
      row.jaccard = estimate(try mean(overlaps, clusters, bootstrap), shared.count)
    } else {
      row.kappa = estimate(try labels.estimate(.kappa, bootstrap: bootstrap), shared.count)
    }
    return row
  }

  private static func alpha(
    _ names: [String], _ answers: [String: [String: String]], _ groups: [String: String], _ bootstrap: Bootstrap
  ) throws -> IsoglossCore.Estimate? {
    let items = Set(answers.values.flatMap(\.keys)).sorted()
    let units = try LabelAgreement(
      items.map { item in names.map { answers[$0]?[item] } }, clusters: items.map { groups[$0] ?? $0 })
    return estimate(try units.estimate(.alpha, bootstrap: bootstrap), units.items)
  }

  /// A mean with an interval over whole clusters, in the order of their first values.
  private static func mean(
    _ values: [Double], _ clusters: [String], _ bootstrap: Bootstrap
  ) throws -> IsoglossStatistics.Estimate? {
    var places: [String: Int] = [:]
    var sums: [(sum: Double, count: Double)] = []
    for (value, cluster) in zip(values, clusters) {
      let place = places[cluster] ?? sums.count
      if places.updateValue(place, forKey: cluster) == nil { sums.append((0, 0)) }
      sums[place].sum += value
      sums[place].count += 1
    }
    return try bootstrap.estimate(of: sums.count) { drawn in
      let total = drawn.reduce((sum: 0.0, count: 0.0)) { ($0.sum + sums[$1].sum, $0.count + sums[$1].count) }
      return total.sum / total.count
    }
  }

  private static func estimate(_ found: IsoglossStatistics.Estimate?, _ n: Int) -> IsoglossCore.Estimate? {
    found.map { .init(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: n) }
  }
}
