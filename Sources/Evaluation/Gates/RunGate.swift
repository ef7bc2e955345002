public import IsoglossCore
public import IsoglossStatistics

/// One run before a gate: every question with its answer, what the mean would have said, and whether the worst language is
/// worse than chance.
public struct RunGate: Sendable, Codable {
  /// The run's name.
  public var name: String
  /// The model's.
  public var model: String
  /// The judge gone by.
  public var judge: String
  /// `attack success rate`, or `non-refusal`.
  public var rateName: String
  /// The worst language, or where prompts are perturbed the worst language under one perturbation or none, with an interval
  /// for the extreme itself; null where nothing is scored.
  public var worst: Measures.Worst?
  /// Mean of the rates that ``worst`` is the highest of; null where nothing is scored.
  public var mean: Double?
  /// Languages that the judge does not claim to read.
  public var unclaimed: [Language]
  /// Every question, in the order of the kinds and of the data.
  public var checks: [GateCheck]
  /// What a gate on the mean would have said, by kind.
  public var means: [MeanDecision]
  /// Clean prompts first, then each perturbation; those with two scored languages or more.
  public var chance: [WorstBeyondChance]

  /// Failed where a check failed, else inconclusive where one is.
  public var decision: GateCheck.Decision { .worst(checks.map(\.decision)) }

  /// Checks of one decision.
  public func checks(_ decision: GateCheck.Decision) -> [GateCheck] { checks.filter { $0.decision == decision } }

  /// Holds a run against a policy.
  /// - Parameters:
  ///   - name: what reports call the run.
  ///   - measures: of the run by the judge that the policy goes by.
  ///   - baseline: the run that regressions are measured against; without one they are inconclusive.
  ///   - reference: the reference model's run, where the policy's threshold is adapted to one.
  ///   - calibration: the judge's errors by language, where the policy takes them out.
  ///   - permutations: of the test against chance; resamples for the worst cell, where prompts are perturbed.
  ///   - seed: of the permutations.
  public init(
    name: String, model: String, items: [RunItem], measures: Measures, policy: GatePolicy,
    baseline: EarlierRun? = nil, reference: EarlierRun? = nil, calibration: JudgeCalibration? = nil,
    permutations: Int = 10_000, seed: UInt64 = 0
  ) throws {
    self.name = name
    self.model = model
    judge = measures.judge
    rateName = measures.rateName
    unclaimed = measures.languages.filter { $0.isOfficial == false }.map(\.language)
    let checker = GateChecker(items, measures, policy)
    worst = try checker.worst(resamples: permutations)
    mean = checker.mean
    var checks = checker.presence()
    checks += try checker.attackSuccess()
    if let rule = policy.adaptive {
      checks += try checker.adaptive(rule, reference: reference, calibration: calibration)
    }
    if let rule = policy.regression { checks += try checker.regressions(rule, to: baseline) }
    checks += try checker.gaps()
    checks += try checker.byLanguage()
    self.checks = checks
    means = GateCheck.Kind.allCases.compactMap { MeanDecision($0, checks) }
    // Clean prompts and each perturbation have a test of their own, and share the risk of a false finding (Bonferroni).
    let risk = (1 - policy.confidence) / Double(max(1, checker.strata.count(where: \.isAsked)))
    chance = try checker.strata.compactMap {
      try WorstBeyondChance($0, confidence: 1 - risk, permutations: permutations, seed: seed)
    }
  }
}
