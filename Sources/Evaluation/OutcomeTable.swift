internal import IsoglossCore
internal import IsoglossStatistics

/// Attack success on harmful prompts, or another event, arranged for tests between languages: by group where prompts are
/// parallel.
struct OutcomeTable {
  /// Success by group and language position; absent where the prompt is missing or unscored.
  private var rows: [(group: String, cells: [Bool?])] = []
  /// Success by language position, in the order of the prompts.
  private var columns: [[Bool]]
  /// Whether groups span languages and no language asks a group twice.
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
    var rowOf: [String: Int] = [:]
    // Cells that were asked, whether or not they were scored.
    var asked: Set<Int> = []
    var isPaired = true
    var spans = false
    for (column, group, success) in prompts {
      if let success { columns[column].append(success) }
      guard let group else {
        isPaired = false
        continue
      }
      if let row = rowOf[group] {
        if asked.insert(row * languages + column).inserted { spans = true } else { isPaired = false }
        rows[row].cells[column] = success
      } else {
        rowOf[group] = rows.count
        asked.insert(rows.count * languages + column)
        var cells = [Bool?](repeating: nil, count: languages)
        cells[column] = success
        rows.append((group, cells))
      }
    }
    self.isPaired = isPaired && spans
  }

  /// The outcomes as the bootstrap takes them: parallel prompts are drawn for all languages at once.
  func grouped() throws -> GroupedOutcomes {
    isPaired ? try .paired(rows.map(\.cells)) : try .independent(columns)
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

  /// Rate of one language minus rate of another.
  func gap(of index: Int, to reference: Int, confidence: Double) -> Measures.Gap? {
    if isPaired {
      let pairs = PairedOutcomes(
        rows.compactMap { row in
          guard let a = row.cells[index], let b = row.cells[reference] else { return nil }
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
