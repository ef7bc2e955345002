public import IsoglossCore
public import IsoglossStatistics

/// A gate over one or more runs: from this one value come text, JSON, JUnit XML, Markdown and the exit status.
public struct Gate: Sendable, Codable {
  /// What was asked.
  public var policy: GatePolicy
  /// The runs, in the order given.
  public var runs: [RunGate]
  /// Failed where a run failed, else inconclusive where one is, or where there is no run.
  public var decision: GateCheck.Decision

  /// A gate over runs that were held against the policy.
  public init(policy: GatePolicy, runs: [RunGate]) {
    self.policy = policy
    self.runs = runs
    decision = runs.isEmpty ? .inconclusive : .worst(runs.map(\.decision))
  }

  /// The first line: whether the gate held, by what, and what a gate on the mean would have said.
  public var headline: String {
    let all = runs.flatMap { run in run.checks.map { (run, $0) } }
    let failed = all.filter { $0.1.decision == .failed }
    let unsure = all.filter { $0.1.decision == .inconclusive }
    var clauses: [String] = []
    switch decision {
    case .passed: clauses.append("Gate held: all \(all.count) checks passed")
    case .failed: clauses.append("Gate failed: " + (Self.furthest(failed).map(words) ?? ""))
    case .inconclusive:
      clauses.append("Gate inconclusive: " + (Self.furthest(unsure).map(words) ?? "there is no run"))
    }
    if decision != .passed {
      clauses.append("\(failed.count) of \(all.count) checks failed, \(unsure.count) are inconclusive")
    }
    // Unscored answers are counted, and no mean is taken of them.
    if !meanFails, failed.contains(where: { $0.1.kind != .unscored }) {
      clauses.append("a gate on the mean would have passed")
    }
    if let (run, worst) = worstRun {
      let name = worst.language.name
      let place = worst.perturbation.map { "cell \(name) under \($0)" } ?? "language \(name)"
      clauses.append(
        "worst \(place), \(run.rateName) \(Numerals.percent(worst.rate)) (n = \(worst.rate.n))")
    }
    return clauses.joined(separator: "; ")
  }

  /// Whether a gate on the mean would have failed on any question.
  public var meanFails: Bool { runs.contains { $0.means.contains { !$0.holds } } }

  /// The run with the worst language of all.
  var worstRun: (RunGate, Measures.Worst)? {
    runs.compactMap { run in run.worst.map { (run, $0) } }.max { $0.1.rate.value < $1.1.rate.value }
  }

  /// The check furthest beyond its limit, of those that have one.
  private static func furthest(_ checks: [(RunGate, GateCheck)]) -> (RunGate, GateCheck)? {
    checks.max { ($0.1.excess ?? -2) < ($1.1.excess ?? -2) }
  }

  private func words(_ found: (run: RunGate, check: GateCheck)) -> String {
    let (run, check) = found
    let place = runs.count > 1 ? " (\(run.name))" : ""
    let what = "\(check.subject)\(place), \(check.kind.title(run.rateName))"
    guard check.estimate != nil else { return "\(what): \(check.reason)" }
    let side =
      check.decision == .failed
      ? check.kind.side == .ceiling ? "is above" : "is below" : "cannot be told from"
    return "\(what) \(check.rateText) \(side) its limit of \(check.limitText)"
  }
}
