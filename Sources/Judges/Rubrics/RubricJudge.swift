public import IsoglossCore

/// A user's own rubric, asked of a model of chat.
public struct RubricJudge: Judge {
  /// `rubric-NAME/VERSION+HASH@HOST#NAME`: a rubric whose text changes is another judge, whatever its version says.
  public var name: String { engine.name }
  /// What the rubric claims; null for no claim.
  public var officialLanguages: Set<Language>? { rubric.languages.map { Set($0) } }
  /// Whether any of its rules tells harm.
  public var judgesHarm: Bool { rubric.outcomes.contains { $0.harm != nil } }

  private let rubric: Rubric
  private let engine: RubricEngine

  /// A judge; nothing is sent yet.
  /// - Parameters:
  ///   - judged: the model whose answers are judged; null where they are no model's, such as labels.
  ///   - allowsSelfJudging: whether the judge may be that model; its name then says so.
  /// - Throws: `JudgingError.selfJudging`; `.badRubric` with the field for a rubric that cannot be used.
  public init(
    _ rubric: Rubric, _ model: any ChatModel, screen: AnswerScreen, judging judged: ModelIdentity?,
    allowsSelfJudging: Bool = false
  ) throws(JudgingError) {
    if let problem = rubric.problem { throw JudgingError(.badRubric, "The rubric \(rubric.name): \(problem)") }
    self.rubric = rubric
    engine = try RubricEngine(
      "rubric-\(rubric.name)", version: rubric.version, options: [rubric.fingerprint], RubricReader(rubric: rubric),
      model, screen: screen, judging: judged, allowsSelfJudging: allowsSelfJudging)
  }

  /// One verdict an answer, in order.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try await engine.judge(inputs) }
}
