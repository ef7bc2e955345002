public import IsoglossCore

extension JudgeInput {
  /// A labelled answer as a judge is shown it: without the label.
  public init(labelled answer: LabelledAnswer) {
    self.init(
      prompt: Prompt(
        id: answer.id, group: answer.group, language: answer.language, intent: answer.intent ?? .harmful,
        text: answer.prompt, provenance: Provenance(source: "labels")),
      completion: Completion(
        text: answer.response, finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0))
  }
}

extension JudgeCalibration {
  /// Lets a judge read labelled answers of other origin, and corrects a run's rates with what it gets wrong.
  public static func external(
    _ answers: [LabelledAnswer], judge: some Judge, run: [RunItem]?, options: Options
  ) async throws -> JudgeCalibration {
    let verdicts = try await judge.judge(answers.map { JudgeInput(labelled: $0) })
    return try JudgeCalibration(
      external: zip(answers, verdicts).map { (answer: $0, verdict: $1) }, judge: judge.name, run: run,
      options: options)
  }
}
