public import IsoglossCore

/// What is known after a step, or after an evaluation: one line of a run's metrics.
public struct TrainingRecord: Hashable, Sendable, Codable {
  /// What it is about.
  public enum Kind: String, Sendable, Codable {
    /// A step of training, over the step's own pairs.
    case step
    /// The held-out groups.
    case evaluation
  }

  /// The worst language by margin.
  public struct Worst: Hashable, Sendable, Codable {
    /// The language.
    public var language: Language
    /// Its mean margin.
    public var margin: Double
  }

  /// What it is about.
  public var kind: Kind
  /// Optimiser steps taken; 0 before the first.
  public var step: Int
  /// Passes over the drawn pairs so far.
  public var epoch: Double
  /// Means over all of its pairs; null where there were none.
  public var all: PairMeans?
  /// Means by language.
  public var languages: [Language: PairMeans]
  /// Means over the pairs whose request is harmful, by language; in evaluations.
  public var harmful: [Language: PairMeans]?
  /// Means over the pairs whose request is benign, by language; in evaluations.
  public var benign: [Language: PairMeans]?
  /// The worst language; in evaluations.
  public var worst: Worst?
  /// The held-out pairs one by one, from which intervals over groups are made; in evaluations.
  public var pairs: [PairScore]?
  /// Learning rate of the step.
  public var rate: Double?
  /// Norm of the gradients before clipping.
  public var gradientNorm: Double?
  /// Tokens that went through the model since the run began, prompts included.
  public var tokens: Int?
  /// Wall time of the step or evaluation.
  public var seconds: Double
  /// Tokens of this step by its wall time.
  public var tokensPerSecond: Double?
  /// Memory of the process, in bytes.
  public var residentBytes: Int?

  /// A step's record.
  /// - Parameter tokens: before this step.
  init(_ metrics: StepMetrics, epoch: Double, tokens: Int) {
    kind = .step
    step = metrics.step
    self.epoch = epoch
    all = PairMeans(metrics.pairs)
    languages = Self.byLanguage(metrics.pairs)
    rate = metrics.rate
    gradientNorm = metrics.gradientNorm
    self.tokens = tokens + metrics.tokens
    seconds = metrics.seconds
    tokensPerSecond = metrics.seconds > 0 ? Double(metrics.tokens) / metrics.seconds : nil
    residentBytes = ProcessMemory.resident
  }

  /// An evaluation's record.
  /// - Parameter intents: of the pairs, by id.
  init(evaluation scores: [PairScore], intents: [String: Intent], step: Int, epoch: Double, seconds: Double) {
    kind = .evaluation
    self.step = step
    self.epoch = epoch
    all = PairMeans(scores)
    languages = Self.byLanguage(scores)
    harmful = Self.byLanguage(scores.filter { intents[$0.id] == .harmful })
    benign = Self.byLanguage(scores.filter { intents[$0.id] == .benign })
    worst = languages.sorted { $0.key < $1.key }
      .compactMap { language, means in
        (means.margin ?? means.logRatio).map { Worst(language: language, margin: $0) }
      }
      .min { $0.margin < $1.margin }
    pairs = scores
    self.seconds = seconds
    residentBytes = ProcessMemory.resident
  }

  private static func byLanguage(_ scores: [PairScore]) -> [Language: PairMeans] {
    Dictionary(grouping: scores) { Language($0.language) }.compactMapValues { PairMeans($0) }
  }

  /// Every number under the name that a tracker shows: `train/loss`, `eval/margin/lv`.
  public var scalars: [(tag: String, value: Double)] {
    let prefix = kind == .step ? "train" : "eval"
    var all: [(tag: String, value: Double)] = [("\(prefix)/epoch", epoch)]
    func add(_ name: String, _ value: Double?) { if let value { all.append(("\(prefix)/\(name)", value)) } }
    add("rate", rate)
    add("gradient-norm", gradientNorm)
    add("tokens", tokens.map(Double.init))
    add("tokens-per-second", tokensPerSecond)
    add("resident-bytes", residentBytes.map(Double.init))
    add("worst-margin", worst?.margin)
    func add(_ means: PairMeans, _ suffix: String) {
      for (name, value) in means.named { add("\(name)\(suffix)", value) }
    }
    if let means = self.all { add(means, "") }
    for (language, means) in languages.sorted(by: { $0.key < $1.key }) { add(means, "/\(language.code)") }
    for (kind, part) in [("harmful", harmful), ("benign", benign)] {
      for (language, means) in (part ?? [:]).sorted(by: { $0.key < $1.key }) {
        add(means, "/\(kind)/\(language.code)")
      }
    }
    return all
  }
}

extension PairMeans {
  /// Log-probability of the chosen answer over the rejected one, without a reference.
  public var logRatio: Double? { rejected.map { chosen - $0 } }

  /// The means by the names that a tracker shows.
  var named: [(String, Double?)] {
    [
      ("loss", loss), ("margin", margin), ("accuracy", accuracy), ("reward-chosen", chosenReward),
      ("reward-rejected", rejectedReward), ("logp-chosen", chosen), ("logp-rejected", rejected),
      ("log-ratio", logRatio), ("token-accuracy", tokenAccuracy),
    ]
  }
}
