public import Foundation
internal import Glibc
public import IsoglossCore

/// The saved states of a run: the last two, and the best by the worst language.
///
/// A checkpoint is a folder that appears under its name only when everything in it is on the disk. Reading checks its hash
/// and takes the one before where the newest is damaged.
public struct Checkpoints: Sendable {
  /// What a run knows besides the engine's state.
  public struct Progress: Hashable, Sendable, Codable {
    /// Optimiser steps taken.
    public var step = 0
    /// Tokens that went through the model.
    public var tokens = 0
    /// Step of the best evaluation; null before the first.
    public var bestStep: Int?
    /// Its worst language's margin.
    public var bestMargin: Double?
    /// Evaluations since.
    public var evaluationsSinceBest = 0
    /// Margins by language at the first evaluation.
    public var firstMargins: [Language: Double] = [:]
    /// Margins by language at the last evaluation.
    public var lastMargins: [Language: Double] = [:]
    /// Why training ended; null while it has not.
    public var ending: String?
  }

  /// What stands beside a state.
  private struct Record: Codable {
    var progress: Progress
    /// SHA-256 of the state's file.
    var stateHash: String
  }

  private enum Kind: String {
    case step, best
  }

  /// The folder that holds them.
  public let folder: URL
  /// Checkpoints in a folder, made where it is missing; leftovers of a killed process are removed.
  public init(in folder: URL) throws {
    self.folder = folder
    try Disk.run("\(folder.path) cannot hold checkpoints") {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix(".") {
        try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
      }
    }
  }

  /// Saves; keeps the last two.
  public func save(_ engine: any TrainingEngine, _ progress: Progress) throws {
    try write(engine, progress, .step)
    prune(.step, keeping: 2)
  }

  /// Saves as the best one.
  func saveBest(_ engine: any TrainingEngine, _ progress: Progress) throws {
    try write(engine, progress, .best)
    prune(.best, keeping: 1)
  }

  /// Takes the engine to the newest whole checkpoint.
  /// - Returns: null where there is none.
  /// - Throws: `AlignmentError.damaged` where there are checkpoints and none is whole; the engine's error.
  public func restore(_ engine: any TrainingEngine) throws -> Progress? { try restore(engine, .step) }

  /// Takes the engine to the best checkpoint.
  func restoreBest(_ engine: any TrainingEngine) throws {
    guard try restore(engine, .best) != nil else {
      throw AlignmentError(.damaged, "There is no best checkpoint in \(folder.path).")
    }
  }

  private func restore(_ engine: any TrainingEngine, _ kind: Kind) throws -> Progress? {
    let there = names(kind)
    for name in there.reversed() {
      guard let progress = read(name) else { continue }
      try engine.importState(from: stateFile(name))
      return progress
    }
    guard there.isEmpty else {
      throw AlignmentError(.damaged, "No checkpoint in \(folder.path) is whole. Remove the folder to begin again.")
    }
    return nil
  }

  private func stateFile(_ name: String) -> URL { folder.appendingPathComponent("\(name)/state.safetensors") }

  /// Names of the checkpoints of a kind, in the order of their steps.
  private func names(_ kind: Kind) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasPrefix("\(kind.rawValue)-") }.sorted()
  }

  private func prune(_ kind: Kind, keeping count: Int) {
    for name in names(kind).dropLast(count) {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
    }
  }

  /// What a checkpoint says; null where it is not whole.
  private func read(_ name: String) -> Progress? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(name)/progress.json")),
      let record = try? JSONDecoder().decode(Record.self, from: data),
      (try? ContentHash.ofFile(at: stateFile(name))) == record.stateHash
    else { return nil }
    return record.progress
  }

  private func write(_ engine: any TrainingEngine, _ progress: Progress, _ kind: Kind) throws {
    let digits = "\(progress.step)"
    let name = "\(kind.rawValue)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    let temporary = folder.appendingPathComponent(".\(name).part")
    let final = folder.appendingPathComponent(name)
    try Disk.run("The checkpoint \(final.path) cannot be written") {
      try? FileManager.default.removeItem(at: temporary)
      try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
      let state = temporary.appendingPathComponent("state.safetensors")
      try engine.exportState(to: state)
      let record = Record(progress: progress, stateHash: try ContentHash.ofFile(at: state))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      let file = temporary.appendingPathComponent("progress.json")
      try encoder.encode(record).write(to: file)
      try Disk.flush(file)
      try Disk.flush(temporary)
      // A folder of this step holds the same state; the one before it stands in until the new one is in place.
      try? FileManager.default.removeItem(at: final)
      try FileManager.default.moveItem(at: temporary, to: final)
      try Disk.flush(folder)
    }
  }
}

/// What a run asks of the file system beyond Foundation.
enum Disk {
  /// Runs a body; what the file system refuses becomes an error of this module.
  static func run<R>(_ what: String, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as AlignmentError {
      throw error
    } catch {
      throw AlignmentError(.inputOutput, "\(what). Check the space on the disk and the rights.", underlying: error)
    }
  }

  /// Brings a file or folder to the disk.
  static func flush(_ url: URL) throws {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
  }
}
