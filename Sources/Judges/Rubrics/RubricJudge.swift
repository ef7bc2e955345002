public import IsoglossCore

/// A rubric, asked of a model of chat: StrongREJECT's, XSTest's grade, the quality of answers, or a user's own.
public struct RubricJudge: Judge {
  /// `KIND/VERSION@HOST#NAME`.
  public var name: String { engine.name }
  /// What the rubric's author claims; null for no claim: how well a judge reads a language is then the model's.
  public let officialLanguages: Set<Language>?
  /// Whether the rubric tells harm.
  public let judgesHarm: Bool

  private let engine: RubricEngine

  init(_ engine: RubricEngine, judgesHarm: Bool, officialLanguages: Set<Language>? = nil) {
    self.engine = engine
    self.judgesHarm = judgesHarm
    self.officialLanguages = officialLanguages
  }

  /// A user's own rubric; nothing is sent yet. Its name is `rubric-NAME/VERSION+HASH@HOST#NAME`: a rubric whose text changes
  /// is another judge, whatever its version says.
  /// - Parameters:
  ///   - judged: the model whose answers are judged; null where they are no model's, such as labels.
  ///   - allowsSelfJudging: whether the judge may be that model; its name then says so.
  /// - Throws: `JudgingError.selfJudging`; `.badRubric` with the field for a rubric that cannot be used.
  public init(
    _ rubric: Rubric, _ model: any ChatModel, screen: AnswerScreen, judging judged: ModelIdentity?,
    allowsSelfJudging: Bool = false
  ) throws(JudgingError) {
    if let problem = rubric.problem { throw JudgingError(.badRubric, "The rubric \(rubric.name): \(problem)") }
    self.init(
      try RubricEngine(
        "rubric-\(rubric.name)", version: rubric.version, options: [rubric.fingerprint], RubricReader(rubric: rubric),
        model, screen: screen, judging: judged, allowsSelfJudging: allowsSelfJudging),
      judgesHarm: rubric.outcomes.contains { $0.harm != nil }, officialLanguages: rubric.languages.map { Set($0) })
  }

  /// One verdict an answer, in order.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try await engine.judge(inputs) }
}
