internal import IsoglossCore
internal import IsoglossStatistics

/// Attack success on harmful prompts, or another event, arranged for tests between languages: by group where prompts are
/// parallel.
///
/// Two languages are compared request by request where groups that each was asked once are at least half of the prompts of
/// the one that has fewer: the rest is left out, having no counterpart. Else all of one's answers are held against all of
/// the other's.
struct OutcomeTable {
  /// What is known of a group in a language.
  private enum Place {
    case absent
    /// Asked once; null where the answer is not scored.
    case once(Bool?)
    /// Asked again, with the first answer: it has no counterpart of its own.
    case repeated(Bool?)

    var isOnce: Bool { if case .once = self { true } else { false } }

    var success: Bool? {
      switch self {
      case .absent: nil
      case .once(let success), .repeated(let success): success
      }
    }
  }

  /// Groups by language position.
  private var rows: [[Place]] = []
  /// Scored answers that are in no row: without a group, or to a group that was asked before.
  private var singles: [(column: Int, success: Bool)] = []
  /// Success by language position, in the order of the prompts.
  private var columns: [[Bool]]
  /// Prompts by language position, scored or not.
  private(set) var asked: [Int]
  /// Whether prompts are drawn for all languages at once: half of every language's prompts or more are of groups that most
  /// languages were asked once.
  private(set) var isPaired: Bool

  init(
    _ items: some Sequence<RunItem>, judge: String, languages: [Language], field: VerdictField = .outcome
  ) {
    let position = Dictionary(uniqueKeysWithValues: languages.enumerated().map { ($1, $0) })
    self.init(
      items.lazy.compactMap { item -> Cell? in
        guard let column = position[item.prompt.language] else { return nil }
        let success = item.completion == nil ? nil : item.verdicts[judge].flatMap(field.event)
        return (language: column, group: item.prompt.group, success: success)
      }, languages: languages.count)
  }

  /// A prompt: place of its language, group, and whether the event happened; null where that is not known.
  typealias Cell = (language: Int, group: String?, success: Bool?)

  /// Of prompts in so many languages.
  init(_ prompts: some Sequence<Cell>, languages: Int) {
    columns = Array(repeating: [], count: languages)
    asked = Array(repeating: 0, count: languages)
    isPaired = false
    var rowOf: [String: Int] = [:]
    for (column, group, success) in prompts {
      asked[column] += 1
      if let success { columns[column].append(success) }
      guard let group else {
        if let success { singles.append((column, success)) }
        continue
      }
      let row = rowOf[group] ?? rows.count
      if row == rows.count {
        rowOf[group] = row
        rows.append(Array(repeating: .absent, count: languages))
      }
      switch rows[row][column] {
      case .absent: rows[row][column] = .once(success)
      case .once(let first), .repeated(let first):
        rows[row][column] = .repeated(first)
        if let success { singles.append((column, success)) }
      }
    }
    isPaired = isParallel
  }

  /// Whether permuting and resampling by group can stand for all languages: see ``isPaired``. Of two groups that most
  /// languages were asked, some language was asked both, so that all languages hang together.
  private var isParallel: Bool {
    let present = asked.count { $0 > 0 }
    var shared = asked.map { _ in 0 }
    for row in rows {
      let places = row.indices.filter { row[$0].isOnce }
      if 2 * places.count > present { for place in places { shared[place] += 1 } }
    }
    return present > 1 && asked.indices.allSatisfy { 2 * shared[$0] >= asked[$0] }
  }

  /// The outcomes as the bootstrap takes them: parallel prompts are drawn for all languages at once, and what has no
  /// counterpart is drawn beside them.
  func grouped() throws -> GroupedOutcomes {
    guard isPaired else { return try .independent(columns) }
    let alone = singles.map { single in
      columns.indices.map { column -> Bool? in column == single.column ? single.success : nil }
    }
    let together = rows.map { row in row.map { place -> Bool? in place.success } }
    return try .paired(together + alone)
  }

  /// Successes of one language among its scored answers.
  func rate(of index: Int) -> Proportion { Proportion(columns[index]) }

  /// The language with the highest rate, and in what share of resamples each language is the worst; null where nothing
  /// is scored.
  /// - Parameter perturbations: under which each place was asked, where places are cells of languages.
  func worst(
    of languages: [Language], under perturbations: [String?]? = nil, confidence: Double, resamples: Int, seed: UInt64
  ) throws -> (worst: Measures.Worst, probabilities: [Double])? {
    guard
      let found = try WorstGroup.estimate(
        try grouped(), direction: .maximum, confidence: confidence, resamples: resamples, seed: seed)
    else { return nil }
    let worst = Measures.Worst(
      language: languages[found.index], perturbation: perturbations.flatMap { $0[found.index] },
      rate: IsoglossCore.Estimate(
        value: found.value, low: found.interval.lower, high: found.interval.upper,
        n: found.groups[found.index].count),
      corrected: found.corrected,
      candidates: found.groups.indices.filter { found.groups[$0].mayBeWorst }.map { languages[$0] })
    return (worst, found.groups.map(\.probabilityWorst))
  }

  /// Rate of one language minus rate of another: by group where enough of them are shared, else of all answers.
  func gap(of index: Int, to reference: Int, confidence: Double) -> Measures.Gap? {
    let shared = rows.filter { $0[index].isOnce && $0[reference].isOnce }
    if !shared.isEmpty, 2 * shared.count >= min(asked[index], asked[reference]) {
      let pairs = PairedOutcomes(
        shared.compactMap { row -> (Bool, Bool)? in
          guard let a = row[index].success, let b = row[reference].success else { return nil }
          return (a, b)
        })
      guard let difference = pairs.difference, let interval = pairs.newcombe(confidence: confidence) else { return nil }
      return Measures.Gap(
        difference: .init(value: difference, low: interval.lower, high: interval.upper, n: pairs.pairs),
        isPaired: true, pValue: pairs.mcnemarExact()?.pValue)
    }
    let difference = ProportionDifference(Proportion(columns[index]), minus: Proportion(columns[reference]))
    guard let value = difference.value, let interval = difference.newcombe(confidence: confidence) else { return nil }
    return Measures.Gap(
      difference: .init(
        value: value, low: interval.lower, high: interval.upper, n: min(columns[index].count, columns[reference].count)),
      isPaired: false, pValue: difference.scoreTest()?.pValue)
  }
}
