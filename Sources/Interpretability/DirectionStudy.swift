public import IsoglossCore
public import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTokenizers
internal import IsoglossTorch

/// Finds a refusal direction in each language and measures what each does in every other one, beside controls.
public struct DirectionStudy: Sendable {
  /// How it is run.
  public struct Settings: Sendable, Encodable {
    /// Limits of the choice.
    public var rule = SelectionRule()
    /// Random directions, and as many shuffles of the labels.
    public var controls = 10
    /// The most of them: each is held as long as its language is measured.
    public static let mostControls = 1000
    /// Harmful test prompts a language that are answered under each direction; 0 writes none.
    public var answers = 0
    /// Tokens of an answer.
    public var answerTokens = 24
    /// Least prompts of a class that must remain for those of the wrong sign to be left out.
    public var filterFloor = 16
    /// Resamples behind an interval.
    public var resamples = 1000
    /// Seed of controls and resampling.
    public var seed: UInt64 = 0

    /// The defaults.
    public init() {}
  }

  /// Where a language's direction was found, from which train prompts.
  struct Found: Sendable, Codable {
    var direction: RefusalDirection
    var harmful: [[Int32]]
    var benign: [[Int32]]
    var isFiltered: Bool
  }

  /// One language's part of a study.
  struct Tongue: Sendable {
    var language: Language
    var prompts: StudyPrompts
    var tokens: RefusalTokens
    var harmful: [StudyPrompts.Part: [[Int32]]]
    var benign: [StudyPrompts.Part: [[Int32]]]
    var direction: RefusalDirection?
    var used: (harmful: [[Int32]], benign: [[Int32]]) = ([], [])
    var isFiltered = false
  }

  let model: LocalModel
  let settings: Settings
  let judge: (any Judge)?
  let kept: KeptUnits
  let progress: @Sendable (String, Int, Int) -> Void
  let tail: Int
  var tongues: [Tongue]

  /// A study of some languages, the reference first.
  /// - Parameters:
  ///   - tokens: what refusals begin with in each of the languages.
  ///   - judge: reads the answers; null where none are written.
  ///   - kept: what is measured already.
  ///   - progress: what is being done, how much of it, of how much.
  /// - Throws: `InterpretabilityError.noRefusalTokens` for a language without tokens; errors of the template.
  public init(
    model: LocalModel, prompts: [StudyPrompts], tokens: [Language: RefusalTokens], judge: (any Judge)? = nil,
    settings: Settings = Settings(), kept: KeptUnits = KeptUnits(),
    progress: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
  ) throws {
    guard !prompts.isEmpty else { throw InterpretabilityError(.badSetting, "Name at least one language.") }
    guard settings.controls > 0, settings.resamples > 0 else {
      throw InterpretabilityError(.badSetting, "A study needs at least one control of each kind, and one resample.")
    }
    guard settings.controls <= Settings.mostControls else {
      throw InterpretabilityError(.badSetting, "A study takes at most \(Settings.mostControls) controls of each kind.")
    }
    let frame = try PromptFrame(model)
    self.model = model
    self.settings = settings
    self.judge = judge
    self.kept = kept
    self.progress = progress
    tail = frame.tail
    tongues = try prompts.map { set in
      guard let mine = tokens[set.language] else {
        throw InterpretabilityError(
          .noRefusalTokens,
          "No token tells a refusal in \(set.language.name): give refusing and complying answers in it.")
      }
      return Tongue(
        language: set.language, prompts: set, tokens: mine, harmful: try set.harmful.mapValues(frame.encode),
        benign: try set.benign.mapValues(frame.encode))
    }
  }

  /// Runs all of it.
  /// - Throws: `InterpretabilityError` where a language has no direction, `CancellationError`, errors of the model.
  public func run() async throws -> DirectionMeasures {
    var study = self
    for (index, tongue) in tongues.enumerated() {
      let found = try await kept.unit("direction.\(tongue.language.code)") { try await place(of: tongue) }
      study.tongues[index].direction = found.direction
      study.tongues[index].used = (found.harmful, found.benign)
      study.tongues[index].isFiltered = found.isFiltered
    }
    let directions = study.tongues.compactMap(\.direction)
    let reference = directions[0]
    var looks: [Look] = []
    for (index, tongue) in study.tongues.enumerated() {
      let look = try await kept.unit("states.\(tongue.language.code)") { [study] in
        try await study.look(tongue, directions[index], reference)
      }
      looks.append(look)
      progress("states", index + 1, study.tongues.count)
    }
    var findings: [DirectionMeasures.Finding] = []
    var drops = directions.map { _ in [IsoglossCore.Estimate]() }
    var rises = drops
    for (index, tongue) in study.tongues.enumerated() {
      let effects = try await study.effects(tongue, directions, own: index, shuffled: looks[index].shuffled)
      for direction in directions.indices {
        drops[direction].append(effects.drops[direction])
        rises[direction].append(effects.rises[direction])
      }
      findings.append(study.finding(tongue, directions[index], looks[index], effects))
      progress("effects", index + 1, study.tongues.count)
    }
    let outcomes = try await study.outcomes(directions)
    for index in findings.indices where !outcomes.untouched.isEmpty {
      findings[index].outcomes = outcomes.untouched[index]
    }
    let (all, whole) = (looks, study)
    let cosines = try kept.unit("cosines") { try whole.cosines(all, reference) }
    let plane = try PrincipalComponents(looks.flatMap { $0.testHarmful + $0.testBenign })
    let owners = zip(study.tongues, looks).flatMap { tongue, look in
      look.testHarmful.map { _ in (tongue.language, Intent.harmful) }
        + look.testBenign.map { _ in (tongue.language, Intent.benign) }
    }
    return DirectionMeasures(
      languages: study.tongues.map(\.language), sizes: study.sizes, positions: tail,
      layers: model.configuration.layers, rule: settings.rule, findings: findings,
      cosines: cosines, drops: drops, rises: rises, outcomes: outcomes.changed,
      plane: zip(owners, plane?.points ?? []).map { .init(language: $0.0, intent: $0.1, x: $1.x, y: $1.y) },
      planeShares: plane.map { [$0.shares.x, $0.shares.y] } ?? [], seed: settings.seed)
  }

  private var sizes: StudyPrompts.Sizes {
    let first = tongues[0].harmful
    return .init(
      train: first[.train]?.count ?? 0, validation: first[.validation]?.count ?? 0, test: first[.test]?.count ?? 0)
  }

  private func finding(
    _ tongue: Tongue, _ direction: RefusalDirection, _ look: Look, _ effects: Effects
  ) -> DirectionMeasures.Finding {
    .init(
      direction: direction, tokens: tongue.tokens, tokenTexts: tongue.tokens.ids.map { model.tokenizer.decode([$0]) },
      used: [tongue.used.harmful.count, tongue.used.benign.count], isFiltered: tongue.isFiltered,
      harmful: effects.harmful, benign: effects.benign, ablation: effects.ablation, addition: effects.addition,
      separation: look.separation, outcomes: [:])
  }

  /// A language's direction.
  private func place(of tongue: Tongue) async throws -> Found {
    let (settings, kept, tail, progress) = (settings, kept, tail, progress)
    return try await model.perform { decoder in
      try inference {
        let runner = PassRunner(model: decoder, tail: tail)
        let search = DirectionSearch(
          runner: runner, tokens: tongue.tokens.ids.map { Int($0) }, rule: settings.rule, kept: kept,
          name: "places.\(tongue.language.code)")
        var used = (harmful: tongue.harmful, benign: tongue.benign)
        var isFiltered = true
        for part in [StudyPrompts.Part.train, .validation] {
          let harmful = try search.filtered(used.harmful[part] ?? []) { $0 > 0 }
          let benign = try search.filtered(used.benign[part] ?? []) { $0 < 0 }
          // A validation part needs no more than its share of the floor.
          let total = max(1, tongue.harmful[.train]?.count ?? 1)
          let floor =
            part == .train ? settings.filterFloor : settings.filterFloor * (used.harmful[part]?.count ?? 0) / total
          guard min(harmful.count, benign.count) >= max(1, floor) else {
            isFiltered = false
            break
          }
          (used.harmful[part], used.benign[part]) = (harmful, benign)
        }
        if !isFiltered { used = (tongue.harmful, tongue.benign) }
        let (harmful, benign) = (used.harmful[.train] ?? [], used.benign[.train] ?? [])
        let differences = try search.differences(harmful: harmful, benign: benign)
        let name = "directions \(tongue.language)"
        let candidates = try search.candidates(
          differences, harmful: used.harmful[.validation] ?? [], benign: used.benign[.validation] ?? []
        ) { progress(name, $0, $1) }
        guard let (best, rule) = settings.rule.choose(candidates) else {
          throw InterpretabilityError(
            .badDirection, "No place of the model tells harmful from harmless prompts in \(tongue.language.name).")
        }
        let direction = RefusalDirection(
          language: tongue.language, position: best.position, layer: best.layer,
          vector: differences[best.position + tail][best.layer], rule: rule, bypass: best.bypass,
          induction: best.induction, divergence: best.divergence)
        return Found(direction: direction, harmful: harmful, benign: benign, isFiltered: isFiltered)
      }
    }
  }
}

extension DirectionSearch {
  /// Prompts whose score passes a test.
  func filtered(_ prompts: [[Int32]], _ keeps: (Double) -> Bool) throws -> [[Int32]] {
    zip(prompts, try RefusalScore.of(prompts, tokens: tokens, runner)).filter { keeps($0.1) }.map(\.0)
  }
}
