import IsoglossCore
import IsoglossStatistics

/// Fits on some folds, scores the others. Letters: n examples, d features.
///
/// A score is compared with scores of the same fold only. Each fold has a fit of its own, and under a strong penalty its
/// intercept, which follows the balance of its examples, outweighs what it read: scores of several fits in one ranking
/// would tell the folds apart and not the examples.
struct ProbeValidator: Sendable {
  let examples: [ProbeExample]
  /// The fold of each example.
  let folds: [Int]
  /// Number of folds.
  let count: Int

  /// A logistic regression on standardised rows `[n][d]`, as one on the rows themselves.
  static func fit(_ rows: [[Double]], _ positives: [Bool], cost: Double) throws -> LogisticRegression {
    guard let scale = try Standardisation(rows),
      let fitted = try LogisticRegression.fit(rows.map(scale.apply), positives, cost: cost)
    else {
      throw JudgingError(.badExamples, "a fold has examples of one kind only: give more groups of both, or fewer folds")
    }
    return scale.folded(into: fitted)
  }

  /// Scores of every example by a fit on the other folds, `[costs][n]`.
  func scores(_ rows: [[Double]], costs: [Double]) async throws -> [[Double]] {
    let parts = try await each(0..<count) { fold in
      try score(rows, costs: costs, trainedOn: { folds[$0] != fold }, asked: { folds[$0] == fold })
    }
    return gathered(parts, costs.count)
  }

  /// Scores of every example by a fit on the other folds without the example's language.
  func scoresOfUnseenLanguages(_ rows: [[Double]], cost: Double) async throws -> [Double] {
    let languages = Set(examples.map(\.language)).sorted()
    guard languages.count > 1 else { return try await scores(rows, costs: [cost])[0] }
    let parts = try await each(0..<(count * languages.count)) { place in
      let (fold, language) = (place / languages.count, languages[place % languages.count])
      return try score(
        rows, costs: [cost], trainedOn: { folds[$0] != fold && examples[$0].language != language },
        asked: { folds[$0] == fold && examples[$0].language == language })
    }
    return gathered(parts, 1)[0]
  }

  /// Mean over sources of the mean over languages of the area under the curve.
  func area(_ scores: [Double]) throws -> Double {
    let sources = Set(examples.map(\.source)).sorted()
    let means = try sources.compactMap { source in try mean(areas(scores) { $0.source == source }.values) }
    guard let area = mean(means) else {
      throw JudgingError(.badExamples, "no language has examples of both kinds in one source")
    }
    return area
  }

  /// Area under the curve within each language that has both kinds in a fold, by its code: the share of pairs, one of
  /// either kind, from one fold, that are in order.
  func areas(_ scores: [Double], where isMeant: (ProbeExample) -> Bool = { _ in true }) throws -> [String: Double] {
    var areas: [String: Double] = [:]
    let meant = examples.indices.filter { isMeant(examples[$0]) }
    for (language, mine) in Dictionary(grouping: meant, by: { examples[$0].language }) {
      var (inOrder, pairs) = (0.0, 0.0)
      for places in Dictionary(grouping: mine, by: { folds[$0] }).sorted(by: { $0.key < $1.key }).map(\.value) {
        let kinds = places.map { examples[$0].isPositive }
        guard let area = try AreaUnderCurve.value(scores: places.map { scores[$0] }, positives: kinds) else { continue }
        let positive = kinds.count { $0 }
        let compared = Double(positive * (kinds.count - positive))
        inOrder += area * compared
        pairs += compared
      }
      if pairs > 0 { areas[language.code] = inOrder / pairs }
    }
    return areas
  }

  private func mean(_ values: some Collection<Double>) -> Double? {
    values.isEmpty ? nil : values.sorted().reduce(0, +) / Double(values.count)
  }

  /// Places and their scores, `[costs]` each.
  private typealias Part = [(place: Int, scores: [Double])]

  private func score(
    _ rows: [[Double]], costs: [Double], trainedOn: (Int) -> Bool, asked: (Int) -> Bool
  ) throws -> Part {
    let (train, ask) = (rows.indices.filter(trainedOn), rows.indices.filter(asked))
    guard !ask.isEmpty else { return [] }
    let fits = try costs.map { cost in
      try Self.fit(train.map { rows[$0] }, train.map { examples[$0].isPositive }, cost: cost)
    }
    return ask.map { place in (place, fits.map { $0.score(rows[place]) }) }
  }

  private func gathered(_ parts: [Part], _ costs: Int) -> [[Double]] {
    var scores = [[Double]](repeating: [Double](repeating: 0, count: examples.count), count: costs)
    for part in parts {
      for (place, values) in part {
        for (index, value) in values.enumerated() { scores[index][place] = value }
      }
    }
    return scores
  }

  /// Does the work of every place, as many at once as the machine allows; results in order.
  private func each(_ places: Range<Int>, _ work: @escaping @Sendable (Int) throws -> Part) async throws -> [Part] {
    try await withThrowingTaskGroup(of: (Int, Part).self) { group in
      for place in places { group.addTask { (place, try work(place)) } }
      var parts = [Part](repeating: [], count: places.count)
      for try await (place, part) in group { parts[place] = part }
      return parts
    }
  }
}
