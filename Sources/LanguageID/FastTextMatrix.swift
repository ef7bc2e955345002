/// A matrix of float32 that stays in the model's bytes: plain, or product-quantised (Jégou et al. 2011) with norms kept
/// apart or not.
struct FastTextMatrix: Sendable {
  let rows: Int
  let columns: Int
  private let storage: Storage

  private enum Storage: Sendable {
    /// Where the floats start.
    case dense(start: Int)
    /// Where the codes start, and how to read them.
    case quantised(codes: Int, quantiser: ProductQuantiser, norms: (codes: Int, quantiser: ProductQuantiser)?)
  }

  init(_ reader: inout ByteReader, quantised: Bool, name: String) throws {
    let hasNorms = quantised ? try reader.flag("the norm flag of \(name)") : false
    rows = try reader.int64("the rows of \(name)")
    columns = try reader.int64("the columns of \(name)")
    guard rows > 0, rows <= Int(Int32.max), columns > 0 else {
      throw LanguageIDError.damaged("\(name) is \(rows) x \(columns)")
    }
    guard quantised else {
      let size = try ByteReader.product(rows, columns, 4, what: name)
      storage = .dense(start: try reader.skip(size, name))
      return
    }
    let codeCount = try reader.int32("the codes of \(name)")
    let codes = try reader.skip(codeCount, "the codes of \(name)")
    let quantiser = try ProductQuantiser(&reader, dimensions: columns, name: name)
    guard codeCount == (try ByteReader.product(rows, quantiser.parts, what: name)) else {
      throw LanguageIDError.damaged("\(name) has \(codeCount) codes for \(rows) rows of \(quantiser.parts)")
    }
    if hasNorms {
      let start = try reader.skip(rows, "the norms of \(name)")
      storage = .quantised(
        codes: codes, quantiser: quantiser, norms: (start, try ProductQuantiser(&reader, dimensions: 1, name: name)))
    } else {
      storage = .quantised(codes: codes, quantiser: quantiser, norms: nil)
    }
  }

  /// Adds a row to `sum` (`[columns]`). `file` is the model's bytes.
  func add(row: Int, to sum: UnsafeMutableBufferPointer<Float>, _ file: UnsafeRawBufferPointer) {
    switch storage {
    case .dense(let start):
      let base = start + row * columns * 4
      for column in 0..<columns {
        sum[column] += file.loadUnaligned(fromByteOffset: base + column * 4, as: Float.self)
      }
    case .quantised(let codes, let quantiser, let norms):
      let scale = norms.map { $0.quantiser.scalar(file[$0.codes + row]) } ?? 1
      quantiser.walk(file, codes + row * quantiser.parts) { sum[$0] += scale * $1 }
    }
  }

  /// Product of a row with a vector (`[columns]`).
  func dot(row: Int, _ vector: UnsafeMutableBufferPointer<Float>, _ file: UnsafeRawBufferPointer) -> Float {
    var result: Float = 0
    switch storage {
    case .dense(let start):
      let base = start + row * columns * 4
      for column in 0..<columns {
        result += file.loadUnaligned(fromByteOffset: base + column * 4, as: Float.self) * vector[column]
      }
      return result
    case .quantised(let codes, let quantiser, let norms):
      quantiser.walk(file, codes + row * quantiser.parts) { result += vector[$0] * $1 }
      return result * (norms.map { $0.quantiser.scalar(file[$0.codes + row]) } ?? 1)
    }
  }
}

/// Centroids of the parts that a row is cut into; a code names one of 256 for each part.
struct ProductQuantiser: Sendable {
  /// Parts a row, and so codes a row.
  let parts: Int
  private let width: Int
  private let lastWidth: Int
  private let centroids: [Float]

  init(_ reader: inout ByteReader, dimensions: Int, name: String) throws {
    let stored = try reader.int32("the quantiser of \(name)")
    parts = try reader.int32("the quantiser of \(name)")
    width = try reader.int32("the quantiser of \(name)")
    lastWidth = try reader.int32("the quantiser of \(name)")
    guard stored == dimensions, parts > 0, width > 0, lastWidth > 0, lastWidth <= width,
      parts <= dimensions, width <= dimensions, (parts - 1) * width + lastWidth == dimensions
    else { throw LanguageIDError.damaged("the quantiser of \(name) does not fit \(dimensions) columns") }
    let count = dimensions * 256
    let start = try reader.skip(count * 4, "the centroids of \(name)")
    let bytes = reader.bytes
    centroids = (0..<count).map { bytes.loadUnaligned(fromByteOffset: start + $0 * 4, as: Float.self) }
  }

  /// The single value of a quantiser of one dimension.
  func scalar(_ code: UInt8) -> Float { centroids[Int(code)] }

  /// Calls `body` with each column and its value, for the codes at `start`.
  @inline(__always)
  func walk(_ file: UnsafeRawBufferPointer, _ start: Int, _ body: (Int, Float) -> Void) {
    for part in 0..<parts {
      let size = part == parts - 1 ? lastWidth : width
      let base = part * 256 * width + Int(file[start + part]) * size
      for offset in 0..<size { body(part * width + offset, centroids[base + offset]) }
    }
  }
}
