public import IsoglossCore

/// A judge whose verdict is made of other judges' verdicts, which are kept beside it: another rule is then a
/// re-computation and not another run.
public protocol CompositeJudge: Judge {
  /// The rule and the names of its voices.
  var ensemble: Ensemble { get }
  /// Records of its voices, for the run.
  var voices: [JudgeRecord] { get }
  /// New verdicts on each input, in order: those of voices that had to be asked, its own last. Verdicts in `known`, by
  /// judge name, are taken as they are and not asked for again.
  func judge(_ inputs: [JudgeInput], known: [[String: Verdict]]) async throws -> [[Verdict]]
}

extension CompositeJudge {
  /// The ensemble's name.
  public var name: String { ensemble.name }
  /// Only members that judge harm are let in.
  public var judgesHarm: Bool { true }
  /// What every voice claims to read; null where none makes a claim.
  public var officialLanguages: Set<Language>? {
    let claims = voices.compactMap(\.officialLanguages).map(Set.init)
    return claims.dropFirst().reduce(claims.first) { $0?.intersection($1) }
  }

  /// The ensemble's own verdicts.
  public func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    try await judge(inputs, known: inputs.map { _ in [:] }).compactMap(\.last)
  }
}

extension JudgeRecord {
  /// What a run keeps of a judge.
  public init(_ judge: any Judge, specification: String? = nil) {
    let ensemble = (judge as? any CompositeJudge)?.ensemble
    self.init(
      name: judge.name, specification: specification, judgesHarm: judge.judgesHarm,
      officialLanguages: judge.officialLanguages, judgesItself: judge.name.contains("+self-judged"),
      rule: ensemble?.rule.rawValue, members: ensemble?.members ?? [], adjudicator: ensemble?.adjudicator)
  }
}
