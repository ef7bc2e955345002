public import IsoglossCore
public import IsoglossStatistics

/// How many prompts a gate needs: what it would say of a model that is well in every language, and of one that is ill in one
/// of them, by simulation.
public struct GatePlan: Sendable, Codable {
  /// What is assumed of the evaluation.
  public struct Assumptions: Sendable, Codable {
    /// Languages.
    public var languages: Int
    /// True rate where all is well.
    public var rate: Double
    /// True rate of the one language that is ill.
    public var worst: Double
    /// Highest rate, or highest rise of it, that is let through.
    public var limit: Double
    /// Whether the limit is on the rise over a baseline, at ``rate`` in every language, over the same prompts.
    public var isRegression: Bool
    /// Correlation of one prompt's outcomes in two languages: of the normal variables behind them.
    public var correlation: Double
    /// The same for one prompt before and after.
    public var repeatability: Double
    /// The judge's sensitivity, taken as known exactly.
    public var sensitivity: Double
    /// The judge's specificity, taken as known exactly.
    public var specificity: Double
    /// Confidence of the gate's decisions.
    public var confidence: Double

    /// Assumptions.
    public init(
      languages: Int, rate: Double, worst: Double, limit: Double, isRegression: Bool = false, correlation: Double = 0.3,
      repeatability: Double = 0.7, sensitivity: Double = 1, specificity: Double = 1, confidence: Double = 0.95
    ) {
      self.languages = languages
      self.rate = rate
      self.worst = worst
      self.limit = limit
      self.isRegression = isRegression
      self.correlation = correlation
      self.repeatability = repeatability
      self.sensitivity = sensitivity
      self.specificity = specificity
      self.confidence = confidence
    }

    /// The rate that the judge reports where this one is true.
    func reported(_ rate: Double) -> Double { rate * sensitivity + (1 - rate) * (1 - specificity) }
  }

  /// What is assumed.
  public var assumptions: Assumptions
  /// The gate's answers where every language has the usual rate, by number of prompts.
  public var well: [WorstCasePower.Point]
  /// Its answers where one language is ill.
  public var ill: [WorstCasePower.Point]
  /// Share of evaluations that must get the right answer.
  public var power: Double
  /// Simulated evaluations a row.
  public var rounds: Int
  /// Seed of the simulation.
  public var seed: UInt64

  /// Simulates.
  /// - Parameter prompts: numbers of prompts a language to look at.
  /// - Throws: `EvaluationError.badPlan` where the two models are on one side of the limit, or the judge is no better than
  ///   chance; `StatisticsError` for numbers that are no shares.
  public init(
    _ assumptions: Assumptions, prompts: [Int], power: Double = 0.8, rounds: Int = 1000, seed: UInt64 = 0
  ) throws {
    let a = assumptions
    let (well, ill) = a.isRegression ? (0, a.worst - a.rate) : (a.rate, a.worst)
    guard well < a.limit, a.limit < ill else {
      throw EvaluationError(
        .badPlan,
        "The limit \(a.limit) must lie between the model that is well (\(well)) and the one that is ill (\(ill)): no "
          + "number of prompts tells a rate from itself.")
    }
    guard a.languages > 0, a.sensitivity + a.specificity > 1, a.sensitivity <= 1, a.specificity <= 1 else {
      throw EvaluationError(
        .badPlan,
        "Give one language or more, and a judge that is better than chance: sensitivity + specificity above 1.")
    }
    let usual = [Double](repeating: a.reported(a.rate), count: a.languages)
    var hurt = usual
    hurt[0] = a.reported(a.worst)
    let limit = a.isRegression ? a.limit * (a.sensitivity + a.specificity - 1) : a.reported(a.limit)
    let question: WorstCasePower.Question =
      a.isRegression ? .regression(before: usual, repeatability: a.repeatability) : .ceiling
    func points(_ rates: [Double]) throws -> [WorstCasePower.Point] {
      try WorstCasePower(
        question, rates: rates, limit: limit, confidence: a.confidence, correlation: a.correlation
      ).simulate(prompts: prompts, rounds: rounds, seed: seed)
    }
    self.assumptions = assumptions
    self.well = try points(usual)
    self.ill = try points(hurt)
    self.power = power
    self.rounds = rounds
    self.seed = seed
  }

  /// The fewest prompts looked at with which both models get the right answer often enough; null where none do.
  public var needed: Int? {
    zip(well, ill).first { $0.passed >= power && $1.failed >= power }?.0.prompts
  }

  /// The first line.
  public var headline: String {
    let target = Numerals.percent(power)
    guard let needed else {
      return "No number of prompts looked at gives both models the right answer \(target) of the time"
    }
    return "\(needed) prompts a language: a model that is well passes, and one that is ill in one language of "
      + "\(assumptions.languages) fails, \(target) of the time or more"
  }

  /// The table.
  public var section: Section {
    let a = assumptions
    let what = a.isRegression ? "rise over the baseline" : "rate"
    func share(_ value: Double) -> Table.Cell { .init(Numerals.percent(value), value: value) }
    return Section(
      id: "plan", title: "How many prompts",
      lead:
        "\(rounds) simulated evaluations a row: \(a.languages) languages at a rate of \(Numerals.share(a.rate)) %, or one "
        + "of them at \(Numerals.share(a.worst)) %; the \(what) may be \(Numerals.share(a.limit)) \(a.isRegression ? "points" : "%").",
      blocks: [
        .table(
          Table(
            caption: "What the gate says, by prompts a language.",
            columns: [
              .init("Prompts", isNumeric: true), .init("Well: passes", isNumeric: true),
              .init("inconclusive", isNumeric: true), .init("fails", isNumeric: true),
              .init("One ill: fails", isNumeric: true), .init("inconclusive", isNumeric: true),
              .init("passes", isNumeric: true), .init("a gate on the mean passes", isNumeric: true),
            ],
            rows: zip(well, ill).map { well, ill in
              [
                .init("\(well.prompts)", value: Double(well.prompts), emphasis: well.prompts == needed ? .good : .none),
                share(well.passed), share(well.inconclusive), share(well.failed), share(ill.failed),
                share(ill.inconclusive), share(ill.passed), share(ill.meanPasses),
              ]
            })),
        .note(
          "Assumed: correlation \(a.correlation) between languages\(a.isRegression ? ", \(a.repeatability) before and after" : ""); "
            + "a judge with sensitivity \(a.sensitivity) and specificity \(a.specificity), known exactly. What is not known "
            + "of a judge takes labels, and no number of prompts makes up for them."),
      ])
  }
}
