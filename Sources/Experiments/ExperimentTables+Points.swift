internal import IsoglossCore
internal import IsoglossStatistics

extension ExperimentTables {
  /// The start, then every arm that has answers.
  static func points(_ grid: ExperimentGrid) -> [Point] {
    let start = [(arm: "before", runs: [grid.start].compactMap { $0 }, isStart: true)]
    let arms = grid.arms.map { (arm: grid.label($0), runs: grid.runs(of: $0), isStart: false) }
    return (start + arms).compactMap { item in
      func mean(_ measure: GridMeasure) -> IsoglossCore.Estimate? {
        grid.estimate(measure, item.runs, grid.languages)?.mean
      }
      guard let rate = mean(.nonRefusal), let consistency = mean(.consistency) else { return nil }
      return Point(
        arm: item.arm, isStart: item.isStart, nonRefusal: rate, consistency: consistency,
        perplexity: mean(.surprise).map(GridFormat.perplexity), degenerate: mean(.degenerate))
    }
  }

  /// Rank correlation of non-refusal and consistency over arms and languages.
  static func pointCorrelation(_ grid: ExperimentGrid) throws -> RankCorrelation? {
    let rates = grid.arms.flatMap { arm in
      grid.languages.compactMap { language -> (Double, Double)? in
        let runs = grid.runs(of: arm)
        guard let rate = grid.estimate(.nonRefusal, runs, [language]),
          let consistency = grid.estimate(.consistency, runs, [language])
        else { return nil }
        return (rate.mean.value, consistency.mean.value)
      }
    }
    return try Correlation.spearman(rates.map(\.0), rates.map(\.1)).map {
      RankCorrelation(coefficient: $0.coefficient, count: $0.count)
    }
  }

  /// The second paper's Figures 4, 6 and 7: an arm is a mark.
  var pointSections: [Section] {
    guard !points.isEmpty else { return [] }
    let told = pointCorrelation.map {
      "Rank correlation over \($0.count) cells of arm and language: \(GridFormat.signed($0.coefficient, 2)). Cells share "
        + "requests and languages, so no interval is given."
    }
    let consistency = Figure(
      caption: "Non-refusal of harmful requests against answers in the prompt's language, all languages together",
      description: Self.described(points.map { ($0.arm, $0.nonRefusal) }, "non-refusal"),
      kind: .points(
        points.map {
          Figure.Point(label: $0.arm, across: $0.nonRefusal, up: $0.consistency, isReference: $0.isStart)
        }, across: Figure.Axis("non-refusal", areShares: true),
        up: Figure.Axis("answers in the prompt's language", areShares: true)))
    var sections = [
      Section(
        id: "consistency", title: "Non-refusal against language consistency (the paper's Figure 4)",
        lead: "Whether what refuses also leaves the language. A mark is a mixture or a single language.",
        blocks: [.figure(consistency)] + (told.map { [.note($0)] } ?? []))
    ]
    let fluent = points.filter { $0.perplexity != nil && $0.degenerate != nil }
    if !fluent.isEmpty {
      let figure = Figure(
        caption: "Perplexity of the answers under the base model against degenerate answers, all languages together",
        description: Self.described(fluent.map { ($0.arm, $0.degenerate ?? $0.nonRefusal) }, "degenerate answers"),
        kind: .points(
          fluent.map {
            Figure.Point(label: $0.arm, across: $0.perplexity, up: $0.degenerate, isReference: $0.isStart)
          }, across: Figure.Axis("perplexity", areShares: false),
          up: Figure.Axis("answers that loop, echo or are empty", areShares: true)))
      sections.append(
        Section(
          id: "fluency", title: "Perplexity and degenerate answers (in place of the paper's Figures 6 and 7)",
          lead:
            "Stands for what a rubric judge would call fluent and correct: low and to the left is better, but loops have a "
            + "low perplexity.", blocks: [.figure(figure)]))
    }
    return sections
  }

  /// `Of 5 marks, english has the least non-refusal, 75 %, and before the most, 95 %.`
  private static func described(_ values: [(arm: String, estimate: IsoglossCore.Estimate)], _ what: String) -> String {
    guard let least = values.min(by: { $0.estimate.value < $1.estimate.value }),
      let most = values.max(by: { $0.estimate.value < $1.estimate.value })
    else { return "No marks." }
    func share(_ estimate: IsoglossCore.Estimate) -> String { GridFormat.value(estimate.value, .nonRefusal) }
    return "Of \(values.count) marks, \(least.arm) has the least \(what), \(share(least.estimate)), "
      + "and \(most.arm) the most, \(share(most.estimate))."
  }
}
