public import Foundation
public import IsoglossCore

/// A recipe that asks which behaviours cross languages: each is trained in one language and measured in all.
public struct CrossingRecipe: Hashable, Sendable {
  /// A model that is trained.
  public struct Base: Hashable, Sendable, Codable {
    /// Its name or path.
    public var model: String
    /// The chat template, by name; null takes the model's own, or the default for base models.
    public var template: String?
  }

  /// Which parts of an adapter carry what it does: all blocks but some are taken out of it, in memory.
  public struct Parts: Hashable, Sendable, Codable {
    /// Seeds whose adapters are looked at.
    public var seeds: [UInt64]
    /// Share of the blocks that are kept.
    public var share: Double
    /// Random sets of as many blocks: the control.
    public var random: Int
    /// Held-out groups that are asked.
    public var groups: Int
  }

  /// Its name.
  public var name: String
  /// What it is for, in a sentence; null where the file does not say.
  public var summary: String?
  /// The models, each an experiment of its own.
  public var bases: [Base]
  /// What is trained: the language that every behaviour is trained in.
  public var source: Language
  /// The behaviours.
  public var behaviours: [MatchedAnswers.Behaviour]
  /// Seeds of order and adapter, with the data's labels and with shuffled ones.
  public var seeds: [UInt64]
  /// Seeds of training in each other language, for what its own pairs would give; none leaves that out.
  public var ownSeeds: [UInt64]
  /// What stands around prompt and answer: `chat` or `text`; null takes the usual one of each behaviour.
  public var frame: String?
  /// What is looked at inside of adapters; null looks at nothing.
  public var parts: Parts?
  /// How a run is trained; its pairs are matched answers, of which the train split is trained on.
  public var stage: AlignmentStage
  /// SHA-256 of the file.
  public var hash: String

  /// Reads a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    let (node, text) = try RecipeNode.root(of: url, "a recipe of crossing behaviours")
    try self.init(node, text)
  }

  /// Reads a recipe's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(RecipeNode.root(yaml: yaml, file: file, "a recipe of crossing behaviours"), yaml)
  }

  private init(_ root: RecipeNode, _ text: String) throws {
    let members = try RecipeMembers(
      root,
      ["name", "summary", "bases", "source", "behaviours", "seeds", "own-seeds", "frame", "parts", "stage"])
    name = try members.required("name").text()
    summary = try members.text("summary")
    bases = try members.required("bases").items().map { node in
      let members = try RecipeMembers(node, ["model", "template"])
      return Base(model: try members.required("model").text(), template: try members.text("template"))
    }
    guard !bases.isEmpty, Set(bases.map(\.model)).count == bases.count else {
      throw try members.required("bases").error(.badValue, "takes one model or more, none twice")
    }
    source = Language(try members.text("source") ?? Language.english.code)
    behaviours =
      try members["behaviours"]?.items().map { try $0.choice(MatchedAnswers.Behaviour.self) }
      ?? MatchedAnswers.Behaviour.allCases
    guard !behaviours.isEmpty, Set(behaviours).count == behaviours.count else {
      throw root.error(.badValue, "\"behaviours\" are one or more, none twice")
    }
    seeds = try members.required("seeds").seeds()
    guard !seeds.isEmpty else { throw try members.required("seeds").error(.badValue, "takes at least one seed") }
    ownSeeds = try members["own-seeds"]?.seeds() ?? []
    frame = try members["frame"]?.frame()
    parts = try members["parts"]?.parts(of: seeds)
    let stage = try members.required("stage")
    // What a stage of a mixture has and this one decides itself.
    let own = ["mixture", "held-out", "teaches-compliance", "seed", "evaluate-every", "patience"]
    if let (key, node) = try stage.members(nil).filter({ own.contains($0.key) }).min(by: { $0.key < $1.key }) {
      throw node.error(
        .unknownKey, "\"\(key)\" is not taken here: language, labels and seed are the run's, the split is the data's")
    }
    self.stage = try stage.stage()
    guard self.stage.rank > 0 else {
      throw stage.error(.badValue, "runs train adapters: give the stage a rank above 0")
    }
    hash = ContentHash.of(text)
  }
}

extension RecipeNode {
  /// A list of seeds, none twice.
  fileprivate func seeds() throws -> [UInt64] {
    let seeds = try items().map { node in
      guard let seed = UInt64(try node.text()) else { throw node.error(.badValue, "a seed is a whole number from 0") }
      return seed
    }
    guard Set(seeds).count == seeds.count else { throw error(.badValue, "a seed stands there twice") }
    return seeds
  }

  fileprivate func frame() throws -> String {
    let text = try text()
    guard ["chat", "text"].contains(text) else { throw error(.badValue, "a frame is chat or text") }
    return text
  }

  fileprivate func parts(of known: [UInt64]) throws -> CrossingRecipe.Parts {
    let members = try RecipeMembers(self, ["seeds", "share", "random", "groups"])
    let seeds = try members.required("seeds").seeds()
    if let other = seeds.first(where: { !known.contains($0) }) {
      throw error(.badValue, "no run has the seed \(other): parts are of runs that are made")
    }
    return CrossingRecipe.Parts(
      seeds: seeds, share: try members.share("share", 0.34), random: try members.count("random", 19),
      groups: try members.count("groups", 20))
  }
}
