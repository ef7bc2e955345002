public import Foundation
public import IsoglossCore

/// An experiment's recipe: one stage of training under many mixtures and seeds, each result asked the same questions.
public struct ExperimentRecipe: Hashable, Sendable {
  /// Cells of the grid: every mixture with every seed.
  public struct Block: Hashable, Sendable {
    /// Languages of each run.
    public var mixtures: [Mixture.Share]
    /// What the runs of the block hold fixed.
    public var size: Mixture.Size
    /// Seeds of draw, order and adapter.
    public var seeds: [UInt64]
  }

  /// What every cell is asked.
  public struct Evaluation: Hashable, Sendable, Codable {
    /// The prompts, as the command line takes them: harmful requests with their benign twins.
    public var prompts: String
    /// Harmful requests a language; the benign ones are as many.
    public var groups: Int
    /// How answers are drawn.
    public var decoding: Decoding
    /// Judges, as the command line names them; the first is the primary one and must read by itself.
    public var judges: [String]
    /// Parallel text for bits per byte: a folder with one file a language; null leaves that measure out.
    public var text: String?
    /// Lines of it.
    public var lines: Int
  }

  /// Its name.
  public var name: String
  /// The model that everything starts from.
  public var base: String
  /// The chat template, by name; null takes the model's own, or the default for base models.
  public var template: String?
  /// What it is for, in a sentence; null where the file does not say.
  public var summary: String?
  /// Sentences by language, as a JSON file, one of which is put before every refusal of the pairs; null leaves the pairs
  /// as they are.
  public var openings: String?
  /// A stage that is trained once and that all cells stand on; null starts from the base.
  public var start: AlignmentStage?
  /// The stage of every cell; a cell brings its own mixture's languages and size, and its seed.
  public var stage: AlignmentStage
  /// The grid, in the order in which it is run.
  public var blocks: [Block]
  /// What every cell is asked.
  public var evaluation: Evaluation
  /// SHA-256 of the file.
  public var hash: String

  /// Reads a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    let (node, text) = try RecipeNode.root(of: url, "a recipe of an experiment")
    try self.init(node, text)
  }

  /// Reads a recipe's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(RecipeNode.root(yaml: yaml, file: file, "a recipe of an experiment"), yaml)
  }

  private init(_ root: RecipeNode, _ text: String) throws {
    let members = try RecipeMembers(
      root, ["name", "base", "template", "summary", "openings", "start", "stage", "cells", "evaluation"])
    name = try members.required("name").text()
    base = try members.required("base").text()
    template = try members.text("template")
    summary = try members.text("summary")
    openings = try members.text("openings")
    start = try members["start"]?.stage()
    let stage = try members.required("stage")
    self.stage = try stage.stage()
    guard self.stage.heldOut > 0 else {
      throw stage.error(.badValue, "the primary measure is taken on held-out groups: give held-out a share above 0")
    }
    guard self.stage.rank > 0 else {
      throw stage.error(.badValue, "cells are kept as adapters: give the stage a rank above 0")
    }
    if let start, start.heldOut != self.stage.heldOut || start.pairs != self.stage.pairs {
      throw stage.error(
        .badValue, "start and stage hold out the same groups only with the same pairs and held-out share")
    }
    blocks = try members.required("cells").items().map { try $0.block() }
    guard !blocks.isEmpty else { throw try members.required("cells").error(.badValue, "a grid has at least one block") }
    evaluation = try members.required("evaluation").experimentEvaluation()
    hash = ContentHash.of(text)
  }
}

extension RecipeNode {
  /// The value as cells of a grid.
  fileprivate func block() throws -> ExperimentRecipe.Block {
    let members = try RecipeMembers(self, ["mixtures", "total", "per-language", "seeds"])
    let size: Mixture.Size =
      switch (members["total"], members["per-language"]) {
      case (let total?, nil): .total(try total.integer())
      case (nil, let count?): .perLanguage(try count.integer())
      default: throw error(.badValue, "cells hold fixed the total or the count per-language: give one of the two")
      }
    let mixtures = try members.required("mixtures").items().map { try $0.share() }
    let seeds = try members.required("seeds").items().map { node in
      guard let seed = UInt64(try node.text()) else { throw node.error(.badValue, "a seed is a whole number from 0") }
      return seed
    }
    guard !mixtures.isEmpty, !seeds.isEmpty else {
      throw error(.badValue, "cells are of at least one mixture and one seed")
    }
    return ExperimentRecipe.Block(mixtures: mixtures, size: size, seeds: seeds)
  }

  /// The value as what every cell is asked.
  fileprivate func experimentEvaluation() throws -> ExperimentRecipe.Evaluation {
    let members = try RecipeMembers(
      self,
      ["prompts", "groups", "max-new-tokens", "temperature", "top-p", "seed", "judges", "text", "lines"])
    let temperature = try members.number("temperature", 0)
    guard temperature >= 0 else { throw error(.badValue, "\"temperature\" is a number from 0") }
    let judges = try members.list("judges")
    return ExperimentRecipe.Evaluation(
      prompts: try members.required("prompts").text(), groups: try members.count("groups", 14),
      decoding: Decoding(
        maxNewTokens: try members.count("max-new-tokens", 32), temperature: temperature,
        topP: try members.share("top-p", 1), seed: try members.seed("seed", 0)),
      judges: judges.isEmpty ? ["lexical"] : judges, text: try members.text("text"),
      lines: try members.count("lines", 24))
  }
}
