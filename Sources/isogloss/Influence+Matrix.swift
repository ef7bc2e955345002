import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossInfluence

extension InfluenceCommand {
  /// Training language by test language.
  struct Matrix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which training languages moved the answers in which languages, with a control.",
      discussion: "Example: isogloss influence matrix runs/influence --html influence.html")

    @Argument(help: "The index's folder.")
    var index: String
    @Option(help: "Only questions of this intent: harmful or benign.")
    var intent: Intent?
    @Option(help: "At most so many questions a language, the same groups in every language.")
    var limit: Int?
    @Option(help: "gradient, cosine, tracin, ekfac with a curvature, or less for an index of Adam's steps.")
    var method: InfluenceMethod?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
      let opened = try InfluenceIndex(at: URL(filePath: index))
      let source = try InfluenceSource(of: opened)
      let method = method ?? (opened.manifest.feature == .adam ? .less : .tracin)
      let asked = source.questions(intent: intent, limit: limit)
      guard !asked.isEmpty else { throw ValidationError("No held-out pair fits.") }
      let session = InfluenceSession()
      try await session.open(source.plan(opened.manifest.projection))
      let queries = try await session.queries(
        asked, groups: asked.map { source.pairs[$0.id]?.group },
        solvedBy: method == .ekfac ? opened : nil)
      let matrix = try InfluenceMatrix(
        opened.scores(queries, by: method), queries: queries, rows: opened.rows, seed: output.seed)
      let report = Report(
        title: "Isogloss influence", headline: matrix.headline,
        facts: [
          Fact("pairs", "\(opened.count)"), Fact("questions", "\(queries.count) held-out"),
          Fact("method", method.rawValue),
        ], sections: [matrix.section(method: method.rawValue)], provenance: try opened.manifest.provenance)
      try RunReporter(output: output).show(report, json: matrix)
    }
  }
}

extension InfluenceSource {
  /// Held-out pairs, the same groups in every language: those that come first in the order of their ids.
  func questions(intent: Intent? = nil, limit: Int? = nil) -> [TokenizedPair] {
    let fitting = data.heldOut.filter { pair in intent.map { pairs[pair.id]?.intent == $0 } ?? true }
    guard let limit else { return fitting }
    let groups = Set(Set(fitting.map { pairs[$0.id]?.group ?? $0.id }).sorted().prefix(limit))
    return fitting.filter { groups.contains(pairs[$0.id]?.group ?? $0.id) }
  }
}
