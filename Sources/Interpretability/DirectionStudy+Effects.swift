internal import IsoglossCore
internal import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTorch

extension DirectionStudy {
  /// What a language's prompts look like inside.
  struct Look: Sendable, Codable {
    /// Train prompts at the reference place, `[prompts][width]`.
    var harmful: [[Double]]
    var benign: [[Double]]
    /// Test prompts at the reference place.
    var testHarmful: [[Double]]
    var testBenign: [[Double]]
    /// Differences of means at the reference position before each block and after the last: `[layers + 1][width]`.
    var differences: [[Double]]
    var separation: [Separation]
    /// Differences of means at the language's own place under shuffled labels, as long as its direction.
    var shuffled: [[Double]]
  }

  /// States of one language at the reference place, at all its layers, and at the language's own place.
  func look(_ tongue: Tongue, _ own: RefusalDirection, _ reference: RefusalDirection) async throws -> Look {
    let (tail, settings) = (tail, settings)
    return try await model.perform { decoder in
      try inference {
        let runner = PassRunner(model: decoder, tail: tail)
        let layers = Array(0...decoder.configuration.layers)
        let offset = -1 - reference.position
        let up = try runner.states(tongue.used.harmful, offset: offset, layers: layers)
        let down = try runner.states(tongue.used.benign, offset: offset, layers: layers)
        let testUp = try runner.states(tongue.harmful[.test] ?? [], offset: offset, layers: layers)
        let testDown = try runner.states(tongue.benign[.test] ?? [], offset: offset, layers: layers)
        let differences = zip(up, down).map { $0.meanRow - $1.meanRow }
        let separation = try layers.map {
          try Separation(harmful: testUp[$0], benign: testDown[$0], along: differences[$0])
        }
        let places =
          try (tongue.used.harmful + tongue.used.benign).isEmpty
          ? []
          : runner.states(tongue.used.harmful + tongue.used.benign, offset: -1 - own.position, layers: [own.layer])[0]
        var generator = Draw.labels.generator(seed: settings.seed, tongue.language)
        let shuffled = (0..<settings.controls).map { _ in
          Self.shuffledDifference(places, positives: tongue.used.harmful.count, &generator)
            .scaled(to: own.vector.length)
        }
        let at = reference.layer
        return Look(
          harmful: up[at], benign: down[at], testHarmful: testUp[at], testBenign: testDown[at],
          differences: differences, separation: separation, shuffled: shuffled)
      }
    }
  }

  /// The difference of means where chance decides which points are the positives.
  static func shuffledDifference(
    _ points: [[Double]], positives: Int, _ generator: inout SeededGenerator
  ) -> [Double] {
    var order = Array(points.indices)
    generator.shuffle(&order)
    return points.meanRow(of: order[..<positives]) - points.meanRow(of: order[positives...])
  }

  /// What directions do to one language's test prompts.
  struct Effects: Sendable {
    var harmful: IsoglossCore.Estimate
    var benign: IsoglossCore.Estimate
    var drops: [IsoglossCore.Estimate]
    var rises: [IsoglossCore.Estimate]
    var ablation: DirectionMeasures.Effect
    var addition: DirectionMeasures.Effect
  }

  /// Scores of a language's test prompts as the model is.
  private struct Bases: Codable {
    var up: [Double]
    var down: [Double]
  }

  /// What one direction does.
  private struct Change: Codable {
    var drop: IsoglossCore.Estimate
    var rise: IsoglossCore.Estimate
  }

  func effects(
    _ tongue: Tongue, _ directions: [RefusalDirection], own: Int, shuffled: [[Double]]
  ) async throws -> Effects {
    let (tail, settings, kept, code) = (tail, settings, kept, tongue.language.code)
    return try await model.perform { decoder in
      try inference {
        let runner = PassRunner(model: decoder, tail: tail)
        let tokens = tongue.tokens.ids.map { Int($0) }
        let (harmful, benign) = (tongue.harmful[.test] ?? [], tongue.benign[.test] ?? [])
        let bases = try kept.unit("scores.\(code)") {
          Bases(
            up: try RefusalScore.of(harmful, tokens: tokens, runner),
            down: try RefusalScore.of(benign, tokens: tokens, runner))
        }
        func drop(_ vector: [Double]) throws -> [Double] {
          let hook = try Intervention.ablate(vector).hook()
          return bases.up - (try RefusalScore.of(harmful, tokens: tokens, runner, hook: hook))
        }
        func rise(_ vector: [Double], _ layer: Int) throws -> [Double] {
          let hook = try Intervention.add(vector, layer: layer).hook()
          return try RefusalScore.of(benign, tokens: tokens, runner, hook: hook) - bases.down
        }
        let changes = try directions.map { direction in
          try kept.unit("effect.\(direction.language.code).\(code)") {
            Change(
              drop: try settings.estimate(drop(direction.vector)),
              rise: try settings.estimate(rise(direction.vector, direction.layer)))
          }
        }
        let mine = directions[own]
        var generator = Draw.directions.generator(seed: settings.seed, tongue.language)
        let length = mine.vector.length
        let random = (0..<settings.controls).map { _ in
          mine.vector.indices.map { _ in generator.normal() }.scaled(to: length)
        }
        let ablation = try kept.unit("ablation.\(code)") {
          DirectionMeasures.Effect(
            change: changes[own].drop, random: try random.map { try drop($0).mean },
            shuffled: try shuffled.map { try drop($0).mean })
        }
        let addition = try kept.unit("addition.\(code)") {
          DirectionMeasures.Effect(
            change: changes[own].rise, random: try random.map { try rise($0, mine.layer).mean },
            shuffled: try shuffled.map { try rise($0, mine.layer).mean })
        }
        return Effects(
          harmful: try settings.estimate(bases.up), benign: try settings.estimate(bases.down),
          drops: changes.map(\.drop), rises: changes.map(\.rise), ablation: ablation, addition: addition)
      }
    }
  }

  /// Answers to each language's harmful test prompts, untouched and without each direction, as a judge reads them.
  func outcomes(
    _ directions: [RefusalDirection]
  ) async throws -> (untouched: [[String: Int]], changed: [[[String: Int]]]) {
    guard let judge, settings.answers > 0 else { return ([], []) }
    var untouched: [[String: Int]] = []
    var changed = directions.map { _ in [[String: Int]]() }
    for (index, tongue) in tongues.enumerated() {
      untouched.append(try await answered(tongue, without: nil, by: judge))
      for (place, direction) in directions.enumerated() {
        changed[place].append(try await answered(tongue, without: direction, by: judge))
      }
      progress("answers", index + 1, tongues.count)
    }
    return (untouched, changed)
  }

  private func answered(
    _ tongue: Tongue, without direction: RefusalDirection?, by judge: any Judge
  ) async throws -> [String: Int] {
    let prompts = Array((tongue.prompts.harmful[.test] ?? []).prefix(settings.answers))
    let ids = Array((tongue.harmful[.test] ?? []).prefix(settings.answers))
    let reader = AnswerReader(
      model: model, judge: judge, limit: settings.answerTokens, intervention: direction.map { .ablate($0.vector) })
    let name = direction.map { "answers.\(tongue.language.code).\($0.language.code)" }
    return try await kept.unit(name ?? "answers.\(tongue.language.code)") {
      try await reader.read(prompts, ids).reduce(into: [String: Int]()) {
        $0[$1.verdict.outcome.name, default: 0] += 1
      }
    }
  }
}

extension DirectionStudy.Settings {
  /// The mean of values with its interval over resampled prompts.
  func estimate(_ values: [Double]) throws -> IsoglossCore.Estimate {
    let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed)
    guard let found = try bootstrap.mean(values) else {
      throw InterpretabilityError(.tooFewPrompts, "There are no prompts to measure.")
    }
    return IsoglossCore.Estimate(
      value: found.value, low: found.interval.lower, high: found.interval.upper, n: values.count)
  }
}
