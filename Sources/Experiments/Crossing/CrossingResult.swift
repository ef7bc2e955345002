public import Foundation
public import IsoglossCore
internal import IsoglossDatasets

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
  public init(contentsOf url: URL) throws {
    do {
      self = try JSONDecoder().decode(CrossingResult.self, from: Data(contentsOf: url))
    } catch {
      throw ExperimentError(
        .damaged, "\(url.path) is not a result of crossing behaviours. Move it away to have it made again.",
        underlying: error)
    }
    guard schema <= Self.currentSchema else {
      throw ExperimentError(.damaged, "\(url.path) has layout \(schema), of a newer isogloss: update it.")
    }
    guard ([before, after] + parts.map(\.after)).allSatisfy(\.isRectangular) else {
      throw ExperimentError(.damaged, "\(url.path) has rows of different lengths. Move it away to have it made again.")
    }
  }

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
  public static func all(in folder: URL) throws -> [CrossingResult] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    let found = try names.filter { $0.hasSuffix(".json") }.map {
      try CrossingResult(contentsOf: folder.appending(path: $0))
    }
    guard !found.isEmpty else {
      throw ExperimentError(
        .notComparable,
        "There is no finished run in \(folder.path). Make one with `isogloss experiment crossing run`.")
    }
    guard Set(found.map { [$0.experiment, $0.source.code] }).count == 1 else {
      throw ExperimentError(
        .notComparable, "\(folder.path) holds runs of several experiments: give each its own folder.")
    }
    return found
  }

  /// Writes the result: whole, or not at all.
  func write(to url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try JSONLines.line(self).write(to: url, options: .atomic)
    } catch {
      throw ExperimentError(
        .inputOutput, "\(url.path) cannot be written. Check the space on the disk and the rights.", underlying: error)
    }
  }
}
