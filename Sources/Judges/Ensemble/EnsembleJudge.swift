public import IsoglossCore

/// Asks several judges side by side, and an adjudicator only about the answers on which they do not agree.
public struct EnsembleJudge: CompositeJudge {
  /// The rule and the names of its voices.
  public let ensemble: Ensemble
  /// Records of its voices.
  public let voices: [JudgeRecord]
  private let members: [any Judge]
  private let adjudicator: (any Judge)?

  /// An ensemble of judges that are at hand.
  /// - Throws: `JudgingError.badEnsemble`, also for a judge that does not judge harm.
  public init(_ rule: EnsembleRule, members: [any Judge], adjudicator: (any Judge)? = nil) throws(JudgingError) {
    ensemble = try Ensemble(rule, members: members.map(\.name), adjudicator: adjudicator?.name)
    voices = (members + (adjudicator.map { [$0] } ?? [])).map { JudgeRecord($0) }
    self.members = members
    self.adjudicator = adjudicator
    try Self.requireHarm(voices)
  }

  /// Asks every member about the inputs that it has no verdict on, then the adjudicator about those still open.
  public func judge(_ inputs: [JudgeInput], known: [[String: Verdict]]) async throws -> [[Verdict]] {
    precondition(inputs.count == known.count, "one set of known verdicts an input")
    var verdicts = known
    var made = inputs.map { _ in [Verdict]() }
    func add(_ asked: [(Int, Verdict)]) {
      for (index, verdict) in asked {
        verdicts[index][verdict.judge] = verdict
        made[index].append(verdict)
      }
    }
    try await withThrowingTaskGroup(of: (Int, [(Int, Verdict)]).self) { group in
      for (position, member) in members.enumerated() {
        let open = inputs.indices.filter { known[$0][member.name] == nil }
        guard !open.isEmpty else { continue }
        group.addTask { (position, try await Self.ask(member, open, inputs)) }
      }
      var answers: [(Int, [(Int, Verdict)])] = []
      for try await answer in group { answers.append(answer) }
      for (_, asked) in answers.sorted(by: { $0.0 < $1.0 }) { add(asked) }
    }
    if let adjudicator {
      let open = inputs.indices.filter { ensemble.needsAdjudicator(verdicts[$0]) }
      if !open.isEmpty { add(try await Self.ask(adjudicator, open, inputs)) }
    }
    for index in inputs.indices { made[index].append(ensemble.verdict(from: verdicts[index])) }
    return made
  }

  private static func ask(
    _ judge: any Judge, _ open: [Int], _ inputs: [JudgeInput]
  ) async throws -> [(Int, Verdict)] {
    let verdicts = try await judge.judge(open.map { inputs[$0] })
    precondition(verdicts.count == open.count, "a judge gives one verdict an input")
    return Array(zip(open, verdicts))
  }

  /// - Throws: `JudgingError.badEnsemble` where a voice cannot tell harm.
  static func requireHarm(_ voices: [JudgeRecord]) throws(JudgingError) {
    guard let other = voices.first(where: { !$0.judgesHarm }) else { return }
    throw JudgingError(
      .badEnsemble,
      "\(other.name) does not judge harm, and the rules join readings of harm: take guards or rubric judges.")
  }
}
