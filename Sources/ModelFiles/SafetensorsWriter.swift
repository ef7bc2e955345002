public import Foundation
import Glibc

/// Writes safetensors files.
///
/// The file equals that of the reference implementation byte for byte (tensors from wide to narrow types, then by
/// name; compact header, padded with spaces to 8 bytes), with metadata in the order of its keys.
/// It appears under its name only when it is complete: a temporary file beside it is renamed.
public enum SafetensorsWriter {
  /// Takes a piece of a tensor's bytes.
  public typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Writes tensors whose bytes stand in memory.
  /// - Throws: `ModelFileError` where names repeat, a type has no place in the format, bytes do not fit a shape, or
  ///   the disk refuses.
  public static func write(
    tensors: [(entry: TensorEntry, bytes: Data)], metadata: [String: String] = [:], to url: URL
  ) throws {
    var bytesOf: [String: Data] = [:]
    for (entry, bytes) in tensors { bytesOf[entry.name] = bytes }
    try write(entries: tensors.map(\.entry), metadata: metadata, to: url) { entry, sink in
      try bytesOf[entry.name, default: Data()].withUnsafeBytes(sink)
    }
  }

  /// Writes tensors one after another, so that only one need be in memory.
  /// - Parameters:
  ///   - entries: what to write, in any order.
  ///   - metadata: texts for `__metadata__`.
  ///   - url: the file, replaced where it exists.
  ///   - bytes: called once a tensor, in the order of the file; hands the bytes over in one piece or several.
  /// - Throws: `ModelFileError`, and the closure's error; then nothing is left behind.
  public static func write(
    entries: [TensorEntry], metadata: [String: String] = [:], to url: URL,
    bytes: (_ entry: TensorEntry, _ sink: Sink) throws -> Void
  ) throws {
    let entries = try ordered(entries, path: url.path)
    let header = try self.header(entries, metadata, path: url.path)
    let folder = url.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString).part")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let message = "cannot be created: \(MappedFile.reason()). Check that the folder is there and writable."
      throw ModelFileError(code: .inputOutput, message: message, path: url.path)
    }
    var isOpen = true
    do {
      try header.withUnsafeBytes { try writeAll($0, to: descriptor, path: url.path) }
      for entry in entries {
        var written = 0
        try bytes(entry) { piece in
          written += piece.count
          guard written <= entry.byteCount else { throw wrongSize(entry, "more than that", url.path) }
          try writeAll(piece, to: descriptor, path: url.path)
        }
        guard written == entry.byteCount else { throw wrongSize(entry, "\(written)", url.path) }
      }
      guard fsync(descriptor) == 0 else { throw diskError("flush", url.path) }
      isOpen = false
      guard close(descriptor) == 0 else { throw diskError("close", url.path) }
      guard rename(temporary.path, url.path) == 0 else { throw diskError("rename", url.path) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary.path)
      throw error
    }
  }

  /// Wide types first, so that each tensor is aligned for its type; then by the bytes of the name.
  private static func ordered(_ entries: [TensorEntry], path: String) throws -> [TensorEntry] {
    var names: Set<String> = ["__metadata__"]
    for entry in entries where !names.insert(entry.name).inserted {
      let message = "the name \(quoted(entry.name)) is given twice or reserved. Give each tensor its own name."
      throw ModelFileError(code: .duplicateName, message: message, path: path)
    }
    let ranked = try entries.map { entry in
      guard let rank = entry.type.safetensorsRank else {
        let message =
          "\(quoted(entry.name)) is \(entry.type.rawValue), which safetensors does not have. Decode it first."
        throw ModelFileError(code: .unsupportedType, message: message, path: path)
      }
      return (rank, entry)
    }
    let sorted = ranked.sorted { left, right in
      left.0 != right.0 ? left.0 > right.0 : left.1.name.utf8.lexicographicallyPrecedes(right.1.name.utf8)
    }
    return sorted.map(\.1)
  }

  /// Length and JSON.
  private static func header(
    _ entries: [TensorEntry], _ metadata: [String: String], path: String
  ) throws -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      members.append("\"__metadata__\":{\(texts.map { "\(json($0)):\(json($1))" }.joined(separator: ","))}")
    }
    var start = 0
    for entry in entries {
      let (end, overflow) = start.addingReportingOverflow(entry.byteCount)
      guard !overflow else {
        throw ModelFileError(code: .tooLarge, message: "would be too large to count.", path: path)
      }
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(json(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
      start = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    guard text.count <= SafetensorsHeader.largest else {
      let message = "would have a header of \(text.count) bytes; readers take \(SafetensorsHeader.largest) at most."
      throw ModelFileError(code: .tooLarge, message: message, path: path)
    }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }

  /// A JSON text, escaped no more than needed.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case ..<"\u{20}":
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
    var done = 0
    while let base = bytes.baseAddress, done < bytes.count {
      let count = Glibc.write(descriptor, base + done, min(bytes.count - done, 1 << 30))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw diskError("write", path) }
      done += count
    }
  }

  private static func diskError(_ action: String, _ path: String) -> ModelFileError {
    let message = "the \(action) failed: \(MappedFile.reason()). Check the space on the disk."
    return ModelFileError(code: .inputOutput, message: message, path: path)
  }

  private static func wrongSize(_ entry: TensorEntry, _ given: String, _ path: String) -> ModelFileError {
    let message = "\(quoted(entry.name)) takes \(entry.byteCount) bytes, and \(given) were given."
    return ModelFileError(code: .shapeMismatch, message: message, path: path)
  }
}
