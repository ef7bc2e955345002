import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEndpoints
import IsoglossJudges
import IsoglossLanguageID
import IsoglossRecipes
import IsoglossReporting

/// Makes the stages of a data recipe: each model, server and judge is opened once.
struct Workshop {
  private let recipe: DataRecipe
  private let cache: (any ResponseCache)?
  private var models: [String: ModelOptions.Opened] = [:]
  private var translators: [DeepLTranslator] = []
  private var juries: [Jury] = []
  private var languageModel: FastTextIdentifier?

  /// - Parameter cache: where servers' answers are kept, and taken from.
  init(_ recipe: DataRecipe, cache: (any ResponseCache)?) {
    self.recipe = recipe
    self.cache = cache
  }

  /// The stages, ready to run.
  mutating func stages() async throws -> [any DataStage] {
    var stages: [any DataStage] = []
    for stage in recipe.stages { stages.append(try await make(stage)) }
    return stages
  }

  private mutating func make(_ stage: DataRecipe.Stage) async throws -> any DataStage {
    switch stage.kind {
    case .translate(let settings):
      return TranslateStage(
        name: stage.name, engine: try await engine(settings), targets: settings.targets,
        keepsSource: settings.keepsSource)
    case .rainbow(let settings): return try await rainbow(stage.name, settings)
    case .answer(let settings):
      return try AnswerStage(
        name: stage.name, refusals: try await writers(settings.refusals),
        compliances: try await writers(settings.compliances))
    case .revise(let settings):
      let folder = settings.principles.map { URL(filePath: $0) } ?? Places.principles
      return try ReviseStage(
        name: stage.name, side: settings.side == "rejected" ? .rejected : .chosen,
        model: try await model(settings.model), constitutions: ConstitutionFile.read(at: folder),
        rounds: settings.rounds, seed: settings.seed, decoding: decoding(settings.model))
    case .filter(let settings): return try await filter(stage.name, settings)
    case .split(let settings):
      let bonds = try settings.bonds?.map { try Self.choice(SplitSettings.Bond.self, $0, "bond") }
      return SplitStage(
        name: stage.name,
        settings: SplitSettings(
          test: settings.test, bonds: bonds ?? SplitSettings.Bond.allCases, threshold: settings.threshold,
          seed: settings.seed, allowsShortage: settings.allowsShortage))
    case .export(let settings):
      let judges = recipe.stages.flatMap { if case .filter(let filter) = $0.kind { filter.judges } else { [String]() } }
      return ExportStage(
        name: stage.name, layouts: try settings.layouts.map { try Self.choice(ExportLayout.self, $0, "layout") },
        formats: try settings.formats.map { try Self.choice(ExportFormat.self, $0, "format") },
        card: ExportStage.Card(
          name: recipe.name, licence: settings.licence, sourceLicences: settings.sourceLicences, filterJudges: judges),
        markdown: { MarkdownReport.render($0) })
    case .review(let settings):
      return ReviewStage(
        name: stage.name, count: settings.count, form: try ReviewForm(contentsOf: Places.form(settings.form)),
        seed: settings.seed)
    }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type, _ text: String, _ what: String
  ) throws -> Choice {
    guard let choice = Choice(rawValue: text) else {
      throw ValidationError(
        "There is no \(what) \"\(text)\"; choose \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return choice
  }

  private mutating func filter(
    _ name: String, _ settings: DataRecipeStage.Filter
  ) async throws -> any DataStage {
    let rules = try settings.rules.flatMap { $0 == "paper" ? PairRule.paper : [try PairRule($0)] }
    let filter = PairFilter(
      limits: TextLimits(least: settings.leastCharacters),
      language: try settings.checksLanguage ? LanguageCheck(identifier()) : nil, rules: rules,
      duplicateThreshold: settings.threshold, suites: try DataInput.suites(settings.against),
      leakThreshold: settings.threshold)
    guard !settings.judges.isEmpty else { return FilterStage(name: name, filter: filter) }
    let jury = try await jury(settings.judges, of: nil)
    return FilterStage(
      name: name, filter: filter, answers: jury.judges, requests: jury.judges.compactMap { GuardOfRequests($0) })
  }

  private func decoding(_ name: String) -> Decoding { recipe.models[name]?.decoding ?? Decoding() }

  private mutating func model(_ name: String) async throws -> any ChatModel {
    if let known = models[name] { return known.model }
    guard let model = recipe.models[name] else {
      throw ValidationError("The recipe has no model \"\(name)\".")
    }
    var arguments = ["--model", model.place, "--concurrency", "\(model.concurrency)"]
    if let template = model.template { arguments += ["--template", template] }
    if let variable = model.keyVariable { arguments += ["--key-variable", variable] }
    if let prices = model.prices {
      arguments += ["--price-in", "\(prices.prompt)", "--price-out", "\(prices.completion)"]
    }
    let opened = try await ModelOptions.parse(arguments).open(cache: cache, hasOptions: false)
    models[name] = opened
    return opened.model
  }

  private mutating func engine(_ settings: DataRecipeStage.Translate) async throws -> any TranslationEngine {
    switch settings.engine {
    case .deepL:
      let options = DeepLOptions(
        server: settings.server, keyVariable: settings.keyVariable,
        formality: DeepLOptions.Formality(rawValue: settings.formality) ?? .default, glossaries: settings.glossaryIDs,
        context: settings.context)
      let translator = try DeepLTranslator(options, environment: ProcessInfo.processInfo.environment) {
        $0.tellAtTerminal(of: "deepl")
      }
      translators.append(translator)
      return translator
    case .file(let path):
      let file = try TranslationFile(contentsOf: URL(filePath: path))
      DataInput.warn(file.problems)
      return file
    case .model(let name):
      let formality: Formality =
        settings.formality.hasSuffix("more") ? .more : settings.formality.hasSuffix("less") ? .less : .asSource
      return ChatTranslator(
        try await model(name), formality: formality, glossary: settings.glossary, context: settings.context,
        decoding: decoding(name))
    }
  }

  private mutating func writers(_ writers: [DataRecipeStage.Answer.Writer]) async throws -> [AnswerStage.Writer] {
    var all: [AnswerStage.Writer] = []
    for writer in writers {
      all.append(
        AnswerStage.Writer(
          name: writer.name, model: try await model(writer.model), system: writer.system,
          decoding: decoding(writer.model)))
    }
    return all
  }

  private mutating func rainbow(
    _ name: String, _ settings: DataRecipeStage.Rainbow
  ) async throws -> any DataStage {
    var mutators: [any ChatModel] = []
    for mutator in settings.mutators { mutators.append(try await model(mutator)) }
    let target = try await model(settings.target)
    let judge = try await judge(settings.judge, of: target.identity)
    let preference = PreferenceJudge(try await model(settings.preference), samples: settings.samples)
    let search = try RainbowSearch(
      axes: Self.axes(settings), mutators: mutators, target: target, judge: judge, preference: preference,
      identifier: settings.checksLanguage ? identifier() : nil, options: Self.options(settings, recipe))
    return RainbowStage(
      name: name, search: search, languages: settings.languages, leastFitness: settings.leastFitness)
  }

  static func axes(_ settings: DataRecipeStage.Rainbow) throws -> RainbowAxes {
    try settings.axes.map { try RainbowAxes(contentsOf: URL(filePath: $0)) } ?? .refusEU
  }

  /// How a search goes; lengths and the mutators' temperature are those of the models.
  static func options(_ settings: DataRecipeStage.Rainbow, _ recipe: DataRecipe) -> RainbowOptions {
    let mutators = settings.mutators.compactMap { recipe.models[$0]?.decoding }
    return RainbowOptions(
      iterations: settings.iterations, batch: settings.batch, temperature: settings.temperature,
      similarity: settings.similarity, seed: settings.seed,
      mutationTokens: mutators.map(\.maxNewTokens).max() ?? 160,
      mutationTemperature: mutators.map(\.temperature).max() ?? 0,
      answerTokens: recipe.models[settings.target]?.decoding.maxNewTokens ?? 128)
  }

  private mutating func identifier() throws -> FastTextIdentifier {
    if let languageModel { return languageModel }
    let model = try FastTextIdentifier(contentsOf: Home.languageModel)
    languageModel = model
    return model
  }

  /// A judge as `--judge` names it.
  private mutating func judge(_ text: String, of identity: ModelIdentity) async throws -> any Judge {
    try await jury([text], of: identity).judges[0]
  }

  /// Judges as `--judge` names them, of the answers of a model, or of nobody's.
  private mutating func jury(_ names: [String], of identity: ModelIdentity?) async throws -> Jury {
    let options = try JudgeOptions.parse(names.flatMap { ["--judge", $0] })
    let jury = try await JudgeFactory(options, identifier: identifier(), judging: identity, cache: cache).jury()
    juries.append(jury)
    return jury
  }

  /// Says what is left of DeepL's quota beside what the build needs: where it is used up on the way, the build stops, and
  /// goes on from there in the next period.
  func noteQuota(for forecast: DataForecast) async throws {
    guard let translator = translators.first else { return }
    let usage = try await translator.usage()
    let needed = forecast.lines.filter { $0.engine == "deepl" }.reduce(0) { $0 + ($1.characters ?? 0) }
    Terminal.note(
      "deepl: \(usage.left) of \(usage.limit) characters left; the whole build needs about \(needed)"
        + (needed > usage.left ? ": it will stop when they are used up, and go on in the next period" : ""))
  }

  /// Says what each server's use came to.
  func noteUsage() {
    for (name, opened) in models.sorted(by: { $0.key < $1.key }) {
      if let usage = opened.usage() { Terminal.note("\(name): \(usage.summary)") }
    }
    for translator in translators { Terminal.note("deepl: \(translator.billedCharacters) characters billed") }
    for jury in juries { jury.noteUsage() }
  }
}
