/// Reads little-endian fields from bytes that are not trusted: every step is checked against the end.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  let path: String
  var offset = 0
  /// Whether the file goes on where reading must stop.
  private let isCut: Bool

  /// - Parameter limit: most bytes that are read. Whatever a file claims, what is kept of it stays in proportion.
  init(_ file: UnsafeRawBufferPointer, limit: Int = .max, path: String) {
    isCut = file.count > limit
    bytes = UnsafeRawBufferPointer(rebasing: file.prefix(limit))
    self.path = path
  }

  /// Bytes not read yet.
  var remaining: Int { bytes.count - offset }

  /// The next integer.
  mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    guard remaining >= MemoryLayout<T>.size else { throw end("a field") }
    let value = bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
    offset += MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// The next 64-bit count of things that take at least `bytesEach` bytes, checked against what is left.
  mutating func count(_ what: String, bytesEach: Int) throws -> Int {
    let value = try integer(UInt64.self)
    guard value <= UInt64(remaining / bytesEach) else {
      guard !isCut else { throw tooLong() }
      let message =
        "announces \(value) \(what) at byte \(offset - 8), more than the \(remaining) bytes that follow can hold. "
        + "The file is cut short or damaged: fetch it again."
      throw ModelFileError(code: .truncated, message: message, path: path)
    }
    return Int(value)
  }

  /// The next text: 64-bit length, then UTF-8.
  mutating func text() throws -> String {
    let length = try count("bytes of text", bytesEach: 1)
    let range = offset..<offset + length
    guard let text = String(validating: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self) else {
      let message = "the text at byte \(offset) is not UTF-8. The file is damaged: fetch it again."
      throw ModelFileError(code: .invalidText, message: message, path: path)
    }
    offset += length
    return text
  }

  /// The next `count` plain values, copied; `count` has been checked.
  mutating func values<T: BitwiseCopyable>(_ type: T.Type, _ count: Int) -> [T] {
    let size = count * MemoryLayout<T>.stride
    defer { offset += size }
    return [T](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      filled = count
    }
  }

  private func tooLong() -> ModelFileError {
    let message =
      "needs more than the \(bytes.count) bytes of header that are read. The file is damaged: fetch it again."
    return ModelFileError(code: .tooLarge, message: message, path: path)
  }

  private func end(_ what: String) -> ModelFileError {
    guard !isCut else { return tooLong() }
    let message = "ends at byte \(bytes.count) inside \(what). The file is cut short: fetch it again."
    return ModelFileError(code: .truncated, message: message, path: path)
  }
}
