/// Everything of a GGUF file but the tensors' bytes.
struct GGUFHeader {
  /// Bytes of metadata and descriptions, as for safetensors; the largest vocabularies take a third.
  private static let largest = 100_000_000
  private static let mostTensors = 1 << 18
  private static let mostPairs = 1 << 16
  /// Length of a metadata key, by the specification; kept for tensor names as well.
  private static let longestName = 65535
  /// llama.cpp's limit.
  private static let mostDimensions = 4
  /// Arrays in arrays.
  private static let deepestArray = 16

  var version = 0
  var metadata: [String: GGUFValue] = [:]
  var keys: [String] = []
  var entries: [TensorEntry] = []
  var index: [String: Int] = [:]

  private let fileSize: Int
  private var reader: ByteReader
  private var path: String { reader.path }

  init(file bytes: UnsafeRawBufferPointer, path: String) throws {
    reader = ByteReader(bytes, limit: Self.largest, path: path)
    fileSize = bytes.count
    try readVersion()
    // The least that a description takes: name length, dimensions, type, offset.
    let tensors = try reader.count("tensors", bytesEach: 24)
    // The least that a pair takes: key length, type, one byte.
    let pairs = try reader.count("metadata pairs", bytesEach: 13)
    guard tensors <= Self.mostTensors, pairs <= Self.mostPairs else {
      let message =
        "announces \(tensors) tensors and \(pairs) metadata pairs; at most \(Self.mostTensors) and \(Self.mostPairs) "
        + "are read. The file is damaged: fetch it again."
      throw ModelFileError(code: .tooLarge, message: message, path: path)
    }
    for _ in 0..<pairs { try readPair() }
    let alignment = try self.alignment()
    for _ in 0..<tensors { try readTensor(alignment: alignment) }
    try place(alignment: alignment)
  }

  private mutating func readVersion() throws {
    guard reader.remaining >= 4, try reader.integer(UInt32.self) == 0x4655_4747 else {
      throw ModelFileError(code: .wrongFormat, message: "is no GGUF file: it does not start with GGUF.", path: path)
    }
    let number = try reader.integer(UInt32.self)
    guard number == 2 || number == 3 else {
      let what = number & 0xFFFF == 0 && number > 0 ? "is a big-endian GGUF file" : "is GGUF version \(number)"
      let message = "\(what); little-endian versions 2 and 3 are read. Convert it with llama.cpp's tools."
      throw ModelFileError(code: .unsupportedVersion, message: message, path: path)
    }
    version = Int(number)
  }

  private mutating func readName() throws -> String {
    let start = reader.offset
    let name = try reader.text()
    guard name.utf8.count <= Self.longestName else {
      let message = "has a name of \(name.utf8.count) bytes at byte \(start); at most \(Self.longestName) are allowed."
      throw ModelFileError(code: .tooLarge, message: message, path: path)
    }
    return name
  }

  private mutating func readPair() throws {
    let key = try readName()
    let value = try readValue(type: reader.integer(UInt32.self), key: key)
    guard metadata.updateValue(value, forKey: key) == nil else {
      let message = "the metadata key \(quoted(key)) comes twice. The file is damaged: fetch it again."
      throw ModelFileError(code: .duplicateName, message: message, path: path)
    }
    keys.append(key)
  }

  private mutating func readValue(type: UInt32, key: String) throws -> GGUFValue {
    switch type {
    case 0: .uint8(try reader.integer(UInt8.self))
    case 1: .int8(try reader.integer(Int8.self))
    case 2: .uint16(try reader.integer(UInt16.self))
    case 3: .int16(try reader.integer(Int16.self))
    case 4: .uint32(try reader.integer(UInt32.self))
    case 5: .int32(try reader.integer(Int32.self))
    case 6: .float32(Float(bitPattern: try reader.integer(UInt32.self)))
    case 7: .bool(try reader.integer(UInt8.self) != 0)
    case 8: .string(try reader.text())
    case 9: .array(try readArray(key: key, depth: 1))
    case 10: .uint64(try reader.integer(UInt64.self))
    case 11: .int64(try reader.integer(Int64.self))
    case 12: .float64(Double(bitPattern: try reader.integer(UInt64.self)))
    default: throw unknown(type, key)
    }
  }

  private mutating func readArray(key: String, depth: Int) throws -> GGUFArray {
    let type = try reader.integer(UInt32.self)
    switch type {
    case 0: return .uint8(try plain(UInt8.self))
    case 1: return .int8(try plain(Int8.self))
    case 2: return .uint16(try plain(UInt16.self))
    case 3: return .int16(try plain(Int16.self))
    case 4: return .uint32(try plain(UInt32.self))
    case 5: return .int32(try plain(Int32.self))
    case 6: return .float32(try plain(Float.self))
    case 7: return .bool(try plain(UInt8.self).map { $0 != 0 })
    case 8:
      let count = try reader.count("texts", bytesEach: 8)
      var texts: [String] = []
      texts.reserveCapacity(count)
      for _ in 0..<count { texts.append(try reader.text()) }
      return .string(texts)
    case 9:
      guard depth < Self.deepestArray else {
        let message = "\(quoted(key)) nests arrays more than \(Self.deepestArray) deep. The file is damaged."
        throw ModelFileError(code: .malformed, message: message, path: path)
      }
      let count = try reader.count("arrays", bytesEach: 12)
      var arrays: [GGUFArray] = []
      arrays.reserveCapacity(count)
      for _ in 0..<count { arrays.append(try readArray(key: key, depth: depth + 1)) }
      return .array(arrays)
    case 10: return .uint64(try plain(UInt64.self))
    case 11: return .int64(try plain(Int64.self))
    case 12: return .float64(try plain(Double.self))
    default: throw unknown(type, key)
    }
  }

  private mutating func plain<T: BitwiseCopyable>(_ type: T.Type) throws -> [T] {
    let count = try reader.count("array elements", bytesEach: MemoryLayout<T>.stride)
    return reader.values(T.self, count)
  }

  private func unknown(_ type: UInt32, _ key: String) -> ModelFileError {
    let message = "\(quoted(key)) has the unknown value type \(type). The file is damaged or newer than this program."
    return ModelFileError(code: .malformed, message: message, path: path)
  }

  private func alignment() throws -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard case .uint32(let alignment) = value, alignment.nonzeroBitCount == 1 else {
      let message = "general.alignment must be a power of two in 32 bits. The file is damaged: fetch it again."
      throw ModelFileError(code: .misaligned, message: message, path: path)
    }
    return Int(alignment)
  }

  /// One description. Its offset is relative until `place`.
  private mutating func readTensor(alignment: Int) throws {
    let name = try readName()
    let dimensions = try reader.integer(UInt32.self)
    guard dimensions <= Self.mostDimensions else {
      let message = "\(quoted(name)) has \(dimensions) dimensions; at most \(Self.mostDimensions) are read."
      throw ModelFileError(code: .malformed, message: message, path: path)
    }
    var shape: [Int] = []
    for _ in 0..<dimensions { shape.append(try size(of: name)) }
    shape.reverse()
    let number = try reader.integer(UInt32.self)
    guard let type = ElementType(ggmlType: number) else {
      let message = "\(quoted(name)) has the unknown type \(number). The file is damaged or newer than this program."
      throw ModelFileError(code: .unsupportedType, message: message, path: path)
    }
    let offset = try size(of: name)
    guard offset % alignment == 0 else {
      let message = "\(quoted(name)) starts at \(offset), no multiple of \(alignment). The file is damaged."
      throw ModelFileError(code: .misaligned, message: message, path: path)
    }
    guard index.updateValue(entries.count, forKey: name) == nil else {
      let message = "the tensor \(quoted(name)) comes twice. The file is damaged: fetch it again."
      throw ModelFileError(code: .duplicateName, message: message, path: path)
    }
    entries.append(try TensorEntry(name: name, type: type, shape: shape, offset: offset, path: path))
  }

  private mutating func size(of name: String) throws -> Int {
    let value = try reader.integer(UInt64.self)
    guard let size = Int(exactly: value) else {
      let message = "\(quoted(name)) has the impossible size or offset \(value). The file is damaged."
      throw ModelFileError(code: .tooLarge, message: message, path: path)
    }
    return size
  }

  /// Turns offsets into places of the file; every tensor must lie inside it and on its own.
  private mutating func place(alignment: Int) throws {
    let start = (reader.offset + alignment - 1) / alignment * alignment
    let room = max(0, fileSize - start)
    for entry in entries where entry.byteCount > room || entry.offset > room - entry.byteCount {
      let message =
        "\(quoted(entry.name)) takes \(entry.byteCount) bytes from \(entry.offset), and \(room) bytes are there. "
        + "The file is cut short or damaged: fetch it again."
      throw ModelFileError(code: .outOfBounds, message: message, path: path)
    }
    let inOrder = entries.filter { $0.byteCount > 0 }.sorted { $0.offset < $1.offset }
    for (entry, next) in zip(inOrder, inOrder.dropFirst()) where next.offset < entry.offset + entry.byteCount {
      let message = "\(quoted(entry.name)) and \(quoted(next.name)) share bytes. The file is damaged: fetch it again."
      throw ModelFileError(code: .overlap, message: message, path: path)
    }
    entries = try entries.map { entry in
      try TensorEntry(
        name: entry.name, type: entry.type, shape: entry.shape, offset: start + entry.offset, path: path)
    }
  }
}
