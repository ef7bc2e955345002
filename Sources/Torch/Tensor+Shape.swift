internal import CTorch

/// Shapes, views, joining, selecting, converting.
extension Tensor {
  /// The same elements in another shape; one extent may be -1. A view where memory allows.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_reshape(handle, shape.map(Int64.init), Int32(shape.count), &out), &out)
  }

  /// The same elements in another shape.
  public func reshaped(_ shape: Int...) throws(TorchError) -> Tensor { try reshaped(shape) }

  /// A view with axes in another order.
  public func permuted(_ axes: Int...) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_permute(handle, axes.map(Int64.init), Int32(axes.count), &out), &out)
  }

  /// A view with two axes exchanged.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_transpose(handle, Int64(first), Int64(second), &out), &out)
  }

  /// A view that repeats axes of extent 1; -1 keeps an extent.
  public func expanded(_ shape: [Int]) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_expand(handle, shape.map(Int64.init), Int32(shape.count), &out), &out)
  }

  /// A view with a new axis of extent 1.
  public func unsqueezed(_ axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_unsqueeze(handle, Int64(axis), &out), &out)
  }

  /// A view without an axis of extent 1.
  public func squeezed(_ axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_squeeze(handle, Int64(axis), &out), &out)
  }

  /// A view of a range along an axis.
  /// - Throws: `TorchError` for a range outside of the axis.
  public func sliced(_ axis: Int, _ range: Range<Int>) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_slice(handle, Int64(axis), Int64(range.lowerBound), Int64(range.upperBound), &out), &out)
  }

  /// A view at one position of an axis, without the axis; negative positions count from the end.
  public func selected(_ axis: Int, _ index: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_select(handle, Int64(axis), Int64(index), &out), &out)
  }

  /// Tensors one after another along an axis.
  public static func concatenated(_ tensors: [Tensor], _ axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    let status = try withHandles(tensors) { ct_concatenate($0, $1, Int64(axis), &out) }
    return try Tensor(taking: status, &out)
  }

  /// Tensors of one shape along a new axis.
  public static func stacked(_ tensors: [Tensor], _ axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    let status = try withHandles(tensors) { ct_stack($0, $1, Int64(axis), &out) }
    return try Tensor(taking: status, &out)
  }

  /// The positions `index` (int64, one axis) of an axis, in that order.
  public func rows(_ index: Tensor, axis: Int = 0) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_index_select(handle, Int64(axis), index.handle, &out), &out)
  }

  /// One element for each element of `index` along an axis, as torch.gather.
  public func gathered(_ axis: Int, _ index: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_gather(handle, Int64(axis), index.handle, &out), &out)
  }

  /// A copy with `source` added at the positions `index` of an axis, as torch.scatter_add.
  public func scatterAdded(_ axis: Int, _ index: Tensor, _ source: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_scatter_add(handle, Int64(axis), index.handle, source.handle, &out), &out)
  }

  /// Each position of an axis `count` times, neighbours equal.
  public func repeatedInterleaved(_ count: Int, axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_repeat_interleave(handle, Int64(count), Int64(axis), &out), &out)
  }

  /// The elements as another type, on the same device; itself where nothing changes.
  public func to(_ dtype: DType) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_convert(handle, dtype.code, device.index, &out), &out)
  }

  /// The elements on another device; itself where nothing changes.
  public func to(_ device: Device) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_convert(handle, try dtype.code, device.index, &out), &out)
  }
}
