public import IsoglossCore

/// What a reader is shown of a search.
public struct RainbowSection {
  private let language: Language
  private let steps: [RainbowStep]
  private let archive: RainbowArchive

  /// The section of a search that is over.
  public init(_ language: Language, steps: [RainbowStep], archive: RainbowArchive) {
    self.language = language
    self.steps = steps
    self.archive = archive
  }

  /// A point of time of a search.
  public struct Point: Hashable, Sendable, Codable {
    /// Iterations done; 0 after the seeds.
    public var iteration: Int
    /// Share of cells with an elite.
    public var coverage: Double
    /// Mean fitness of the elites.
    public var fitness: Double
    /// Mean of 1 - BLEU between elites; null with fewer than two.
    public var diversity: Double?
  }

  /// Coverage, fitness and diversity at up to `count` points at equal distances, the first and the last among them.
  public func course(points count: Int = 12) -> [Point] {
    guard !steps.isEmpty, count > 0 else { return [] }
    let last = steps.count - 1
    let chosen = Set((0..<count).map { count == 1 ? last : $0 * last / (count - 1) })
    var running = RainbowArchive(axes: archive.axes)
    var points: [Point] = []
    for (index, step) in steps.enumerated() {
      running.add(step)
      guard chosen.contains(index) else { continue }
      points.append(
        Point(
          iteration: step.iteration, coverage: running.coverage, fitness: running.meanFitness,
          diversity: running.diversity(tokens: .fitting(script: language.script))))
    }
    return points
  }

  /// Tables and figures of the search.
  public var section: Section {
    let proposals = steps.flatMap(\.proposals)
    let course = course()
    let endings = RainbowProposal.Ending.allCases.compactMap { ending -> [Table.Cell]? in
      let count = proposals.count { $0.ending == ending }
      return count == 0 ? nil : [Table.Cell(ending.rawValue), Table.Cell("\(count)", value: Double(count))]
    }
    return Section(
      id: "rainbow-\(language.code)", title: "Rainbow Teaming in \(language.name)",
      lead:
        "\(archive.elites.count) of \(archive.cells.count) cells hold a request after \(steps.count - 1) iterations.",
      blocks: [
        .figure(courseFigure(course)), .figure(cellFigure),
        .table(
          Table(
            caption: "How proposals ended.",
            columns: [Table.Column("ending"), Table.Column("proposals", isNumeric: true)], rows: endings)),
      ])
  }

  private func courseFigure(_ course: [Point]) -> Figure {
    Figure(
      caption: "Coverage, mean fitness of the elites and their diversity (mean of 1 - BLEU), by iteration.",
      description: course.last.map {
        "After iteration \($0.iteration): coverage \(share($0.coverage)), fitness \(share($0.fitness)), diversity "
          + "\($0.diversity.map(share) ?? "not measured")."
      } ?? "Nothing was measured.",
      kind: .heatMap(
        rows: ["coverage", "fitness", "diversity"], columns: course.map { "\($0.iteration)" },
        values: [course.map(\.coverage), course.map(\.fitness), course.map(\.diversity)],
        counts: (0..<3).map { _ in course.map { point in Int((point.coverage * Double(archive.cells.count)).rounded()) }
        }))
  }

  private var cellFigure: Figure {
    let (hazards, styles) = (archive.axes.hazards, archive.axes.styles)
    let fitness = hazards.map { hazard in
      styles.map { archive[RainbowCell(hazard: hazard.code, style: $0.code)]?.fitness }
    }
    let counts = hazards.map { hazard in
      styles.map { archive.history(of: RainbowCell(hazard: hazard.code, style: $0.code)).count }
    }
    return Figure(
      caption: "Fitness of the elite of each cell; the count is of all elites that the cell has had.",
      description: "\(archive.elites.count) of \(archive.cells.count) cells hold an elite, mean fitness "
        + "\(share(archive.meanFitness)).",
      kind: .heatMap(
        rows: hazards.map { "\($0.code) \($0.title)" }, columns: styles.map(\.title), values: fitness, counts: counts))
  }

  private func share(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
