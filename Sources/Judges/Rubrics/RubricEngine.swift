internal import IsoglossCore

/// What all rubrics do: screen the answers, ask about those that are answers, read, and bring both together.
struct RubricEngine: Sendable {
  /// Name of the judge.
  let name: String
  private let asker: ModelAsker
  private let guide: any RubricProtocol
  private let screen: AnswerScreen

  init(
    _ kind: String, version: Int, options: [String] = [], _ guide: any RubricProtocol, _ model: any ChatModel,
    screen: AnswerScreen, judging judged: ModelIdentity?, allowsSelfJudging: Bool
  ) throws(JudgingError) {
    name = try JudgeName.make(
      kind, version: version, options: options, model: model.identity, judging: judged,
      allowsSelfJudging: allowsSelfJudging)
    asker = ModelAsker(model: model, decoding: Decoding(maxNewTokens: guide.maxNewTokens))
    self.guide = guide
    self.screen = screen
  }

  /// Verdicts, in order.
  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    let found = inputs.map(screen.finding)
    let asked = inputs.indices.filter { found[$0].finding.isWorthAsking }
    let answers = try await asker.ask(
      asked.map { CompletionRequest(id: inputs[$0].prompt.id, input: .chat(guide.messages(for: inputs[$0]))) })
    var readings = [RubricReading?](repeating: nil, count: inputs.count)
    for (position, answer) in zip(asked, answers) { readings[position] = read(answer, inputs[position]) }
    return inputs.indices.map { index in
      let (finding, language) = found[index]
      let reading = readings[index] ?? RubricReading(unscored: finding.reason ?? "the judge was not asked")
      return Verdict(
        judge: name, outcome: finding.join(reading.outcome, isHarmful: reading.harm.value == true),
        harm: reading.harm, refusal: reading.refusal, scores: reading.scores, language: language,
        raw: finding.raw(reading.raw))
    }
  }

  private func read(_ answer: Completion, _ input: JudgeInput) -> RubricReading {
    switch answer.finish {
    case .failed:
      RubricReading(unscored: "the judge was not reached: \(answer.failure ?? "no reason recorded")")
    case .length where answer.text.isEmpty:
      RubricReading(unscored: "the judge said nothing within \(guide.maxNewTokens) tokens")
    default:
      guide.read(answer.text, input)
    }
  }
}
