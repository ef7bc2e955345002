public import Foundation
public import IsoglossCore

/// What one run of the grid found: small enough to be kept in a repository, whole enough to make every table from.
public struct CellResult: Hashable, Sendable, Codable {
  /// What was trained.
  public struct Training: Hashable, Sendable, Codable {
    /// What each language gave: `en 168+168`.
    public var counts: String
    /// Pairs shown.
    public var pairs: Int
    /// SHA-256 over them, in order.
    public var pairsHash: String
    /// Optimiser steps.
    public var steps: Int
    /// SHA-256 of the adapter's weights.
    public var weightsHash: String
    /// Log-probability of the preferred answer over the other one on the held-out groups, in nats, before the first
    /// step: refusal over agreement for harmful requests, help over needless refusal for benign ones.
    public var before: [String: LanguageRows<Double>]
    /// The same after the last.
    public var after: [String: LanguageRows<Double>]
  }

  /// What it answered, by intent of the prompts.
  public struct Answers: Hashable, Sendable, Codable {
    /// Judges, the primary one first.
    public var judges: [JudgeRecord]
    /// Outcomes by judge and intent.
    public var outcomes: [String: [String: LanguageRows<String>]]
    /// Whether the likeliest language of the answer is the prompt's, by intent; null where it cannot be told.
    public var inLanguage: [String: LanguageRows<Bool>]
    /// Log-probability of the answer under the base without any adapter, in nats, by intent; empty answers are null.
    public var fluency: [String: LanguageRows<Double>]
    /// Tokens of the answer.
    public var tokens: [String: LanguageRows<Int>]
  }

  /// What it makes of parallel text.
  public struct Text: Hashable, Sendable, Codable {
    /// SHA-256 over the lines.
    public var hash: String
    /// −log₂ p of each line.
    public var bits: [Language: [Double]]
    /// UTF-8 bytes of each line.
    public var bytes: [Language: [Int]]
    /// Tokens of all lines.
    public var tokens: [Language: Int]
  }

  /// Version of this file's layout.
  public var schema: Int
  /// The run; null for the model that all runs start from.
  public var cell: ExperimentCell?
  /// The experiment's name.
  public var experiment: String
  /// SHA-256 over everything that decides what the result is.
  public var settings: String
  /// The base's name, and SHA-256 over its files.
  public var base: [String]
  /// What was trained; null for the start of an experiment without a stage of its own.
  public var training: Training?
  /// What it answered.
  public var answers: Answers
  /// What it makes of parallel text; null where there was none.
  public var text: Text?
  /// Wall time of training and of the questions.
  public var seconds: [String: Double]
  /// The sitting that finished it: versions and machine.
  public var session: RunSession

  /// The layout that this version writes.
  public static let currentSchema = 1

  /// Reads a result.
  /// - Throws: `ExperimentError.damaged` for a file that is none, or of a newer layout.
  public init(contentsOf url: URL) throws { self = try Self.read(url) }

  init(
    cell: ExperimentCell?, experiment: String, settings: String, base: [String], training: Training?, answers: Answers,
    text: Text?, seconds: [String: Double], session: RunSession
  ) {
    schema = Self.currentSchema
    self.cell = cell
    self.experiment = experiment
    self.settings = settings
    self.base = base
    self.training = training
    self.answers = answers
    self.text = text
    self.seconds = seconds
    self.session = session
  }
}

extension CellResult: ResultFile {
  static var origin: String { "an experiment" }
  static var command: String { "isogloss experiment run" }
  var family: [String] { [experiment] + base }

  var isRectangular: Bool {
    let rows = [training?.before, training?.after, answers.fluency].compactMap { $0 }.flatMap(\.values)
    return rows.allSatisfy(\.isRectangular) && answers.outcomes.values.flatMap(\.values).allSatisfy(\.isRectangular)
      && answers.inLanguage.values.allSatisfy(\.isRectangular) && answers.tokens.values.allSatisfy(\.isRectangular)
      && (text?.bits.allSatisfy { $1.count == text?.bytes[$0]?.count } ?? true)
  }
}

extension Double {
  /// To three decimals: what a file keeps of a log-probability.
  var rounded3: Double { (self * 1000).rounded() / 1000 }
}
