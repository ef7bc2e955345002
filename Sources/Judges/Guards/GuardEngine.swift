internal import IsoglossCore

/// What all guards do: screen the answers, ask about those that are answers, read, and bring both together.
struct GuardEngine: Sendable {
  /// Name of the judge.
  let name: String
  private let asker: ModelAsker
  private let route: GuardRoute
  private let guide: any GuardProtocol
  private let screen: AnswerScreen

  /// Alternatives a token that are asked for: servers commonly give up to five.
  private static let alternatives = 5

  init(
    _ kind: String, version: Int, options: [String] = [], _ guide: any GuardProtocol, _ route: GuardRoute,
    screen: AnswerScreen, judging judged: ModelIdentity?, allowsSelfJudging: Bool
  ) throws(JudgingError) {
    let (model, way): (any ChatModel, [String]) =
      switch route {
      case .chat(let model): (model, [])
      case .completions(let model): (model, ["text"])
      }
    name = try JudgeName.make(
      kind, version: version, options: options + way, model: model.identity, judging: judged,
      allowsSelfJudging: allowsSelfJudging)
    asker = ModelAsker(
      model: model, decoding: Decoding(maxNewTokens: guide.maxNewTokens), alternatives: Self.alternatives)
    self.route = route
    self.guide = guide
    self.screen = screen
  }

  /// Verdicts on answers, in order.
  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    let found = inputs.map(screen.finding)
    let asked = inputs.indices.filter { found[$0].finding.isWorthAsking }
    let readings = try await read(
      asked.map { (inputs[$0].prompt.id, inputs[$0].prompt.text, inputs[$0].completion.text) })
    var all = [GuardReading?](repeating: nil, count: inputs.count)
    for (position, reading) in zip(asked, readings) { all[position] = reading }
    return inputs.indices.map { index in
      GuardRule.verdict(
        judge: name, all[index], found[index].finding, language: found[index].language,
        intent: inputs[index].prompt.intent)
    }
  }

  /// Readings of requests alone, in order.
  func judge(prompts: [Prompt]) async throws -> [GuardReading] {
    try await read(prompts.map { ($0.id, $0.text, nil) })
  }

  private func read(_ items: [(id: String, prompt: String, response: String?)]) async throws -> [GuardReading] {
    let requests = items.map { item in
      let input: CompletionRequest.Input =
        switch route {
        case .chat: .chat(guide.chat(prompt: item.prompt, response: item.response))
        case .completions: .text(guide.wire(prompt: item.prompt, response: item.response))
        }
      return CompletionRequest(id: item.id, input: input)
    }
    return zip(items, try await asker.ask(requests)).map { item, completion in
      guard completion.finish != .failed else {
        return GuardReading(unscored: "the guard was not reached: \(completion.failure ?? "no reason recorded")")
      }
      return guide.read(completion, isResponse: item.response != nil)
    }
  }
}
