public import IsoglossCore

/// Llama Guard 3: whether an answer (or a request) is unsafe, and under which categories.
///
/// It cannot tell a refusal from any other harmless answer: `refusal` is always unscored. The outcome of a verdict joins
/// its reading with what the screen says of the answer (`GuardRule`). `probability` is that of `unsafe` as its first word,
/// where the model gives log-probabilities.
public struct LlamaGuardJudge: Judge {
  /// Which of the models.
  public enum Variant: String, Sendable, CaseIterable {
    /// 8B: S1 to S14.
    case eightB = "llama-guard-3-8b"
    /// 1B: S1 to S13.
    case oneB = "llama-guard-3-1b"

    /// The categories that it was trained on.
    public var hazards: [Hazard] { self == .eightB ? Hazard.allCases : Array(Hazard.allCases.dropLast()) }
  }

  /// The languages that Meta claims.
  public static let languages = Set(["en", "fr", "de", "hi", "it", "pt", "es", "th"].map { Language($0) })

  /// `llama-guard-3-8b/1@HOST#NAME`; `…/1+text@…` where it is shown its whole prompt as text.
  public var name: String { engine.name }
  /// The languages that Meta claims.
  public var officialLanguages: Set<Language>? { Self.languages }
  /// Always.
  public var judgesHarm: Bool { true }

  private let engine: GuardEngine

  /// A judge; nothing is sent yet.
  /// - Parameters:
  ///   - route: how the guard is reached.
  ///   - screen: tells empty, degenerate and off-language answers, which a guard calls safe.
  ///   - judged: the model whose answers are judged; null where they are no model's, such as labels.
  ///   - allowsSelfJudging: whether the guard may be that model; its name then says so.
  /// - Throws: `JudgingError.selfJudging`.
  public init(
    _ variant: Variant = .eightB, _ route: GuardRoute, screen: AnswerScreen, judging judged: ModelIdentity?,
    allowsSelfJudging: Bool = false
  ) throws(JudgingError) {
    engine = try GuardEngine(
      variant.rawValue, version: 1, LlamaGuardProtocol(hazards: variant.hazards), route, screen: screen,
      judging: judged, allowsSelfJudging: allowsSelfJudging)
  }

  /// One verdict an answer, in order.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try await engine.judge(inputs) }

  /// One reading a request, in order: whether the request itself is harmful.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(prompts: [Prompt]) async throws -> [GuardReading] { try await engine.judge(prompts: prompts) }
}
