public import Foundation
public import IsoglossCore

/// A data recipe: where requests come from, and the stages that make a set of preference pairs of them.
public struct DataRecipe: Hashable, Sendable {
  /// A model that stages name.
  public struct Model: Hashable, Sendable {
    /// Its name in the recipe.
    public var name: String
    /// What the command line takes for `--model`: a name, a path, or `http://HOST/v1#NAME`.
    public var place: String
    /// How text is drawn where a stage does not say.
    public var decoding: Decoding
    /// A plain chat template by name; null for the model's own.
    public var template: String?
    /// Environment variable with a server's key; null for none.
    public var keyVariable: String?
    /// Most requests in flight to a server.
    public var concurrency: Int
    /// Prices of a server's tokens; null where they are not counted.
    public var prices: TokenPrices?
  }

  /// Where requests come from.
  public struct Seeds: Hashable, Sendable {
    /// A set of requests.
    public enum Source: Hashable, Sendable {
      /// What the command line takes for `--prompts`.
      case prompts(String)
      /// A set of preference pairs, of which the requests are taken.
      case pairs(String)
    }
    /// The set.
    public var set: Source
    /// Languages; null for all of the set.
    public var languages: [Language]?
    /// Only requests of this intent; null for both.
    public var intent: Intent?
    /// Only these hazards; null for all.
    public var hazards: [Hazard]?
    /// At most as many a language and intent; null for all.
    public var limit: Int?
  }

  /// One stage.
  public struct Stage: Hashable, Sendable {
    /// Its name: that of its kind where the file gives none.
    public var name: String
    /// What it does.
    public var kind: DataRecipeStage
  }

  /// Its name.
  public var name: String
  /// What it is for, in a sentence.
  public var summary: String?
  /// Seed of every draw that names none.
  public var seed: UInt64
  /// The models, by name.
  public var models: [String: Model]
  /// Where requests come from.
  public var seeds: Seeds
  /// The stages, in order.
  public var stages: [Stage]

  /// Reads a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    try self.init(RecipeNode.root(of: url, "a data recipe").node)
  }

  /// Reads a recipe's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(RecipeNode.root(yaml: yaml, file: file, "a data recipe"))
  }

  private init(_ root: RecipeNode) throws {
    let members = try RecipeMembers(root, ["name", "summary", "seed", "models", "seeds", "stages"])
    name = try members.required("name").words()
    summary = try members.text("summary")
    seed = try members.seed("seed", 0)
    models = [:]
    for (name, node) in try members["models"]?.members(nil) ?? [:] {
      models[name] = try Model(node, name: name, seed: seed)
    }
    seeds = try Seeds(members.required("seeds"))
    let items = try members.required("stages")
    stages = []
    for node in try items.items() {
      let stage = try Stage(node, seed: seed, models: models)
      guard !stages.contains(where: { $0.name == stage.name }) else {
        throw node.error(.badValue, "another stage is called \"\(stage.name)\": give one of them a \"name\"")
      }
      stages.append(stage)
    }
    guard !stages.isEmpty else { throw items.error(.badValue, "a data recipe has at least one stage") }
  }
}

extension DataRecipe.Model {
  init(_ node: RecipeNode, name: String, seed: UInt64) throws {
    let members = try RecipeMembers(
      node,
      [
        "model", "max-new-tokens", "temperature", "top-p", "seed", "template", "key-variable", "concurrency",
        "price-in",
        "price-out",
      ])
    self.name = name
    place = try members.required("model").words()
    decoding = Decoding(
      maxNewTokens: try members.count("max-new-tokens", 256), temperature: try members.number("temperature", 0),
      topP: try members.number("top-p", 1), seed: try members.seed("seed", seed))
    guard decoding.temperature >= 0, decoding.topP > 0, decoding.topP <= 1 else {
      throw node.error(.badValue, "a temperature is from 0, a top-p above 0 and at most 1")
    }
    template = try members.text("template")
    keyVariable = try members.text("key-variable")
    concurrency = try members.count("concurrency", 16)
    switch (members["price-in"], members["price-out"]) {
    case (nil, nil): prices = nil
    case (let input?, let output?):
      prices = TokenPrices(prompt: try input.number(), completion: try output.number())
      guard prices.map({ $0.prompt >= 0 && $0.completion >= 0 }) ?? true else {
        throw node.error(.badValue, "prices are numbers from 0")
      }
    default: throw node.error(.missingKey, "price-in and price-out go together; 0 is a price")
    }
  }
}

extension DataRecipe.Seeds {
  init(_ node: RecipeNode) throws {
    let members = try RecipeMembers(node, ["prompts", "pairs", "languages", "intent", "hazards", "limit"])
    switch (members["prompts"], members["pairs"]) {
    case (let prompts?, nil): set = .prompts(try prompts.words())
    case (nil, let pairs?): set = .pairs(try pairs.words())
    default: throw node.error(.missingKey, "seeds are \"prompts\" or \"pairs\", one of them")
    }
    languages = try members.languages("languages")
    intent = try members["intent"]?.choice(Intent.self)
    hazards = try members["hazards"]?.hazards()
    limit = try members["limit"].map { _ in try members.count("limit", 1) }
  }
}
