import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossExperiments
import IsoglossLanguageID

extension ExperimentCommand {
  /// The papers' tables from stored runs.
  struct TableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "table",
      abstract: "Make the tables and figures of Krasnodebska et al. 2026 of the runs that are finished.",
      discussion: """
        Example: isogloss experiment table runs/grid --full --html runs/grid.html
        Example: isogloss experiment table docs/results/grid --external served.sqlite
        """)

    @Argument(help: "An experiment's folder, or one with the result files alone.")
    var results: String
    @Option(help: "A run file of a model that was asked elsewhere; may be given again.")
    var external: [String] = []
    @Option(help: "Parallel pairs whose requests the lexical distance is made of.")
    var pairs: String = "isogloss-12"
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let found = try ExperimentFolder.results(in: URL(filePath: results))
      let set = try PairReader.read(pairs, sets: Places.pairs)
      let distances = try LanguageDistances(
        folder: Places.distances, texts: Dictionary(grouping: set.pairs, by: \.language).mapValues { $0.map(\.prompt) })
      let others = try external.map { path in
        try ExternalModel(
          contentsOf: URL(filePath: path), identifier: FastTextIdentifier(contentsOf: Home.languageModel))
      }
      let tables = try ExperimentTables(found, distances: distances, external: others)
      try RunReporter(output: output).show(tables.report, json: tables)
    }
  }
}
