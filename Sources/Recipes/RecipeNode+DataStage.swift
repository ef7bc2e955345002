internal import IsoglossCore

extension DataRecipe.Stage {
  private static let kinds = ["translate", "rainbow", "answer", "revise", "filter", "split", "export", "review"]

  /// A stage: one key, which says what it does, over its settings.
  init(_ node: RecipeNode, seed: UInt64, models: [String: DataRecipe.Model]) throws {
    let members = try node.members(Self.kinds)
    guard members.count == 1, let (word, settings) = members.first else {
      throw node.error(.badValue, "a stage is one of \(Self.kinds.joined(separator: ", ")), with its settings below")
    }
    let reader = StageReader(node: settings, seed: seed, models: models)
    let (name, kind): (String?, DataRecipeStage) =
      switch word {
      case "translate": try reader.translate()
      case "rainbow": try reader.rainbow()
      case "answer": try reader.answer()
      case "revise": try reader.revise()
      case "filter": try reader.filter()
      case "split": try reader.split()
      case "export": try reader.export()
      default: try reader.review()
      }
    self.name = name ?? word
    self.kind = kind
    guard self.name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }), !self.name.isEmpty else {
      throw settings.error(.badValue, "a stage's name is of letters, digits and hyphens")
    }
  }
}

/// Reads the settings of a stage.
private struct StageReader {
  let node: RecipeNode
  let seed: UInt64
  let models: [String: DataRecipe.Model]

  /// A model of the recipe, by its name.
  private func model(_ node: RecipeNode) throws -> String {
    let name = try node.text()
    guard models[name] != nil else {
      throw node.error(
        .badValue, "there is no model \"\(name)\"; the recipe has \(models.keys.sorted().joined(separator: ", "))")
    }
    return name
  }

  func translate() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(
      node,
      [
        "name", "engine", "into", "keep-source", "formality", "glossary", "glossary-ids", "context", "key-variable",
        "server", "price-per-million-characters",
      ])
    let engine = try members.required("engine")
    let text = try engine.words()
    let kind: DataRecipeStage.Translate.Engine
    if text == "deepl" {
      kind = .deepL
    } else if text.hasPrefix("file:") {
      kind = .file(String(text.dropFirst("file:".count)))
    } else {
      kind = .model(try model(engine))
    }
    guard let targets = try members.languages("into") else { throw node.error(.missingKey, "needs \"into\"") }
    let formality = try members.text("formality") ?? "default"
    let known = ["default", "more", "less", "prefer_more", "prefer_less"]
    guard known.contains(formality) else {
      throw node.error(.badValue, "formality is one of \(known.joined(separator: ", "))")
    }
    var glossary: [Language: [String: String]] = [:]
    for (code, terms) in try members["glossary"]?.members(nil) ?? [:] { glossary[Language(code)] = try terms.texts() }
    let price = try members["price-per-million-characters"].map { try $0.number() }
    guard price.map({ $0 >= 0 }) ?? true else { throw node.error(.badValue, "a price is a number from 0") }
    return (
      try members.text("name"),
      .translate(
        .init(
          engine: kind, targets: targets, keepsSource: try members.flag("keep-source", true), formality: formality,
          glossary: glossary, glossaryIDs: try members["glossary-ids"]?.texts() ?? [:],
          context: try members.text("context"), keyVariable: try members.text("key-variable") ?? "DEEPL_AUTH_KEY",
          server: try members.text("server"), price: price))
    )
  }

  func rainbow() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(
      node,
      [
        "name", "mutators", "target", "judge", "preference", "samples", "languages", "axes", "iterations", "batch",
        "temperature", "similarity", "least-fitness", "check-language", "seed",
      ])
    let mutators = try members.required("mutators")
    let names = try mutators.items().map { try model($0) }
    guard !names.isEmpty else { throw mutators.error(.badValue, "takes at least one model") }
    return (
      try members.text("name"),
      .rainbow(
        .init(
          mutators: names, target: try model(members.required("target")),
          judge: try members.required("judge").words(), preference: try model(members.required("preference")),
          samples: try members.count("samples", 1), languages: try members.languages("languages"),
          axes: try members.text("axes"), iterations: try members.count("iterations", 1000, from: 0),
          batch: try members.count("batch", 10), temperature: try members.number("temperature", 0.1),
          similarity: try members.number("similarity", 0.6), leastFitness: try members.number("least-fitness", 0),
          checksLanguage: try members.flag("check-language", true), seed: try members.seed("seed", seed)))
    )
  }

  func answer() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(node, ["name", "refusals", "compliances"])
    return (
      try members.text("name"),
      .answer(
        .init(
          refusals: try writers(members.required("refusals")),
          compliances: try writers(members.required("compliances"))))
    )
  }

  private func writers(_ list: RecipeNode) throws -> [DataRecipeStage.Answer.Writer] {
    let writers = try list.items().map { node in
      let members = try RecipeMembers(node, ["name", "model", "system"])
      let model = try model(members.required("model"))
      return DataRecipeStage.Answer.Writer(
        name: try members.text("name") ?? model, model: model, system: try members.text("system"))
    }
    guard !writers.isEmpty, Set(writers.map(\.name)).count == writers.count else {
      throw list.error(.badValue, "takes one writer or more, no two with one name")
    }
    return writers
  }

  func revise() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(node, ["name", "side", "model", "principles", "rounds", "seed"])
    let side = try members.text("side") ?? "chosen"
    guard ["chosen", "rejected"].contains(side) else { throw node.error(.badValue, "side is chosen or rejected") }
    return (
      try members.text("name"),
      .revise(
        .init(
          side: side, model: try model(members.required("model")), principles: try members.text("principles"),
          rounds: try members.count("rounds", 1), seed: try members.seed("seed", seed)))
    )
  }

  func filter() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(
      node, ["name", "judges", "rules", "against", "threshold", "least-characters", "check-language"])
    return (
      try members.text("name"),
      .filter(
        .init(
          judges: try members.list("judges"), rules: try members.list("rules"), against: try members.list("against"),
          threshold: try members.share("threshold", 0.6),
          leastCharacters: try members.count("least-characters", 8, from: 0),
          checksLanguage: try members.flag("check-language", true)))
    )
  }

  func split() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(node, ["name", "test", "bonds", "threshold", "seed", "allow-shortage"])
    return (
      try members.text("name"),
      .split(
        .init(
          test: try members.count("test", 100), bonds: try members["bonds"].map { _ in try members.list("bonds") },
          threshold: try members.share("threshold", 0.6), seed: try members.seed("seed", seed),
          allowsShortage: try members.flag("allow-shortage", false)))
    )
  }

  func export() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(node, ["name", "layouts", "formats", "licence", "source-licences"])
    let layouts = try members.list("layouts")
    let formats = try members.list("formats")
    for (key, names) in [("layouts", layouts), ("formats", formats)] where Set(names).count < names.count {
      throw node.error(.badValue, "\(key) are listed once each")
    }
    return (
      try members.text("name"),
      .export(
        .init(
          layouts: layouts.isEmpty ? ["trl"] : layouts, formats: formats.isEmpty ? ["jsonl"] : formats,
          licence: try members.text("licence"),
          sourceLicences: try members["source-licences"]?.texts() ?? [:]))
    )
  }

  func review() throws -> (String?, DataRecipeStage) {
    let members = try RecipeMembers(node, ["name", "count", "form", "seed"])
    return (
      try members.text("name"),
      .review(
        .init(
          count: try members.count("count", 1200), form: try members.text("form") ?? "audit",
          seed: try members.seed("seed", seed)))
    )
  }
}
