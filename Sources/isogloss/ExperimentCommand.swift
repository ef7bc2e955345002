import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossExperiments
import IsoglossModels
import IsoglossRecipes

/// Grids of training and questions, and the tables that are made of them.
struct ExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Train under many mixtures of languages, ask every result the same, and compare.",
    discussion: """
      Example: isogloss experiment run recipes/refuseu-mini-experiment.yaml --out runs/grid
      Example: isogloss experiment table runs/grid --html runs/grid.html
      """,
    subcommands: [Run.self, Status.self, TableCommand.self, CrossingCommand.self])
}

/// Which experiment.
struct ExperimentOptions: ParsableArguments {
  @Argument(help: "The recipe.")
  var recipe: String
  @Option(help: "The experiment's folder: made, or gone on with.")
  var out: String = "runs/grid"
}

extension Experiment {
  /// The experiment of a recipe, with everything that it names.
  static func open(_ recipe: ExperimentRecipe) throws -> Experiment {
    let entry = try ModelCatalog().resolve(recipe.base)
    let pairs = try PairReader.read(recipe.stage.pairs, sets: Places.pairs)
    let prompts = try PromptReader.read(recipe.evaluation.prompts, suites: Places.suites)
    DataInput.warn(pairs.problems + prompts.problems)
    var text: ParallelSample?
    if let path = recipe.evaluation.text {
      if FileManager.default.fileExists(atPath: path) {
        text = try ParallelSample(
          folder: URL(filePath: path), languages: pairs.languages, count: recipe.evaluation.lines)
      } else {
        Terminal.note("warning: there is no \(path): runs are made without bits per byte")
      }
    }
    return try Experiment(
      recipe, base: entry, fingerprint: entry.fingerprint(), pairs: pairs,
      openings: recipe.openings.map { try PlainOpenings(contentsOf: URL(filePath: $0)) }, prompts: prompts, text: text)
  }
}
