public import Foundation
public import IsoglossCore

/// The folder of a training run: its settings, metrics and checkpoints, held by one process at a time.
public final class RunFolder {
  /// What a run is: a run goes on only under equal settings.
  public struct Settings: Hashable, Sendable, Codable {
    /// How it trains.
    public var stage: AlignmentStage
    /// The base.
    public var base: AdapterManifest.Base
    /// Hashes of the adapters that were added to the base.
    public var onto: [String]
    /// The pairs.
    public var data: AdapterManifest.Data

    /// Settings.
    public init(stage: AlignmentStage, base: AdapterManifest.Base, onto: [String], data: AdapterManifest.Data) {
      self.stage = stage
      self.base = base
      self.onto = onto
      self.data = data
    }
  }

  /// The folder.
  public let url: URL
  /// Its settings.
  public let settings: Settings
  private let lock: HeldFile

  /// One line a record.
  public var metrics: URL { url.appendingPathComponent("metrics.jsonl") }
  /// TensorBoard's folder.
  public var events: URL { url.appendingPathComponent("tensorboard") }
  /// The checkpoints' folder.
  public var checkpoints: URL { url.appendingPathComponent("checkpoints") }

  /// Opens a folder: a new run, or one with equal settings to go on with.
  /// - Throws: `AlignmentError.otherRun` with the differences named, `.inUse`, `.inputOutput`.
  public init(at url: URL, settings: Settings) throws {
    self.url = url
    self.settings = settings
    try Disk.run("\(url.path) cannot be made") {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    do {
      lock = try HeldFile(url.appendingPathComponent(".lock").path)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw AlignmentError(.inputOutput, "\(url.path) cannot be written: \(reason).")
      case .inUse:
        throw AlignmentError(.inUse, "Another process trains in \(url.path): wait for it, or give another folder.")
      }
    }
    try Self.agree(url.appendingPathComponent("run.json"), settings)
    if settings.stage.teachesCompliance {
      try Disk.run("\(url.path) cannot be written") {
        try Data("*\n".utf8).write(to: url.appendingPathComponent(".gitignore"), options: .atomic)
      }
    }
  }

  private static func agree(_ file: URL, _ settings: Settings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let wanted = try encoder.encode(settings)
    guard FileManager.default.fileExists(atPath: file.path) else {
      return try Disk.run("\(file.path) cannot be written") { try wanted.write(to: file, options: .atomic) }
    }
    let there = try Disk.run("\(file.path) cannot be read") { try Data(contentsOf: file) }
    guard let known = try? JSONDecoder().decode(Settings.self, from: there) else {
      throw AlignmentError(.otherRun, "\(file.path) is no run of isogloss: give another folder.")
    }
    let differences = known.differences(to: settings)
    guard differences.isEmpty else {
      throw AlignmentError(
        .otherRun,
        "\(file.deletingLastPathComponent().path) is another run (\(differences.joined(separator: "; "))). "
          + "Give another folder, or the settings of that run.")
    }
  }
}

extension RunFolder.Settings {
  /// What keeps a run with these settings from going on under others, in words; empty where nothing does.
  func differences(to other: Self) -> [String] {
    /// Leaves of the settings as JSON, by path.
    func leaves(_ settings: Self) -> [String: String] {
      guard let data = try? JSONEncoder().encode(settings), let object = try? JSONSerialization.jsonObject(with: data)
      else { return [:] }
      var found: [String: String] = [:]
      func walk(_ value: Any, _ path: String) {
        if let object = value as? [String: Any] {
          for (key, value) in object { walk(value, path.isEmpty ? key : "\(path).\(key)") }
        } else {
          found[path] = "\(value)"
        }
      }
      walk(object, "")
      return found
    }
    let (mine, theirs) = (leaves(self), leaves(other))
    return Set(mine.keys).union(theirs.keys).sorted().filter { mine[$0] != theirs[$0] }.map {
      "\($0): the run has \(mine[$0] ?? "none"), this is \(theirs[$0] ?? "none")"
    }
  }
}
