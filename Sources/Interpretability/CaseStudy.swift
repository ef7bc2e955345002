public import IsoglossCore
public import IsoglossModels
internal import IsoglossTokenizers
internal import IsoglossTorch

/// One request of a run, seen from inside of the model: how far it leans to a refusal after this request, layer by layer,
/// beside the request's twin, its counterpart in another language, and all other requests of the run.
public struct CaseStudy: Sendable {
  let model: LocalModel
  let prompts: [Prompt]
  let answers: [LabelledAnswer]
  let labels: [LabelledAnswer]
  let directions: [RefusalDirection]
  /// The model's own refusals in a language from which on nobody else's are looked at.
  public var least = 8

  /// A study.
  /// - Parameters:
  ///   - prompts: all of the run.
  ///   - answers: the model's own, as a judge read them.
  ///   - labels: others', for languages in which the model hardly refuses.
  ///   - directions: of this very model; a language without one goes without that part.
  public init(
    model: LocalModel, prompts: [Prompt], answers: [LabelledAnswer], labels: [LabelledAnswer],
    directions: [RefusalDirection] = []
  ) {
    self.model = model
    self.prompts = prompts
    self.answers = answers
    self.labels = labels
    self.directions = directions
  }

  /// Looks at one request, and at the same one in the reference language where the run has it.
  /// - Throws: `InterpretabilityError` for an unknown id, for a language in which no token tells a refusal, and for a
  ///   direction of another width; `CancellationError`, errors of the model.
  public func run(_ id: String, reference: Language = .english) async throws -> CaseMeasures {
    let asked = try prompt(id)
    let frame = try PromptFrame(model)
    guard let own = try await reading(asked, frame) else {
      throw InterpretabilityError(
        .noRefusalTokens,
        "No token tells a refusal in \(asked.language.name): give labelled answers in it, some that refuse.")
    }
    var readings = [own]
    if reference != asked.language, let other = counterpart(of: asked, in: reference),
      let reading = try await reading(other, frame)
    {
      readings.append(reading)
    }
    return CaseMeasures(intent: asked.intent, readings: readings)
  }

  /// The request of an id.
  func prompt(_ id: String) throws -> Prompt {
    guard let asked = prompts.first(where: { $0.id == id }) else {
      let some = prompts.prefix(3).map(\.id).joined(separator: ", ")
      throw InterpretabilityError(
        .tooFewPrompts, "The run has no prompt \(id); it has \(prompts.count), such as \(some).")
    }
    return asked
  }

  /// The same request in another language, under the same perturbations.
  func counterpart(of prompt: Prompt, in language: Language) -> Prompt? {
    guard let group = prompt.group else { return nil }
    return prompts.first {
      $0.group == group && $0.language == language && $0.perturbations == prompt.perturbations
    }
  }

  /// What refusals begin with in a language, by the rule of ``RefusalTokenFinder`` on answers that are there.
  func tokens(_ language: Language, _ frame: PromptFrame) throws -> RefusalTokens? {
    var first = try frame.openings(of: answers, in: language)
    let isOwn = first.refusals.count >= least
    if !isOwn {
      let others = try frame.openings(of: labels, in: language)
      first.refusals += others.refusals
      first.compliances += others.compliances
    }
    var tokens = RefusalTokens(refusals: first.refusals, compliances: first.compliances)
    tokens?.isOwn = isOwn
    return tokens
  }

  private func reading(_ asked: Prompt, _ frame: PromptFrame) async throws -> CaseMeasures.Reading? {
    guard let tokens = try tokens(asked.language, frame) else { return nil }
    let beside = prompts.filter { $0.language == asked.language && $0.perturbations == asked.perturbations }
    let twin = beside.firstIndex { $0.group != nil && $0.group == asked.twin && $0.intent != asked.intent }
    let place = beside.firstIndex(of: asked) ?? 0
    let shown = [place] + (twin.map { [$0] } ?? [])
    let ids = try frame.encode(beside)
    let direction = directions.first { $0.language == asked.language }
    if let direction,
      direction.vector.count != model.configuration.width || direction.vector.length == 0
        || -direction.position > frame.tail || direction.position >= 0
        || !(0..<model.configuration.layers).contains(direction.layer)
    {
      throw InterpretabilityError(
        .badDirection, "The direction of \(asked.language.name) does not fit this model: it is another one's.")
    }
    let wanted = tokens.ids.map { Int($0) }
    let (scores, layers, along) = try await model.perform { decoder in
      try inference {
        let runner = PassRunner(model: decoder, tail: frame.tail)
        let scores = try RefusalScore.of(ids, tokens: wanted, runner)
        var layers = shown.map { _ in [Double]() }
        try Lens(model: decoder).read(shown.map { ids[$0] }) { _, rows, logits in
          for (row, score) in zip(rows, try RefusalScore.of(logits, tokens: wanted)) { layers[row].append(score) }
        }
        let along = try direction.map { direction in
          let length = direction.vector.length
          return try runner.states(ids, offset: -1 - direction.position, layers: [direction.layer])[0]
            .map { $0.dot(direction.vector) / length }
        }
        return (scores, layers, along)
      }
    }
    return CaseMeasures.Reading(
      language: asked.language, id: asked.id, twin: twin.map { beside[$0].id },
      tokens: tokens, tokenTexts: tokens.ids.map { model.tokenizer.decode([$0]) },
      score: .init(scores, of: place, twin, beside.map(\.intent)), layers: layers[0],
      twinLayers: layers.count > 1 ? layers[1] : nil,
      projection: along.map { .init($0, of: place, twin, beside.map(\.intent)) },
      place: direction.map { .init(position: $0.position, layer: $0.layer) })
  }
}
