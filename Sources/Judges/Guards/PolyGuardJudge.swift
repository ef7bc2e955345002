public import IsoglossCore

/// PolyGuard: whether an answer (or a request) is harmful, under which categories, and whether the answer is a refusal.
///
/// The outcome of a verdict joins its reading with what the screen says of the answer (`GuardRule`). `probability` is that
/// of `yes` after `Harmful response:` (`Harmful request:` for a request alone), where the model gives log-probabilities.
public struct PolyGuardJudge: Judge {
  /// The languages that its authors claim.
  public static let languages = Set(
    ["ar", "zh", "cs", "nl", "en", "fr", "de", "hi", "th", "it", "ja", "ko", "pl", "pt", "ru", "es", "sv"]
      .map { Language($0) })

  /// `polyguard/1@HOST#NAME`; `…/1+text@…` where it is shown its whole prompt as text.
  public var name: String { engine.name }
  /// The languages that its authors claim.
  public var officialLanguages: Set<Language>? { Self.languages }
  /// Always.
  public var judgesHarm: Bool { true }

  private let engine: GuardEngine

  /// A judge; nothing is sent yet.
  /// - Parameters:
  ///   - route: how the guard is reached; `completions` writes ChatML, the template of PolyGuard-Qwen and its Smol.
  ///   - screen: tells empty, degenerate and off-language answers, which a guard calls safe.
  ///   - judged: the model whose answers are judged; null where they are no model's, such as labels.
  ///   - allowsSelfJudging: whether the guard may be that model; its name then says so.
  /// - Throws: `JudgingError.selfJudging`.
  public init(
    _ route: GuardRoute, screen: AnswerScreen, judging judged: ModelIdentity?, allowsSelfJudging: Bool = false
  ) throws(JudgingError) {
    engine = try GuardEngine(
      "polyguard", version: 1, PolyGuardProtocol(), route, screen: screen, judging: judged,
      allowsSelfJudging: allowsSelfJudging)
  }

  /// One verdict an answer, in order.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try await engine.judge(inputs) }

  /// One reading a request, in order: whether the request itself is harmful.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(prompts: [Prompt]) async throws -> [GuardReading] { try await engine.judge(prompts: prompts) }
}
