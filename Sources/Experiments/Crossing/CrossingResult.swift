public import Foundation
public import IsoglossCore

/// What one run of crossing behaviours found: margins by group and language, before and after. The adapter is not kept.
public struct CrossingResult: Hashable, Sendable, Codable {
  /// What was trained.
  public struct Training: Hashable, Sendable, Codable {
    /// Pairs, each of another group.
    public var pairs: Int
    /// SHA-256 over them, labels included.
    public var pairsHash: String
    /// Optimiser steps.
    public var steps: Int
    /// Mean change of the margin on the trained pairs as they were labelled, in nats: whether anything was learnt.
    public var gain: Double
  }

  /// What an adapter does of which some blocks alone are left.
  public struct Part: Hashable, Sendable, Codable {
    /// The blocks that are left, counted from 0.
    public var blocks: [Int]
    /// Whether they are those that changed most; else they are drawn at random.
    public var isTop: Bool
    /// Margins on the groups that parts are asked.
    public var after: LanguageRows<Double>
  }

  /// Version of this file's layout.
  public var schema: Int
  /// The run.
  public var cell: CrossingCell
  /// The experiment's name.
  public var experiment: String
  /// The language that behaviours cross from.
  public var source: Language
  /// SHA-256 over everything that decides what the result is.
  public var settings: String
  /// SHA-256 over the base's files, type of its weights, template, and frame of the pairs.
  public var base: [String]
  /// What was trained.
  public var training: Training
  /// log p(preferred) − log p(dispreferred) of held-out pairs, in nats, before the first step.
  public var before: LanguageRows<Double>
  /// The same after the last.
  public var after: LanguageRows<Double>
  /// Size of what training added to each block (Frobenius norm).
  public var norms: [Double]
  /// Parts of the adapter; none where they were not asked for.
  public var parts: [Part]
  /// Wall time.
  public var seconds: Double
  /// The sitting that made it: versions and machine.
  public var session: RunSession

  /// The layout that this version writes.
  public static let currentSchema = 1

  /// Change of the margin by group in a language, in nats; groups that miss a value are left out.
  func gains(_ language: Language, of part: Part? = nil) -> [String: Double] {
    let start = before.byGroup(language)
    return (part?.after ?? after).byGroup(language).reduce(into: [:]) { found, item in
      if let first = start[item.key] { found[item.key] = item.value - first }
    }
  }

  /// Reads a result.
  /// - Throws: `ExperimentError.damaged` for a file that is none, or of a newer layout.
  public init(contentsOf url: URL) throws { self = try Self.read(url) }

  init(
    _ cell: CrossingCell, experiment: String, source: Language, settings: String, base: [String], training: Training,
    before: LanguageRows<Double>, after: LanguageRows<Double>, norms: [Double] = [], parts: [Part] = [],
    seconds: Double, session: RunSession
  ) {
    schema = Self.currentSchema
    self.cell = cell
    self.experiment = experiment
    self.source = source
    self.settings = settings
    self.base = base
    self.training = training
    self.before = before
    self.after = after
    self.norms = norms
    self.parts = parts
    self.seconds = seconds
    self.session = session
  }

  /// Every finished run of a folder, by name.
  /// - Throws: `ExperimentError.damaged`; `notComparable` where there is none, or they are of several experiments.
  public static func all(in folder: URL) throws -> [CrossingResult] { try readAll(in: folder) }
}

extension CrossingResult: ResultFile {
  static var origin: String { "crossing behaviours" }
  static var command: String { "isogloss experiment crossing run" }
  var family: [String] { [experiment, source.code] }
  var isRectangular: Bool { ([before, after] + parts.map(\.after)).allSatisfy(\.isRectangular) }
}
