public import Foundation
internal import IsoglossCore

/// What a study has measured so far, one file a unit of its work in a folder, so that a study which was stopped goes on behind
/// its last whole unit. Numbers come back as they were, bit for bit; what is measured with another number of threads may differ
/// in its last bits. One program at a time works in a folder.
public struct KeptUnits: Sendable {
  /// How studies measure: to be raised where a unit is measured otherwise, or holds something else.
  static let method = "1"
  static let manifestName = "study.json"

  private let folder: URL?
  private let lock: HeldFile?
  /// Of the study: a unit of another one is measured again.
  private let identity: String
  /// Units that were there at the beginning.
  public let found: Int

  /// Keeps nothing: each unit is measured.
  public init() {
    folder = nil
    lock = nil
    identity = ""
    found = 0
  }

  /// Opens the folder of a study, or makes it.
  /// - Parameter study: all that its measurements depend on, by what it is called in messages.
  /// - Throws: `InterpretabilityError.otherStudy` with the differences named, `.inUse`, `.inputOutput`.
  public init(_ folder: URL, study: [String: String]) throws {
    let study = study.merging(["method": Self.method]) { $1 }
    self.folder = folder
    let parts = study.keys.sorted().flatMap { name -> [String] in [name, study[name] ?? ""] }
    identity = ContentHash.of(parts)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InterpretabilityError(.inputOutput, "\(folder.path) cannot be made.", underlying: error)
    }
    do {
      lock = try HeldFile(folder.appending(path: ".lock").path)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw InterpretabilityError(.inputOutput, "\(folder.path) cannot be written: \(reason).")
      case .inUse:
        throw InterpretabilityError(
          .inUse, "Another program measures into \(folder.path): wait for it, or give another folder.")
      }
    }
    try Self.agree(folder.appending(path: Self.manifestName), study)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    found = names.count { $0.hasSuffix(".json") && $0 != Self.manifestName }
  }

  /// Writes what a study depends on, or checks what is there.
  private static func agree(_ file: URL, _ study: [String: String]) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return try write(study, to: file) }
    let data = (try? Data(contentsOf: file)) ?? Data()
    guard let there = try? JSONDecoder().decode([String: String].self, from: data) else {
      throw InterpretabilityError(.otherStudy, "\(file.path) is of no study: give another folder.")
    }
    let differences = Set(there.keys).union(study.keys).filter { there[$0] != study[$0] }.sorted()
    guard differences.isEmpty else {
      throw InterpretabilityError(
        .otherStudy,
        "\(file.deletingLastPathComponent().path) is of another study (\(differences.joined(separator: ", "))): give another "
          + "folder, or the options of that one.")
    }
  }

  /// A unit as it is kept. A list, since a value may be null.
  private struct Unit<Value: Codable>: Codable {
    var study: String
    var value: [Value]
  }

  /// A unit's value: the kept one, else what is measured, which is kept then.
  func unit<Value: Codable>(_ name: String, _ measure: () throws -> Value) throws -> Value {
    if let kept = read(name, as: Value.self) { return kept }
    let value = try measure()
    try keep(value, as: name)
    return value
  }

  /// A unit's value: the kept one, else what is measured, which is kept then.
  func unit<Value: Codable>(_ name: String, _ measure: () async throws -> Value) async throws -> Value {
    if let kept = read(name, as: Value.self) { return kept }
    let value = try await measure()
    try keep(value, as: name)
    return value
  }

  /// The value of a whole unit of this study; null for one that is missing, torn, or another study's.
  private func read<Value: Codable>(_ name: String, as type: Value.Type) -> Value? {
    guard let file = file(name), let data = try? Data(contentsOf: file) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let unit = try? decoder.decode(Unit<Value>.self, from: data), unit.study == identity else { return nil }
    return unit.value.first
  }

  private func keep<Value: Codable>(_ value: Value, as name: String) throws {
    guard let file = file(name) else { return }
    try Self.write(Unit(study: identity, value: [value]), to: file)
  }

  /// Names come from languages, which come from files.
  private func file(_ name: String) -> URL? {
    let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-."))
    return folder?.appending(path: "\(name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "").json")
  }

  /// Writes a file whole or not at all.
  private static func write(_ value: some Encodable, to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      try encoder.encode(value).write(to: file, options: .atomic)
    } catch {
      throw InterpretabilityError(.inputOutput, "\(file.path) cannot be written.", underlying: error)
    }
  }
}

extension StudyPrompts {
  /// Digest of all of the prompts that a study measures with.
  public static func hash(of sets: [StudyPrompts]) -> String {
    func texts(_ parts: [Part: [Prompt]]) -> [String] {
      Part.allCases.flatMap { part -> [String] in
        [part.rawValue]
          + (parts[part] ?? []).flatMap { prompt -> [String] in
            [prompt.id, prompt.group ?? "", prompt.text]
          }
      }
    }
    let all = sets.flatMap { set -> [String] in [set.language.code] + texts(set.harmful) + texts(set.benign) }
    return ContentHash.of(all)
  }
}
