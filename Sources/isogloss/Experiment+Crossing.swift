import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossExperiments
import IsoglossModels
import IsoglossRecipes
import IsoglossTorch

extension ExperimentCommand {
  /// Which behaviours cross languages when one language is trained.
  struct CrossingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "crossing", abstract: "Train behaviours in one language and measure them in all.",
      discussion: """
        Example: isogloss experiment crossing run recipes/which-safety-crosses.yaml --out runs/crossing
        Example: isogloss experiment crossing table runs/crossing --full --html runs/crossing.html
        """,
      subcommands: [Run.self, TableCommand.self])
  }
}

extension ExperimentCommand.CrossingCommand {
  /// Makes what is not finished.
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Train and measure, run by run, or go on with it.",
      discussion: """
        Example: isogloss experiment crossing run recipes/which-safety-crosses.yaml --out runs/crossing

        The same command again goes on where it stopped; finished runs are kept. No adapter is written.
        """)

    @Argument(help: "The recipe.")
    var recipe: String
    @Option(help: "The folder of results: made, or gone on with.")
    var out: String = "runs/crossing"
    @Option(help: "Threads; one for each core when left out.")
    var threads: Int?
    @Option(help: "At most so many runs in this sitting; all when left out.")
    var limit: Int?

    func validate() throws {
      guard threads.map({ $0 > 0 }) ?? true, limit.map({ $0 > 0 }) ?? true else {
        throw ValidationError("--threads and --limit take numbers from 1.")
      }
    }

    func run() async throws {
      let recipe = try CrossingRecipe(contentsOf: URL(filePath: recipe))
      let set = try MatchedAnswersReader.read(at: URL(filePath: recipe.stage.pairs), name: recipe.stage.pairs)
      DataInput.warn(set.problems)
      let bases = try recipe.bases.map { base in
        let entry = try ModelCatalog().resolve(base.model)
        return Crossing.Base(base, entry: entry, fingerprint: try entry.fingerprint())
      }
      let crossing = try Crossing(recipe, bases: bases, set: set)
      Terminal.note(
        "\(recipe.name): \(crossing.cells.count) runs of \(crossing.trainingGroups) groups on "
          + "\(bases.map(\.recipe.model).joined(separator: " and ")), asked in \(crossing.languages.count) languages")
      let runner = CrossingRunner(
        crossing, in: URL(filePath: out),
        on: .init(
          threads: threads, references: Home.url.appending(path: "references"),
          session: Version.session(engine: "libtorch \(Processor.torchVersion)")), onEvent: Self.show)
      try await runner.run(limit: limit)
      Terminal.note("the results are in \(out); see them with `isogloss experiment crossing table \(out)`")
    }

    private static func show(_ event: CrossingRunner.Event) {
      switch event {
      case .began(let name, let place, let count, let left):
        let rest = left.map { "; about \(Duration.words($0)) left for all" } ?? ""
        Terminal.note("[\(place)/\(count)] \(name)\(rest)")
      case .finished(_, let seconds, let trained, let heldOut):
        Terminal.note(
          "  \(Duration.words(seconds)): "
            + String(format: "margin %+.1f nats on the trained pairs, %+.1f on held-out ones", trained, heldOut))
      }
    }
  }

  /// What is found so far.
  struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "table", abstract: "Show which behaviours cross, of the runs that are finished.",
      discussion: "Example: isogloss experiment crossing table docs/results/crossing --full")

    @Argument(help: "The folder of results.")
    var results: String
    @OptionGroup var output: OutputOptions

    func run() throws {
      let tables = try CrossingTables(CrossingResult.all(in: URL(filePath: results)), seed: output.seed)
      try RunReporter(output: output).show(tables.report, json: tables)
    }
  }
}
