internal import CTorch
public import IsoglossModelFiles

/// Numbers in and out.
extension Tensor {
  /// A tensor with a copy of the given numbers, in row-major order.
  /// - Throws: `TorchError` where their count is not the product of the shape.
  public convenience init(_ values: [Float], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, .float32, shape)
  }

  /// A tensor of int64 numbers, in row-major order.
  public convenience init(_ values: [Int], shape: [Int]) throws(TorchError) {
    try self.init(copying: values.map(Int64.init), .int64, shape)
  }

  /// A tensor of truth values, in row-major order.
  public convenience init(_ values: [Bool], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, .bool, shape)
  }

  /// A tensor of float64 numbers with one axis.
  public convenience init(_ values: [Double]) throws(TorchError) {
    try self.init(copying: values, .float64, [values.count])
  }
  /// A tensor with one axis.
  public convenience init(_ values: [Float]) throws(TorchError) { try self.init(values, shape: [values.count]) }
  /// A tensor of int64 with one axis.
  public convenience init(_ values: [Int]) throws(TorchError) { try self.init(values, shape: [values.count]) }

  /// A tensor with a copy of raw bytes in row-major order.
  /// - Throws: `TorchError` where their number is not that of the shape.
  public convenience init(bytes: UnsafeRawBufferPointer, dtype: DType, shape: [Int]) throws(TorchError) {
    var out: OpaquePointer?
    var empty: UInt8 = 0
    let start = bytes.baseAddress
    let status =
      start.map { ct_from_bytes($0, bytes.count, dtype.code, shape.map(Int64.init), Int32(shape.count), &out) }
      ?? ct_from_bytes(&empty, 0, dtype.code, shape.map(Int64.init), Int32(shape.count), &out)
    try self.init(taking: status, &out)
  }

  private convenience init<T>(copying values: [T], _ dtype: DType, _ shape: [Int]) throws(TorchError) {
    var out: OpaquePointer?
    let status = values.withUnsafeBytes { bytes -> Int32 in
      var empty: UInt8 = 0
      return bytes.baseAddress.map {
        ct_from_bytes($0, bytes.count, dtype.code, shape.map(Int64.init), Int32(shape.count), &out)
      } ?? ct_from_bytes(&empty, 0, dtype.code, shape.map(Int64.init), Int32(shape.count), &out)
    }
    try self.init(taking: status, &out)
  }

  /// A tensor filled with one value.
  public static func full(_ shape: [Int], _ value: Double, dtype: DType = .float32) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_full(shape.map(Int64.init), Int32(shape.count), value, dtype.code, &out), &out)
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: [Int], dtype: DType = .float32) throws(TorchError) -> Tensor {
    try full(shape, 0, dtype: dtype)
  }

  /// 0, 1, ..., count - 1 as int64.
  public static func arange(_ count: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_arange(Int64(count), &out), &out)
  }

  /// The elements in row-major order as float32, whatever their type and device.
  public func floats() throws(TorchError) -> [Float] { try elements(as: .float32, zero: Float(0)) }

  /// The elements in row-major order as float64.
  public func doubles() throws(TorchError) -> [Double] { try elements(as: .float64, zero: 0.0) }

  /// The elements in row-major order as integers.
  public func ints() throws(TorchError) -> [Int] { try elements(as: .int64, zero: Int64(0)).map { Int($0) } }

  /// The only element.
  /// - Throws: `TorchError` where there is not exactly one.
  public func item() throws(TorchError) -> Double {
    let all = try doubles()
    guard all.count == 1, let value = all.first else {
      throw TorchError(code: .invalidArgument, message: "one element expected, the shape is \(shape)")
    }
    return value
  }

  private func elements<T>(as dtype: DType, zero: T) throws(TorchError) -> [T] {
    let converted = try to(dtype)
    var values = [T](repeating: zero, count: converted.count)
    let status = values.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { ct_to_bytes(converted.handle, $0, bytes.count) } ?? 0
    }
    withExtendedLifetime(converted) {}
    try check(status)
    return values
  }

  /// Calls `body` with the elements as they stand in memory; they must not be used after it returns.
  /// - Throws: `TorchError` unless the tensor is contiguous, in host memory, and of `T`'s size; `body`'s error.
  public func withElements<T: BitwiseCopyable, R>(
    of type: T.Type, _ body: (UnsafeMutableBufferPointer<T>) throws -> R
  ) throws -> R {
    guard try dtype.byteCount == MemoryLayout<T>.size else {
      throw TorchError(code: .invalidArgument, message: "elements of \(try dtype) are not \(T.self)")
    }
    var address: UnsafeMutableRawPointer?
    try check(ct_data(handle, &address))
    let count = count
    return try withExtendedLifetime(self) {
      try body(UnsafeMutableBufferPointer(start: address?.assumingMemoryBound(to: T.self), count: count))
    }
  }

  /// A tensor out of a model file, decoded to float32 or bfloat16.
  /// - Throws: `ModelFileError` where the file has no such tensor, `TorchError`.
  public static func load(_ name: String, from source: some TensorSource, dtype: DType) throws -> Tensor {
    let entry = try source.entry(name)
    switch dtype {
    case .bfloat16:
      let tensor = try zeros(entry.shape, dtype: .bfloat16)
      try tensor.withElements(of: UInt16.self) { try source.bfloat16(of: name, into: $0) }
      return tensor
    case .float32:
      let tensor = try zeros(entry.shape)
      try tensor.withElements(of: Float.self) { try source.dequantize(name, into: $0) }
      return tensor
    default: return try load(name, from: source, dtype: .float32).to(dtype)
    }
  }
}
