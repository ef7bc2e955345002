internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// Which training languages moved the answers in which languages.
///
/// A cell is the mean influence of a pair of the row's language on a question in the column's, in multiples of the mean
/// size of a score: so cells of several methods compare. Intervals resample the questions' groups, which the languages
/// share. The control gives the training pairs each other's languages at random: within a group where it has several,
/// since such pairs are one request; otherwise among the pairs of an intent.
public struct InfluenceMatrix: Sendable, Codable {
  /// A cell.
  public struct Cell: Hashable, Sendable, Codable {
    /// Language of the training pairs.
    public var training: Language
    /// Language of the questions.
    public var testing: Language
    /// Mean influence.
    public var mean: Double
    /// Ends of its interval; null where no question has a group to resample.
    public var low: Double?
    /// Upper end of it.
    public var high: Double?
    /// Number of pairs and questions.
    public var pairs: Int
    /// Number of questions.
    public var questions: Int
  }

  /// How much more a language moves itself than others move it.
  public struct Advantage: Hashable, Sendable, Codable {
    /// Mean over columns of (own row − mean of the other rows).
    public var value: Double
    /// Ends of its interval.
    public var low: Double
    /// Upper end of it.
    public var high: Double
    /// The same with shuffled languages: mean and largest of the shuffles.
    public var shuffledMean: Double
    /// The largest of the shuffles.
    public var shuffledMax: Double
    /// Share of shuffles that are at least as large, with the observed one among them.
    public var pValue: Double
    /// Number of shuffles.
    public var shuffles: Int
    /// Pairs whose languages were exchanged within their group.
    public var grouped: Int
    /// The others, of no group or one with a single language: theirs were exchanged among those of an intent.
    public var ungrouped: Int
  }

  /// Languages of the training pairs, and of the questions.
  public var training: [Language]
  /// Languages of the questions.
  public var testing: [Language]
  /// The cells, row by row.
  public var cells: [Cell]
  /// Own against other languages; null without a language on both sides, with one language alone, or with one group of
  /// questions alone.
  public var advantage: Advantage?

  /// - Parameter scores: `[questions][rows]`.
  /// - Throws: `InfluenceError.badInput` for no scores or numbers that are not finite.
  public init(
    _ scores: [[Double]], queries: [InfluenceQuery], rows: [IndexManifest.Row], resamples: Int = 1000,
    shuffles: Int = 999,
    seed: UInt64 = 0
  ) throws {
    guard scores.count == queries.count, !queries.isEmpty, !rows.isEmpty, scores.allSatisfy({ $0.count == rows.count }),
      scores.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { throw InfluenceError(.badInput, "A matrix needs a finite score of every pair for every question.") }
    let size = scores.joined().reduce(0) { $0 + abs($1) } / Double(scores.count * rows.count)
    let table = Sums(scores, queries, rows, scale: size > 0 ? 1 / size : 1)
    (training, testing) = (table.training, table.testing)
    var generator = SeededGenerator(seed: seed)
    let groups = Array(Set(table.groups)).sorted()
    let all = [Double](repeating: 1, count: groups.count)
    let whole = table.means(table.sums, weights: all)
    var drawn: [[[Double?]]] = []
    for _ in 0..<(groups.count > 1 ? resamples : 0) {
      var weights = [Double](repeating: 0, count: groups.count)
      for _ in groups { weights[generator.index(below: groups.count)] += 1 }
      drawn.append(table.means(table.sums, weights: weights))
    }
    func ends(_ values: [Double]) -> (Double, Double)? {
      let sorted = values.sorted()
      return sorted.isEmpty ? nil : (Quantile.of(sorted: sorted, 0.025), Quantile.of(sorted: sorted, 0.975))
    }
    cells = []
    for (row, own) in training.enumerated() {
      for (column, asked) in testing.enumerated() {
        guard let mean = whole[row][column] else { continue }
        let interval = ends(drawn.compactMap { $0[row][column] })
        cells.append(
          Cell(
            training: own, testing: asked, mean: mean, low: interval?.0, high: interval?.1, pairs: table.counts[row],
            questions: table.asked[column]))
      }
    }
    guard let value = table.advantage(whole), let interval = ends(drawn.compactMap { table.advantage($0) }) else {
      advantage = nil
      return
    }
    var shuffled: [Double] = []
    for _ in 0..<shuffles {
      let means = table.means(table.shuffledSums(scores, &generator), weights: all)
      if let one = table.advantage(means) { shuffled.append(one) }
    }
    advantage = Advantage(
      value: value, low: interval.0, high: interval.1,
      shuffledMean: shuffled.reduce(0, +) / Double(max(1, shuffled.count)), shuffledMax: shuffled.max() ?? 0,
      pValue: Double(1 + shuffled.count { $0 >= value }) / Double(1 + shuffled.count), shuffles: shuffled.count,
      grouped: table.grouped, ungrouped: rows.count - table.grouped)
  }

  /// Sums of scores by training language for every question, and who asked what.
  private struct Sums {
    let training: [Language]
    let testing: [Language]
    let counts: [Int]
    let asked: [Int]
    /// Group of each question, as its place among all.
    let places: [Int]
    let groups: [String]
    /// `[questions][training languages]`.
    let sums: [[Double]]
    /// Pairs of a group that has several languages.
    let grouped: Int
    private let columns: [Int]
    private let scale: Double
    /// Training language of each pair, as its place among all.
    private let labels: [Int]
    /// Pairs among which the control exchanges languages.
    private let strata: [[Int]]

    init(_ scores: [[Double]], _ queries: [InfluenceQuery], _ rows: [IndexManifest.Row], scale: Double) {
      let training = Set(rows.map(\.language)).sorted()
      let testing = Set(queries.map { Language($0.language) }).sorted()
      let row = Dictionary(uniqueKeysWithValues: training.enumerated().map { ($1, $0) })
      let column = Dictionary(uniqueKeysWithValues: testing.enumerated().map { ($1, $0) })
      groups = queries.map { $0.group ?? $0.id }
      let order = Dictionary(uniqueKeysWithValues: Set(groups).sorted().enumerated().map { ($1, $0) })
      places = groups.map { order[$0] ?? 0 }
      columns = queries.map { column[Language($0.language)] ?? 0 }
      counts = training.map { own in rows.count { $0.language == own } }
      asked = testing.map { own in queries.count { Language($0.language) == own } }
      let labels = rows.map { row[$0.language] ?? 0 }
      sums = scores.map { Self.sums($0, labels, training.count) }
      let (shared, loose) = Self.strata(rows)
      grouped = shared.reduce(0) { $0 + $1.count }
      strata = shared + loose
      self.labels = labels
      self.training = training
      self.testing = testing
      self.scale = scale
    }

    private static func sums(_ scores: [Double], _ labels: [Int], _ count: Int) -> [Double] {
      var sums = [Double](repeating: 0, count: count)
      for (score, label) in zip(scores, labels) { sums[label] += score }
      return sums
    }

    /// Pairs of one group and intent where they are in several languages, and the others by their intent.
    private static func strata(_ rows: [IndexManifest.Row]) -> (shared: [[Int]], loose: [[Int]]) {
      var (shared, loose) = ([[Int]](), [[Int]]())
      for intent in Intent.allCases {
        let own = rows.indices.filter { rows[$0].intent == intent }
        let groups = Dictionary(grouping: own.filter { rows[$0].group != nil }) { rows[$0].group ?? "" }
        let parallel = groups.values.filter { places in Set(places.map { rows[$0].language }).count > 1 }
          .sorted { $0[0] < $1[0] }
        let taken = Set(parallel.joined())
        shared += parallel
        loose.append(own.filter { !taken.contains($0) })
      }
      return (shared, loose)
    }

    /// Sums under languages that were dealt out again: a request's translations keep to each other's, so that no language
    /// is given another's requests.
    func shuffledSums(_ scores: [[Double]], _ generator: inout SeededGenerator) -> [[Double]] {
      var dealt = labels
      for places in strata {
        var own = places.map { labels[$0] }
        generator.shuffle(&own)
        for (place, label) in zip(places, own) { dealt[place] = label }
      }
      return scores.map { Self.sums($0, dealt, training.count) }
    }

    /// `[training][testing]`, questions counting by their group's weight; null without any.
    func means(_ sums: [[Double]], weights: [Double]) -> [[Double?]] {
      var total = training.map { _ in [Double](repeating: 0, count: testing.count) }
      var mass = [Double](repeating: 0, count: testing.count)
      for (question, column) in columns.enumerated() {
        let weight = weights[places[question]]
        guard weight > 0 else { continue }
        mass[column] += weight
        for row in training.indices { total[row][column] += weight * sums[question][row] }
      }
      return training.indices.map { row in
        testing.indices.map { column in
          mass[column] > 0 ? total[row][column] / mass[column] / Double(max(1, counts[row])) * scale : nil
        }
      }
    }

    /// Mean over columns of own row − mean of others.
    func advantage(_ means: [[Double?]]) -> Double? {
      guard training.count > 1 else { return nil }
      let parts = testing.enumerated().compactMap { column, language -> Double? in
        guard let own = training.firstIndex(of: language), let mine = means[own][column] else { return nil }
        let others = training.indices.filter { $0 != own }.compactMap { means[$0][column] }
        return others.isEmpty ? nil : mine - others.reduce(0, +) / Double(others.count)
      }
      return parts.isEmpty ? nil : parts.reduce(0, +) / Double(parts.count)
    }
  }
}

extension InfluenceMatrix {
  /// One line: what it shows.
  public var headline: String {
    guard let advantage else {
      if training.count < 2 { return "the pairs are in one language: there is no other to compare it with" }
      return training.contains(where: testing.contains)
        ? "the questions are of one group: nothing to resample, and no advantage is given"
        : "no language is on both sides"
    }
    func number(_ x: Double) -> String { String(format: "%.2f", x) }
    return "a pair moves its own language by \(number(advantage.value)) [\(number(advantage.low)), "
      + "\(number(advantage.high))] of a mean score more than others do; shuffled languages give at most "
      + "\(number(advantage.shuffledMax)) (p = \(String(format: "%.3f", advantage.pValue)))"
  }

  /// What a reader is shown: a heat map, and the numbers.
  public func section(method: String) -> Section {
    let found = Dictionary(
      uniqueKeysWithValues: cells.map { ("\($0.training.code) \($0.testing.code)", $0) })
    func cell(_ row: Language, _ column: Language) -> Cell? { found["\(row.code) \(column.code)"] }
    let largest = cells.map { abs($0.mean) }.max() ?? 0
    // Colours hold 0...1: no influence is the middle.
    func shade(_ mean: Double) -> Double { largest > 0 ? 0.5 + mean / largest / 2 : 0.5 }
    let map = Figure(
      caption: "Rows: language of the training pairs. Columns: language of the question. 0.5 is no influence, 1 the "
        + "strongest push towards the chosen answer, 0 as strong a push away.",
      description: headline,
      kind: .heatMap(
        rows: training.map(\.code), columns: testing.map(\.code),
        values: training.map { row in testing.map { cell(row, $0).map { shade($0.mean) } } },
        counts: training.map { row in testing.map { cell(row, $0)?.questions ?? 0 } }))
    let table = numbers(training, testing, cell)
    let notes: [Section.Block] = advantage.map { [.note(headline + ". " + control($0))] } ?? []
    return Section(
      id: "influence-matrix", title: "Training language by test language",
      lead:
        "How a pair in one language moved held-out answers in another (\(method)); refuted where shuffled languages "
        + "give as large an advantage, or retraining without a language leaves the others as they were.",
      blocks: [.figure(map), .table(table)] + notes)
  }

  /// How the control's languages were shuffled.
  private func control(_ advantage: Advantage) -> String {
    let among = "among all pairs of an intent"
    guard advantage.grouped > 0 else {
      return "In the control languages are exchanged \(among), since no group is in several."
    }
    return "In the control languages are exchanged within a group"
      + (advantage.ungrouped > 0 ? ", and \(among) for the \(advantage.ungrouped) whose group is in one alone." : ".")
  }

  private func numbers(
    _ rows: [Language], _ columns: [Language], _ cell: (Language, Language) -> Cell?
  ) -> Table {
    Table(
      caption:
        "Mean influence of a pair on a question, in multiples of the mean size of a score, with 95 % intervals over "
        + "the questions' groups.",
      columns: [.init("trained in")] + columns.map { .init($0.code, isNumeric: true) },
      rows: rows.map { row in
        [.init(row.code)]
          + columns.map { column in
            guard let one = cell(row, column) else { return .init("–", emphasis: .faint) }
            let interval = one.low.flatMap { low in
              one.high.map { String(format: " [%.2f, %.2f]", low, $0) }
            }
            return .init(String(format: "%.2f", one.mean) + (interval ?? ""), value: one.mean)
          }
      })
  }
}
