public import IsoglossCore
public import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTorch

/// Patches activations between languages, prompt by prompt of a parallel set.
public struct PatchStudy: Sendable {
  /// How it is run.
  public struct Settings: Sendable, Encodable {
    /// Prompts a language.
    public var pairs = 8
    /// Least difference between clean and corrupt score for a ratio.
    public var least = 1.0
    /// Heads in a list of the most effective ones.
    public var top = 10
    /// Shuffles behind the overlap's p-values.
    public var permutations = 2000
    /// Whether own refusals are measured without each head and gated layer.
    public var ablates = true
    /// Resamples and seed.
    public var study = DirectionStudy.Settings()

    /// The defaults.
    public init() {}
  }

  /// Makes the plain model, on which gradients run; called on the packed model's thread.
  public typealias PlainModel = @Sendable () throws -> sending Decoder

  let model: LocalModel
  let sets: [StudyPrompts]
  let tokens: [Language: RefusalTokens]
  let plain: PlainModel?
  let settings: Settings
  let kept: KeptUnits

  /// A study of some languages, the reference first.
  /// - Parameters:
  ///   - plain: makes the model for attribution patching; null leaves it out.
  ///   - kept: what is measured already.
  /// - Throws: `InterpretabilityError` for fewer than two languages, or one without tokens.
  public init(
    model: LocalModel, prompts: [StudyPrompts], tokens: [Language: RefusalTokens], plain: PlainModel? = nil,
    settings: Settings = Settings(), kept: KeptUnits = KeptUnits()
  ) throws {
    guard prompts.count > 1 else {
      throw InterpretabilityError(.badSetting, "Patching needs two languages or more, the reference first.")
    }
    guard settings.pairs > 1, settings.least > 0, settings.top > 0, settings.permutations > 0 else {
      throw InterpretabilityError(.badSetting, "Give at least two prompts, and positive limits.")
    }
    for set in prompts where tokens[set.language] == nil {
      throw InterpretabilityError(.noRefusalTokens, "No token tells a refusal in \(set.language.name).")
    }
    self.model = model
    sets = prompts
    self.tokens = tokens
    self.plain = plain
    self.settings = settings
    self.kept = kept
  }

  /// One prompt in two languages, with the source language's benign one beside it.
  struct Pair: Sendable {
    var clean: [Int32]
    var corrupt: [Int32]
    var control: [Int32]
  }

  /// Runs all of it.
  /// - Throws: `InterpretabilityError.tooFewPrompts` where no test prompts share a group; `CancellationError`.
  public func run(progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> PatchMeasures {
    let frame = try PromptFrame(model)
    let reference = sets[0]
    let routes = try sets.dropFirst().map { (reference, $0, try pairs(reference, $0, frame)) }
    let back = try sets.dropFirst().map { ($0, reference, try pairs($0, reference, frame)) }
    let own = settings.ablates ? try sets.map { ($0, try ownPrompts($0, frame)) } : []
    let total = routes.count + back.count + own.count
    let (settings, tokens, plain, kept, tail) = (settings, tokens, plain, kept, frame.tail)
    let result = try await model.perform { packed in
      let decoder = try plain?()
      let sites = PatchSite.all(packed.configuration, tail: tail)
      var maps: [PatchMeasures.Map] = []
      var ablations: [PatchMeasures.Ablation] = []
      for (source, target, pairs) in routes + back {
        let both = Set((tokens[source.language]?.ids ?? []) + (tokens[target.language]?.ids ?? [])).map { Int($0) }
          .sorted()
        let runner = PatchRun(
          patcher: Patcher(model: packed, tail: tail, tokens: both),
          screen: decoder.map { AttributionPatching(decoder: $0, tail: tail, tokens: both) }, settings: settings)
        let map = try kept.unit("patch.\(source.language.code).\(target.language.code)") {
          try runner.map(from: source.language, to: target.language, pairs, sites)
        }
        maps.append(map)
        progress(maps.count, total)
      }
      for (set, prompts) in own {
        let mine = (tokens[set.language]?.ids ?? []).map { Int($0) }
        let runner = PatchRun(
          patcher: Patcher(model: packed, tail: tail, tokens: mine), screen: nil, settings: settings)
        let found = try kept.unit("ablations.\(set.language.code)") {
          try runner.ablations(set.language, prompts.harmful, prompts.benign, sites)
        }
        ablations += found
        progress(maps.count + Set(ablations.map(\.language)).count, total)
      }
      return (maps: maps, ablations: ablations)
    }
    let shape = [model.configuration.layers, model.configuration.heads, tail]
    return PatchMeasures(
      reference: reference.language, maps: result.maps, ablations: result.ablations,
      overlaps: try HeadOverlap(layers: shape[0], heads: shape[1], settings: settings).all(
        result.maps.filter { $0.source == reference.language }), least: settings.least, shape: shape,
      seed: settings.study.seed)
  }

  /// Harmful test prompts of one group in both languages.
  private func pairs(_ source: StudyPrompts, _ target: StudyPrompts, _ frame: PromptFrame) throws -> [Pair] {
    let others = Dictionary(
      (target.harmful[.test] ?? []).map { ($0.group ?? $0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let benign = source.benign[.test] ?? []
    let pairs = try (source.harmful[.test] ?? []).enumerated().compactMap { index, prompt -> Pair? in
      guard let other = prompt.group.flatMap({ others[$0] }), !benign.isEmpty else { return nil }
      let ids = try frame.encode([prompt, other, benign[index % benign.count]])
      return Pair(clean: ids[0], corrupt: ids[1], control: ids[2])
    }
    guard pairs.count > 1 else {
      throw InterpretabilityError(
        .tooFewPrompts,
        "\(source.language.name) and \(target.language.name) share \(pairs.count) harmful test prompts: patching needs a "
          + "parallel set.")
    }
    return Array(pairs.prefix(settings.pairs))
  }

  private func ownPrompts(
    _ set: StudyPrompts, _ frame: PromptFrame
  ) throws -> (harmful: [[Int32]], benign: [[Int32]]) {
    (
      try frame.encode(Array((set.harmful[.test] ?? []).prefix(settings.pairs))),
      try frame.encode(Array((set.benign[.train] ?? []).prefix(32)))
    )
  }
}
