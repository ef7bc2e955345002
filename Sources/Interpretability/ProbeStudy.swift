public import IsoglossCore
public import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTorch

/// Trains linear probes in each language and tests them in every other.
public struct ProbeStudy: Sendable {
  /// How probes are fit.
  public struct Settings: Sendable, Encodable {
    /// Weight of the data against the penalty, on standardised features.
    public var cost = 0.01
    /// Layers that are probed, evenly spread.
    public var layers = 8
    /// Shuffles of the labels a language.
    public var shuffles = 5
    /// Least of each class in the train part, for refusal.
    public var least = 6
    /// Tokens of the answers that tell whether the model refuses; 0 leaves refusal out.
    public var answerTokens = 24
    /// Resamples and seed of intervals.
    public var study = DirectionStudy.Settings()

    /// The defaults.
    public init() {}
  }

  /// A language's prompts with their states `[layers][prompts][width]` and labels.
  struct Examples: Sendable, Codable {
    var language: Language
    var states: [StudyPrompts.Part: [[[Double]]]] = [:]
    var isHarmful: [StudyPrompts.Part: [Bool]] = [:]
    /// Whether the model declined; null where its answer could not be read.
    var declined: [StudyPrompts.Part: [Bool?]] = [:]
  }

  let model: LocalModel
  let sets: [StudyPrompts]
  let judge: any Judge
  let settings: Settings
  let kept: KeptUnits

  /// A study of some languages.
  /// - Parameter kept: what is measured already.
  public init(
    model: LocalModel, prompts: [StudyPrompts], judge: any Judge, settings: Settings = Settings(),
    kept: KeptUnits = KeptUnits()
  ) throws {
    guard !prompts.isEmpty else { throw InterpretabilityError(.badSetting, "Name at least one language.") }
    guard settings.cost > 0, settings.layers > 0, settings.shuffles > 0 else {
      throw InterpretabilityError(.badSetting, "Probes need a positive cost, a layer and a shuffle.")
    }
    self.model = model
    sets = prompts
    self.judge = judge
    self.settings = settings
    self.kept = kept
  }

  /// Runs all of it.
  public func run(progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> ProbeMeasures {
    let blocks = model.configuration.layers
    let layers = Shown.spread(blocks, atMost: settings.layers).map { $0 + 1 }
    var examples: [Examples] = []
    for set in sets {
      let own = try await kept.unit("states.\(set.language.code)") { try await self.examples(set, layers) }
      examples.append(own)
      progress(examples.count, sets.count)
    }
    let harm = try crossing("harm", examples, layers) { $0.isHarmful[$1]?.map { $0 } ?? [] }
    let refusal =
      settings.answerTokens > 0
      ? try crossing("refusal", examples, layers) { $0.declined[$1] ?? [] } : nil
    return ProbeMeasures(
      layers: layers, crossings: [harm, refusal].compactMap { $0 }, language: try reading(examples, layers),
      languages: sets.map(\.language), seed: settings.study.seed)
  }

  private func examples(_ set: StudyPrompts, _ layers: [Int]) async throws -> Examples {
    let frame = try PromptFrame(model)
    var result = Examples(language: set.language)
    for part in StudyPrompts.Part.allCases {
      let (harmful, benign) = (set.harmful[part] ?? [], set.benign[part] ?? [])
      let ids = try frame.encode(harmful + benign)
      result.isHarmful[part] = harmful.map { _ in true } + benign.map { _ in false }
      result.states[part] = try await model.perform { decoder in
        try inference { try PassRunner(model: decoder).states(ids, offset: 0, layers: layers) }
      }
      guard settings.answerTokens > 0 else { continue }
      result.declined[part] = try await AnswerReader(model: model, judge: judge, limit: settings.answerTokens)
        .read(harmful + benign, ids).map { $0.verdict.outcome.isScored ? $0.verdict.refusal.value : nil }
    }
    return result
  }

  /// A probe on standardised features, as weights on the features themselves; null where a class is absent.
  static func probe(_ rows: [[Double]], _ positives: [Bool], cost: Double) throws -> LogisticRegression? {
    guard let scale = try Standardisation(rows) else { return nil }
    return try LogisticRegression.fit(rows.map(scale.apply), positives, cost: cost, tolerance: 1e-4)
      .map(scale.folded)
  }

  /// Rows of a part with the labels that are there.
  private func labelled(
    _ example: Examples, _ part: StudyPrompts.Part, _ layer: Int, _ label: (Examples, StudyPrompts.Part) -> [Bool?]
  ) -> (rows: [[Double]], labels: [Bool]) {
    let pairs = zip(example.states[part]?[layer] ?? [], label(example, part)).compactMap { row, label in
      label.map { (row, $0) }
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }

  private func crossing(
    _ property: String, _ all: [Examples], _ layers: [Int], _ label: (Examples, StudyPrompts.Part) -> [Bool?]
  ) throws -> ProbeMeasures.Crossing? {
    var left: [String] = []
    let examples = all.filter { example in
      let labels = labelled(example, .train, 0, label).labels
      let counts = (labels.count { $0 }, labels.count { !$0 })
      guard min(counts.0, counts.1) >= settings.least else {
        left.append("\(example.language.code): \(counts.0) of \(counts.0 + counts.1) train prompts")
        return false
      }
      return true
    }
    guard !examples.isEmpty else {
      return .init(
        property: property, layer: 0, isChosen: false, languages: [], auc: [], shuffled: [], byLayer: [], left: left)
    }
    var byLayer: [Double?] = []
    for layer in layers.indices {
      let values = try examples.compactMap { example -> Double? in
        let (rows, labels) = labelled(example, .train, layer, label)
        let held = labelled(example, .validation, layer, label)
        guard let probe = try Self.probe(rows, labels, cost: settings.cost) else { return nil }
        return try AreaUnderCurve.value(scores: held.rows.map(probe.score), positives: held.labels)
      }
      byLayer.append(values.isEmpty ? nil : values.mean)
    }
    let known = byLayer.indices.compactMap { layer in byLayer[layer].map { (layer: layer, value: $0) } }
    // Without a validation part of both classes nothing chooses: then it is the last layer, and said so.
    let best = known.max { $0.value < $1.value }?.layer ?? layers.count - 1
    var generator = SeededGenerator(seed: settings.study.seed &+ 5)
    var shuffled: [Double] = []
    var auc: [[IsoglossCore.Estimate?]] = []
    for example in examples {
      let rows = labelled(example, .train, best, label).rows
      var labels = labelled(example, .train, best, label).labels
      let probe = try Self.probe(rows, labels, cost: settings.cost)
      auc.append(
        try examples.map { other in
          let test = labelled(other, .test, best, label)
          return try probe.flatMap { try estimate(test.rows.map($0.score), test.labels) }
        })
      let test = labelled(example, .test, best, label)
      var largest = 0.0
      for _ in 0..<settings.shuffles {
        generator.shuffle(&labels)
        guard let control = try Self.probe(rows, labels, cost: settings.cost) else { continue }
        let value = try AreaUnderCurve.value(scores: test.rows.map(control.score), positives: test.labels)
        largest = max(largest, value ?? 0)
      }
      shuffled.append(largest)
    }
    return .init(
      property: property, layer: layers[best], isChosen: !known.isEmpty, languages: examples.map(\.language), auc: auc,
      shuffled: shuffled, byLayer: byLayer, left: left)
  }

  private func estimate(_ scores: [Double], _ labels: [Bool]) throws -> IsoglossCore.Estimate? {
    let bootstrap = Bootstrap(resamples: settings.study.resamples, method: .percentile, seed: settings.study.seed)
    return try AreaUnderCurve.estimate(scores: scores, positives: labels, bootstrap: bootstrap).map {
      IsoglossCore.Estimate(
        value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: scores.count)
    }
  }

  /// One probe a language, from benign train prompts alone.
  private func reading(_ examples: [Examples], _ layers: [Int]) throws -> ProbeMeasures.LanguageReading? {
    guard examples.count > 1 else { return nil }
    var result = ProbeMeasures.LanguageReading(benign: [], harmful: [])
    for layer in layers.indices {
      func rows(_ example: Examples, _ part: StudyPrompts.Part, harmful: Bool) -> [[Double]] {
        zip(example.states[part]?[layer] ?? [], example.isHarmful[part] ?? []).filter { $0.1 == harmful }.map(\.0)
      }
      let train = examples.map { rows($0, .train, harmful: false) }
      let probes = try examples.indices.map { language in
        try Self.probe(
          train.flatMap { $0 }, train.enumerated().flatMap { index, rows in rows.map { _ in index == language } },
          cost: settings.cost)
      }
      func share(harmful: Bool) -> (share: Double, prompts: Int) {
        var (right, total) = (0, 0)
        for (language, example) in examples.enumerated() {
          for row in rows(example, .test, harmful: harmful) {
            let scores = probes.map { $0?.score(row) ?? -.infinity }
            total += 1
            if scores.indices.max(by: { scores[$0] < scores[$1] }) == language { right += 1 }
          }
        }
        return (total == 0 ? 0 : Double(right) / Double(total), total)
      }
      let (benign, harmful) = (share(harmful: false), share(harmful: true))
      result.benign.append(benign.share)
      result.harmful.append(harmful.share)
      (result.benignPrompts, result.harmfulPrompts) = (benign.prompts, harmful.prompts)
    }
    return result
  }
}
