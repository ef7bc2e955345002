internal import CTorch

/// An array of numbers held by libtorch.
///
/// A class, since libtorch counts references to its memory: views share it, and a training step changes it in place.
/// Not Sendable: tensors stay with the actor that owns the model.
public final class Tensor {
  let handle: OpaquePointer

  init(handle: OpaquePointer) { self.handle = handle }

  /// Takes the result of a call that wrote a handle to `out`.
  @inline(__always)
  convenience init(taking status: Int32, _ out: inout OpaquePointer?) throws(TorchError) {
    try check(status)
    guard let handle = out else { throw TorchError(code: .unknown, message: "libtorch returned no tensor") }
    self.init(handle: handle)
  }

  deinit { ct_tensor_free(handle) }

  /// Extents, outermost first.
  public var shape: [Int] {
    let rank = Int(ct_rank(handle))
    return [Int](unsafeUninitializedCapacity: rank) { buffer, count in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: Swift.max(rank, 1)) { extents in
        guard let start = extents.baseAddress else { return }
        ct_shape(handle, start)
        for axis in 0..<rank { buffer[axis] = Int(extents[axis]) }
        count = rank
      }
    }
  }

  /// Number of axes.
  public var rank: Int { Int(ct_rank(handle)) }
  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Type of the elements.
  /// - Throws: `TorchError` for a type that `DType` does not name.
  public var dtype: DType {
    get throws(TorchError) {
      var code: Int32 = 0
      try check(ct_dtype_of(handle, &code))
      guard let dtype = DType(code: code) else { throw TorchError(code: .unknown, message: "unknown dtype \(code)") }
      return dtype
    }
  }

  /// Where the elements are.
  public var device: Device {
    let index = ct_device_of(handle)
    return index < 0 ? .cpu : .cuda(Int(index))
  }
}

/// Handles of several tensors, for the length of one call.
func withHandles<R>(
  _ tensors: [Tensor], _ body: (UnsafePointer<OpaquePointer>, Int32) -> R
) throws(TorchError) -> R {
  let result: R? = withExtendedLifetime(tensors) {
    tensors.map(\.handle).withUnsafeBufferPointer { handles in
      handles.baseAddress.map { body($0, Int32(handles.count)) }
    }
  }
  guard let result else { throw TorchError(code: .invalidArgument, message: "at least one tensor is needed") }
  return result
}
