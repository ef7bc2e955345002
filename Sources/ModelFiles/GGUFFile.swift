public import Foundation

/// A GGUF file, version 2 or 3, little-endian, mapped into memory.
///
/// Format: magic, version, counts, metadata, tensor descriptions, aligned tensor bytes. Shapes stand innermost first
/// in the file and outermost first here.
public struct GGUFFile: TensorSource {
  /// The file.
  public var url: URL { file.url }
  /// Version of the format: 2 or 3.
  public let version: Int
  /// All metadata by key.
  public let metadata: [String: GGUFValue]
  /// Keys in the order of the file.
  public let metadataKeys: [String]
  /// Tensors in the order in which the file describes them.
  public let entries: [TensorEntry]

  private let file: MappedFile
  private let index: [String: Int]

  /// Opens a file, reads its metadata and checks every tensor against its size. Tensor bytes are not touched.
  /// - Throws: `ModelFileError`.
  public init(contentsOf url: URL) throws { try self.init(MappedFile(contentsOf: url)) }

  init(_ file: MappedFile) throws {
    self.file = file
    let header = try file.withBytes(in: 0..<file.count) { try GGUFHeader(file: $0, path: file.url.path) }
    version = header.version
    metadata = header.metadata
    metadataKeys = header.keys
    entries = header.entries
    index = header.index
  }

  /// The tensor of a name.
  public subscript(name: String) -> TensorEntry? { index[name].map { entries[$0] } }

  /// Calls `body` with a tensor's bytes; they must not be used after it returns.
  /// - Throws: `ModelFileError`, and `body`'s error.
  public func withBytes<R>(of name: String, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    let entry = try entry(name)
    return try file.withBytes(in: entry.offset..<entry.offset + entry.byteCount, body)
  }
}

/// Metadata by key: nil where the key is missing or its value is of another kind.
extension GGUFFile {
  /// A text.
  public func string(_ key: String) -> String? { metadata[key]?.string }
  /// An integer of any width.
  public func int(_ key: String) -> Int? { metadata[key]?.int }
  /// A number of any kind.
  public func float(_ key: String) -> Double? { metadata[key]?.double }
  /// A truth value.
  public func bool(_ key: String) -> Bool? { metadata[key]?.bool }
  /// An array of texts.
  public func strings(_ key: String) -> [String]? { metadata[key]?.array?.strings }
  /// An array of floating-point numbers.
  public func floats(_ key: String) -> [Float]? { metadata[key]?.array?.floats }
  /// An array of integers of any width.
  public func ints(_ key: String) -> [Int]? { metadata[key]?.array?.ints }
  /// An array of truth values.
  public func bools(_ key: String) -> [Bool]? { metadata[key]?.array?.bools }
  /// `general.architecture`: `llama`, `gemma3`, `qwen2` ….
  public var architecture: String? { string("general.architecture") }
}
