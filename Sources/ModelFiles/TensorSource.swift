public import Foundation

/// Tensors by name out of files: a GGUF file, a safetensors file, or a folder of shards.
public protocol TensorSource: Sendable {
  /// File or folder, for messages.
  var url: URL { get }
  /// What it holds, in the order of the bytes.
  var entries: [TensorEntry] { get }
  /// The tensor of a name.
  subscript(name: String) -> TensorEntry? { get }
  /// Calls `body` with a tensor's bytes as they stand in the file; they must not be used after it returns.
  /// They need not be aligned for their type.
  func withBytes<R>(of name: String, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R
}

extension TensorSource {
  /// The tensor of a name.
  /// - Throws: `ModelFileError.noSuchTensor`.
  public func entry(_ name: String) throws -> TensorEntry {
    guard let entry = self[name] else {
      let message = "has no tensor \(quoted(name)); it has \(entries.count) others."
      throw ModelFileError(code: .noSuchTensor, message: message, path: url.path)
    }
    return entry
  }

  /// All values of a tensor as float32, in torch's order.
  ///
  /// F64 and 64-bit integers are rounded to nearest. Quantised values equal those of the `gguf` Python package bit
  /// for bit.
  /// - Throws: `ModelFileError` where there is no such tensor or its type is not decoded here.
  public func float32(of name: String) throws -> [Float] {
    let count = try entry(name).elementCount
    // A file with holes may hold far more values than it takes on the disk.
    guard UInt64(count) <= ProcessInfo.processInfo.physicalMemory / 4 else {
      let message = "\(quoted(name)) has \(count) values, more than this machine's memory holds. Decode rows of it."
      throw ModelFileError(code: .tooLarge, message: message, path: url.path)
    }
    return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      try dequantize(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }

  /// Writes a tensor as float32 into memory that the caller owns, such as a torch tensor's.
  /// - Parameters:
  ///   - name: the tensor.
  ///   - rows: rows along all dimensions but the innermost; nil for all. Disjoint ranges may run in parallel.
  ///   - destination: exactly `rows.count * rowLength` values, initialised or not.
  /// - Throws: `ModelFileError`, also where the destination has another size.
  public func dequantize(
    _ name: String, rows: Range<Int>? = nil, into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    let entry = try entry(name)
    try withRows(of: entry, rows, destinationCount: destination.count) { bytes in
      guard let output = destination.baseAddress, let input = bytes.baseAddress else { return }
      decode(entry.type, input, blocks: bytes.count / entry.type.bytesPerBlock, into: output)
    }
  }

  /// Writes a tensor as bfloat16 bit patterns, rounded to nearest even from float32 as torch does.
  ///
  /// BF16 tensors are copied as they are. Parameters and errors as in `dequantize`.
  public func bfloat16(
    of name: String, rows: Range<Int>? = nil, into destination: UnsafeMutableBufferPointer<UInt16>
  ) throws {
    let entry = try entry(name)
    try withRows(of: entry, rows, destinationCount: destination.count) { bytes in
      guard let output = destination.baseAddress, let input = bytes.baseAddress else { return }
      if entry.type == .bf16 {
        UnsafeMutableRawPointer(output).copyMemory(from: input, byteCount: bytes.count)
      } else {
        decodeToBFloat16(entry.type, input, blocks: bytes.count / entry.type.bytesPerBlock, into: output)
      }
    }
  }

  /// The bytes of some rows, after every check that decoding needs.
  private func withRows(
    of entry: TensorEntry, _ rows: Range<Int>?, destinationCount: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    guard entry.type.isDecodable else {
      let message =
        "\(quoted(entry.name)) is stored as \(entry.type.rawValue), which is not decoded here. "
        + "Use a file in F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K or Q6_K."
      throw ModelFileError(code: .unsupportedType, message: message, path: url.path)
    }
    let rows = rows ?? 0..<entry.rowCount
    guard rows.lowerBound >= 0, rows.upperBound <= entry.rowCount else {
      let message = "\(quoted(entry.name)) has \(entry.rowCount) rows, not \(rows.lowerBound)..<\(rows.upperBound)."
      throw ModelFileError(code: .wrongBufferSize, message: message, path: url.path)
    }
    guard destinationCount == rows.count * entry.rowLength else {
      let message =
        "\(quoted(entry.name)) gives \(rows.count * entry.rowLength) values, the destination takes \(destinationCount)."
      throw ModelFileError(code: .wrongBufferSize, message: message, path: url.path)
    }
    guard destinationCount > 0 else { return }
    let rowBytes = entry.rowLength / entry.type.elementsPerBlock * entry.type.bytesPerBlock
    try withBytes(of: entry.name) { bytes in
      body(UnsafeRawBufferPointer(rebasing: bytes[rows.lowerBound * rowBytes..<rows.upperBound * rowBytes]))
    }
  }
}
