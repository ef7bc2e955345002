public import Foundation

/// A safetensors file, mapped into memory.
///
/// Format: 64-bit header length, JSON header, bytes. The checks are those of the reference implementation and a
/// few more: the tensors must cover the bytes without hole and without overlap, and no name may come twice.
public struct SafetensorsFile: TensorSource {
  /// The file.
  public var url: URL { file.url }
  /// Tensors in the order of their bytes.
  public let entries: [TensorEntry]
  /// The texts under `__metadata__`, such as `format: pt`.
  public let metadata: [String: String]

  private let file: MappedFile
  private let index: [String: Int]

  /// Opens a file and checks its header against its size. Tensor bytes are not touched.
  /// - Throws: `ModelFileError`.
  public init(contentsOf url: URL) throws { try self.init(MappedFile(contentsOf: url)) }

  init(_ file: MappedFile) throws {
    self.file = file
    let header = try file.withBytes(in: 0..<file.count) { try SafetensorsHeader(file: $0, path: file.url.path) }
    entries = header.entries
    metadata = header.metadata
    index = Dictionary(uniqueKeysWithValues: header.entries.enumerated().map { ($1.name, $0) })
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

/// The JSON part of a safetensors file.
struct SafetensorsHeader {
  /// The reference implementation's limit.
  static let largest = 100_000_000
  /// The largest mixtures of experts have about a third.
  static let mostTensors = 1 << 18
  /// More dimensions than any framework has.
  static let mostDimensions = 64

  var entries: [TensorEntry] = []
  var metadata: [String: String] = [:]

  init(file bytes: UnsafeRawBufferPointer, path: String) throws {
    var reader = ByteReader(bytes, path: path)
    let length = try reader.count("bytes of header", bytesEach: 1)
    guard length <= Self.largest else {
      let message = "has a header of \(length) bytes; at most \(Self.largest) are allowed. The file is damaged."
      throw ModelFileError(code: .tooLarge, message: message, path: path)
    }
    guard length > 0, bytes[8] == UInt8(ascii: "{") else {
      let message = "is no safetensors file: its header does not start with a brace."
      throw ModelFileError(code: .wrongFormat, message: message, path: path)
    }
    let start = 8 + length
    var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[8..<start]), path: path)
    try scanner.object { scanner, key in
      if key == "__metadata__" {
        try scanner.object { scanner, key in metadata[key] = try scanner.string() }
      } else {
        guard entries.count < Self.mostTensors else {
          let message = "has more than \(Self.mostTensors) tensors. Split it into shards."
          throw ModelFileError(code: .tooLarge, message: message, path: path)
        }
        entries.append(try Self.entry(key, &scanner, start: start, end: bytes.count))
      }
    }
    try scanner.end()
    entries.sort { ($0.offset, $0.byteCount, $0.name) < ($1.offset, $1.byteCount, $1.name) }
    try checkCover(start: start, end: bytes.count, path: path)
  }

  /// One tensor's object.
  private static func entry(
    _ name: String, _ scanner: inout JSONScanner, start: Int, end: Int
  ) throws -> TensorEntry {
    let path = scanner.path
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { scanner, key in
      switch key {
      case "dtype":
        let raw = try scanner.string()
        guard let known = ElementType(rawValue: raw), known.safetensorsRank != nil else {
          let message = "\(quoted(name)) has the unknown type \(quoted(raw)). Convert the model to F32, F16 or BF16."
          throw ModelFileError(code: .unsupportedType, message: message, path: path)
        }
        type = known
      case "shape": shape = try integers(&scanner, atMost: mostDimensions)
      case "data_offsets": offsets = try integers(&scanner, atMost: 2)
      default: try scanner.skip()
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      let message = "\(quoted(name)) lacks its dtype, shape or data_offsets. The file is damaged: fetch it again."
      throw ModelFileError(code: .malformed, message: message, path: path)
    }
    guard offsets[0] <= offsets[1], offsets[1] <= end - start else {
      let message =
        "\(quoted(name)) lies at \(offsets[0])..<\(offsets[1]) of \(end - start) bytes. "
        + "The file is cut short or damaged: fetch it again."
      throw ModelFileError(code: .outOfBounds, message: message, path: path)
    }
    let entry = try TensorEntry(name: name, type: type, shape: shape, offset: start + offsets[0], path: path)
    guard entry.byteCount == offsets[1] - offsets[0] else {
      let message =
        "\(quoted(name)) has \(offsets[1] - offsets[0]) bytes, and its shape needs \(entry.byteCount). "
        + "The file is damaged: fetch it again."
      throw ModelFileError(code: .shapeMismatch, message: message, path: path)
    }
    return entry
  }

  private static func integers(_ scanner: inout JSONScanner, atMost limit: Int) throws -> [Int] {
    var values: [Int] = []
    try scanner.array { scanner in
      guard values.count < limit else { throw scanner.malformed("the end of a list of at most \(limit) numbers") }
      values.append(try scanner.integer())
    }
    return values
  }

  /// Every byte after the header belongs to exactly one tensor.
  private func checkCover(start: Int, end: Int, path: String) throws {
    var next = start
    for entry in entries {
      guard entry.offset == next else {
        let problem = entry.offset < next ? "overlaps the tensor before it" : "leaves a hole before it"
        let message = "\(quoted(entry.name)) \(problem). The file is damaged: fetch it again."
        throw ModelFileError(code: .overlap, message: message, path: path)
      }
      next += entry.byteCount
    }
    guard next == end else {
      let message = "has \(end - next) bytes that belong to no tensor. The file is damaged: fetch it again."
      throw ModelFileError(code: .overlap, message: message, path: path)
    }
  }
}
