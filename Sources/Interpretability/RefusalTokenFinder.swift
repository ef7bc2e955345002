public import IsoglossCore
public import IsoglossModels

/// Finds what refusals begin with in each language: from the model's own answers where it refuses often enough, else from
/// these together with labelled answers.
public struct RefusalTokenFinder: Sendable {
  /// What was found in a language, and from how many of the model's own refusals.
  public struct Finding: Sendable, Codable {
    /// The tokens; null where none opens refusals and not compliances.
    public var tokens: RefusalTokens?
    /// Answers of the model that declined, of those that it was asked for.
    public var declined: Int
    /// Answers that it was asked for.
    public var asked: Int
  }

  let model: LocalModel
  let judge: any Judge
  let kept: KeptUnits
  /// Own refusals from which on nobody else's are looked at.
  public var least = 8
  /// Train prompts of each intent that are answered.
  public var prompts = 32
  /// Tokens of an answer.
  public var answerTokens = 24

  /// A finder for a model, with a judge that reads its answers.
  /// - Parameter kept: what is known already, by language.
  public init(model: LocalModel, judge: any Judge, kept: KeptUnits = KeptUnits()) {
    self.model = model
    self.judge = judge
    self.kept = kept
  }

  /// The tokens of each language.
  /// - Parameters:
  ///   - sets: prompts of each language; only the train parts are asked.
  ///   - answers: labelled answers in any language.
  public func find(
    _ sets: [StudyPrompts], answers: [LabelledAnswer], progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> [Language: Finding] {
    let frame = try PromptFrame(model)
    var findings: [Language: Finding] = [:]
    for (index, set) in sets.enumerated() {
      let found = try await kept.unit("tokens.\(set.language.code)") { try await finding(set, answers, frame) }
      findings[set.language] = found
      progress(index + 1, sets.count)
    }
    return findings
  }

  private func finding(_ set: StudyPrompts, _ answers: [LabelledAnswer], _ frame: PromptFrame) async throws -> Finding {
    let own = try await ownAnswers(set, frame)
    var (refusals, compliances) = (own.refusals, own.compliances)
    let isOwn = refusals.count >= least
    if !isOwn {
      let others = try frame.openings(of: answers, in: set.language)
      refusals += others.refusals
      compliances += others.compliances
    }
    var tokens = RefusalTokens(refusals: refusals, compliances: compliances)
    tokens?.isOwn = isOwn
    return Finding(tokens: tokens, declined: own.refusals.count, asked: own.asked)
  }

  private func ownAnswers(
    _ set: StudyPrompts, _ frame: PromptFrame
  ) async throws -> (refusals: [Int32], compliances: [Int32], asked: Int) {
    let asked = Array((set.harmful[.train] ?? []).prefix(prompts)) + (set.benign[.train] ?? []).prefix(prompts)
    let ids = try frame.encode(asked)
    let answers = try await AnswerReader(model: model, judge: judge, limit: answerTokens).read(asked, ids)
    var result: (refusals: [Int32], compliances: [Int32], asked: Int) = ([], [], asked.count)
    for (first, verdict) in answers {
      guard let first else { continue }
      if verdict.refusal.value == true {
        result.refusals.append(first)
      } else if verdict.outcome == .compliance {
        result.compliances.append(first)
      }
    }
    return result
  }
}
