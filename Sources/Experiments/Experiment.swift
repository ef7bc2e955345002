internal import Foundation
public import IsoglossCore
public import IsoglossDatasets
public import IsoglossModels
public import IsoglossRecipes

/// A recipe with everything that it names, ready to be run.
public struct Experiment: Sendable {
  /// The recipe.
  public let recipe: ExperimentRecipe
  /// The base's files.
  public let base: ModelCatalog.Entry
  /// SHA-256 over them.
  public let fingerprint: String
  /// The pairs, with their openings.
  public let pairs: PairSet
  /// What every run is asked.
  public let prompts: [Prompt]
  /// What identifies the prompts.
  public let promptSet: DatasetIdentity
  /// Parallel text; null where there is none.
  public let text: ParallelSample?

  /// An experiment.
  /// - Parameters:
  ///   - pairs: as the recipe's stage names them, without openings.
  ///   - openings: put before refusals; null leaves the pairs as they are.
  ///   - prompts: the set that the recipe names; harmful prompts and their benign twins are taken from it.
  /// - Throws: `ExperimentError.badRecipe`; `DatasetError` where the prompts do not do.
  public init(
    _ recipe: ExperimentRecipe, base: ModelCatalog.Entry, fingerprint: String, pairs: PairSet, openings: PlainOpenings?,
    prompts: PromptSet, text: ParallelSample?
  ) throws {
    self.recipe = recipe
    self.base = base
    self.fingerprint = fingerprint
    self.pairs = try openings?.applied(to: pairs) ?? pairs
    let languages = pairs.languages.inReadingOrder
    let selection = PromptSelection(languages: languages, limit: recipe.evaluation.groups)
    self.prompts = try selection.apply(to: prompts)
    guard self.prompts.allSatisfy({ $0.group != nil }) else {
      throw ExperimentError(
        .badRecipe,
        "\(prompts.name) has prompts without a group: runs are compared request by request across languages.")
    }
    promptSet = DatasetIdentity(
      name: prompts.name, fileHash: prompts.fileHash,
      promptHash: ContentHash.of(self.prompts.flatMap { [$0.id, $0.language.code, $0.text] }),
      count: self.prompts.count,
      selection: selection.summary, isParallel: prompts.isParallel)
    self.text = text
    let known = Set(languages)
    for cell in recipe.cells {
      if let language = cell.arm.language, !known.contains(language) {
        throw ExperimentError(.badRecipe, "\(cell.arm.label): \(pairs.name) has no pairs in \(language.name).")
      }
    }
  }

  /// The languages, in reading order.
  public var languages: [Language] { pairs.languages.inReadingOrder }

  /// SHA-256 over everything that decides what a run's result is.
  func settings(of cell: ExperimentCell?) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func words(_ value: (some Encodable)?) throws -> String {
      try value.map { String(decoding: try encoder.encode($0), as: UTF8.self) } ?? "none"
    }
    let evaluation = recipe.evaluation
    return ContentHash.of([
      fingerprint, recipe.template ?? "own", try words(recipe.start), try words(cell?.stage(recipe.stage)),
      pairs.contentHash, promptSet.promptHash, try words(evaluation.decoding), text?.hash ?? "no text",
    ])
  }
}
