/// A tensor as its file describes it: what it is called, how it is stored, its shape.
public struct TensorEntry: Sendable, Hashable {
  /// Name, unique in its file.
  public let name: String
  /// How values are stored.
  public let type: ElementType
  /// Shape in torch's order, outermost first; empty for a single value.
  public let shape: [Int]
  /// Bytes in the file.
  public let byteCount: Int
  /// Where the bytes start, counted from the start of the file.
  let offset: Int

  /// The description of a tensor that is to be written.
  /// - Throws: `ModelFileError` where the shape has a negative size, overflows, or does not fill whole blocks.
  public init(name: String, type: ElementType, shape: [Int]) throws {
    try self.init(name: name, type: type, shape: shape, offset: 0, path: "tensor \(quoted(name))")
  }

  /// A tensor at a place of a file. Sizes are checked, the place is not.
  init(name: String, type: ElementType, shape: [Int], offset: Int, path: String) throws {
    self.name = name
    self.type = type
    self.shape = shape
    self.offset = offset
    var elements = 1
    for size in shape {
      guard size >= 0 else {
        throw ModelFileError(code: .shapeMismatch, message: "\(quoted(name)) has a negative size.", path: path)
      }
      let (product, overflow) = elements.multipliedReportingOverflow(by: size)
      guard !overflow else { throw Self.tooLarge(name, path) }
      elements = product
    }
    let block = type.block
    // Blocks run along rows; the small floats of safetensors are packed over the whole tensor.
    let run = type.safetensorsRank == nil ? shape.last ?? 1 : elements
    guard run % block.elements == 0 else {
      let message =
        "\(quoted(name)) has rows of \(run) values, and \(type.rawValue) stores \(block.elements) together. "
        + "Convert the model again."
      throw ModelFileError(code: .shapeMismatch, message: message, path: path)
    }
    let (bytes, overflow) = (elements / block.elements).multipliedReportingOverflow(by: block.bytes)
    guard !overflow else { throw Self.tooLarge(name, path) }
    byteCount = bytes
  }

  private static func tooLarge(_ name: String, _ path: String) -> ModelFileError {
    let message = "\(quoted(name)) claims more values than can be counted. The file is damaged: fetch it again."
    return ModelFileError(code: .tooLarge, message: message, path: path)
  }

  /// Number of values.
  public var elementCount: Int { shape.reduce(1, *) }
  /// Values along the innermost dimension; 1 for a single value.
  public var rowLength: Int { shape.last ?? 1 }
  /// Number of rows: the product of all dimensions but the innermost.
  public var rowCount: Int { shape.dropLast().reduce(1, *) }
}
