public import Foundation
internal import IsoglossCore

/// The folder of an experiment.
///
/// `results/NAME.json` is a finished run; `start` and `cells/NAME` hold adapters, checkpoints and answers, which stay
/// out of any repository where a model was taught to comply.
public struct ExperimentFolder: Hashable, Sendable {
  /// The folder.
  public let url: URL
  /// What the model that all runs start from is called among the results.
  public static let startName = "start"

  /// A folder, made where it is missing.
  /// - Throws: `ExperimentError.inputOutput`.
  public init(at url: URL) throws {
    self.url = url
    do {
      for part in [results, work(nil).deletingLastPathComponent(), url.appending(path: "cells")] {
        try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
      }
    } catch {
      throw ExperimentError(.inputOutput, "\(url.path) cannot be made.", underlying: error)
    }
  }

  /// The folder of finished runs.
  public var results: URL { url.appending(path: "results") }

  /// Where a run keeps its adapter and answers; null for the start.
  public func work(_ cell: ExperimentCell?) -> URL {
    cell.map { url.appending(path: "cells/\($0.name)") } ?? url.appending(path: Self.startName)
  }

  /// The answers of a run, as a run file.
  func answers(_ cell: ExperimentCell?) -> URL { work(cell).appending(path: "answers.sqlite") }

  /// Finished runs that some of the judges have not read.
  /// - Returns: those whose answers are there, and the names of those whose answers are not.
  /// - Throws: `ExperimentError.damaged`.
  func waiting(
    _ cells: [ExperimentCell?], for judges: [JudgeRecord]
  ) throws -> (ready: [ExperimentCell?], missing: [String]) {
    var ready: [ExperimentCell?] = []
    var missing: [String] = []
    for cell in cells {
      guard let outcomes = try result(cell)?.answers.outcomes, judges.contains(where: { outcomes[$0.name] == nil })
      else { continue }
      if FileManager.default.fileExists(atPath: answers(cell).path) {
        ready.append(cell)
      } else {
        missing.append(cell?.name ?? Self.startName)
      }
    }
    return (ready, missing)
  }

  /// The file of a finished run.
  public func file(_ cell: ExperimentCell?) -> URL {
    results.appending(path: "\(cell?.name ?? Self.startName).json")
  }

  /// A finished run; null where it is not finished.
  /// - Throws: `ExperimentError.damaged`.
  public func result(_ cell: ExperimentCell?) throws -> CellResult? {
    let url = file(cell)
    return FileManager.default.fileExists(atPath: url.path) ? try CellResult(contentsOf: url) : nil
  }

  /// Every finished run of a folder: an experiment's, or one with the result files alone.
  /// - Throws: `ExperimentError.damaged`; `notComparable` where there is none, or they are of several experiments.
  public static func results(in url: URL) throws -> [CellResult] {
    let inner = url.appending(path: "results")
    let folder = FileManager.default.fileExists(atPath: inner.path) ? inner : url
    return try CellResult.readAll(in: folder)
  }
}
