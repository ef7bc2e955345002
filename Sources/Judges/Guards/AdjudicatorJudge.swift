public import IsoglossCore

/// RefusEU's adjudicator (Krasnodebska et al. 2026, appendix B): a model of chat that decides where two guards differ. It
/// answers in Llama Guard's grammar, and its verdicts follow the same rule as the guards'.
public struct AdjudicatorJudge: Judge {
  /// `adjudicator/1@HOST#NAME`; `adjudicator/1+prompt@…` where it sees the user's request.
  public var name: String { engine.name }
  /// None are claimed: how well a judge reads a language is the judge's.
  public var officialLanguages: Set<Language>? { nil }
  /// Always.
  public var judgesHarm: Bool { true }

  private let engine: GuardEngine

  /// A judge; nothing is sent yet.
  /// - Parameters:
  ///   - seesPrompt: whether it is shown the user's request beside the answer, which the paper does not say.
  ///   - screen: tells empty, degenerate and off-language answers.
  ///   - judged: the model whose answers are judged; null where they are no model's, such as labels.
  ///   - allowsSelfJudging: whether the adjudicator may be that model; its name then says so.
  /// - Throws: `JudgingError.selfJudging`.
  public init(
    _ model: any ChatModel, seesPrompt: Bool = false, screen: AnswerScreen, judging judged: ModelIdentity?,
    allowsSelfJudging: Bool = false
  ) throws(JudgingError) {
    engine = try GuardEngine(
      "adjudicator", version: 1, options: seesPrompt ? ["prompt"] : [], AdjudicatorProtocol(seesPrompt: seesPrompt),
      .chat(model), screen: screen, judging: judged, allowsSelfJudging: allowsSelfJudging)
  }

  /// One verdict an answer, in order.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try await engine.judge(inputs) }
}
