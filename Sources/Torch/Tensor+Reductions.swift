internal import CTorch

/// Sums, means, extremes, and operations along one axis.
extension Tensor {
  @inline(__always)
  private func reduce(_ op: ct_reduce_op, _ axes: [Int], _ keep: Bool) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_reduce(Int32(op.rawValue), handle, axes.map(Int64.init), Int32(axes.count), keep, &out), &out)
  }

  @inline(__always)
  private func along(_ op: ct_axis_op, _ axis: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_along(Int32(op.rawValue), handle, Int64(axis), &out), &out)
  }

  /// Sum over axes; over all of them where none is given.
  public func sum(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor { try reduce(CT_SUM, axes, keep) }
  /// Mean over axes.
  public func mean(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor { try reduce(CT_MEAN, axes, keep) }
  /// Largest over axes.
  public func max(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor { try reduce(CT_AMAX, axes, keep) }
  /// Smallest over axes.
  public func min(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor { try reduce(CT_AMIN, axes, keep) }
  /// Euclidean norm over axes.
  public func norm(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor { try reduce(CT_NORM, axes, keep) }
  /// Variance over axes, divided by n - 1.
  public func variance(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor {
    try reduce(CT_VAR, axes, keep)
  }
  /// log Σ exp over axes, without overflow.
  public func logSumExp(_ axes: Int..., keep: Bool = false) throws(TorchError) -> Tensor {
    try reduce(CT_LOGSUMEXP, axes, keep)
  }

  /// Position of the largest along an axis, int64.
  public func argmax(_ axis: Int) throws(TorchError) -> Tensor { try along(CT_ARGMAX, axis) }
  /// Probabilities along an axis.
  public func softmax(_ axis: Int) throws(TorchError) -> Tensor { try along(CT_SOFTMAX, axis) }
  /// Logarithms of the probabilities along an axis.
  public func logSoftmax(_ axis: Int) throws(TorchError) -> Tensor { try along(CT_LOG_SOFTMAX, axis) }
  /// Running sum along an axis.
  public func cumulativeSum(_ axis: Int) throws(TorchError) -> Tensor { try along(CT_CUMSUM, axis) }
  /// Positions that sort an axis; equals keep their order.
  public func argsort(_ axis: Int, descending: Bool = false) throws(TorchError) -> Tensor {
    try along(descending ? CT_ARGSORT_DESCENDING : CT_ARGSORT, axis)
  }

  /// The `count` largest along the last axis, in order, and where they stand.
  public func top(_ count: Int) throws(TorchError) -> (values: Tensor, positions: Tensor) {
    var values: OpaquePointer?
    var positions: OpaquePointer?
    try check(ct_topk(handle, Int64(count), &values, &positions))
    return (try Tensor(taking: 0, &values), try Tensor(taking: 0, &positions))
  }
}

/// Linear algebra.
extension Tensor {
  /// Eigenvalues, ascending, and eigenvectors in columns, of a symmetric matrix `[n, n]`.
  public func symmetricEigen() throws(TorchError) -> (values: Tensor, vectors: Tensor) {
    var values: OpaquePointer?
    var vectors: OpaquePointer?
    try check(ct_eigh(handle, &values, &vectors))
    return (try Tensor(taking: 0, &values), try Tensor(taking: 0, &vectors))
  }

  /// Thin singular value decomposition of `[m, n]`: self = u diag(s) vᵀ, with vᵀ returned.
  public func singularValues() throws(TorchError) -> (u: Tensor, s: Tensor, vTransposed: Tensor) {
    var u: OpaquePointer?
    var s: OpaquePointer?
    var v: OpaquePointer?
    try check(ct_svd(handle, &u, &s, &v))
    return (try Tensor(taking: 0, &u), try Tensor(taking: 0, &s), try Tensor(taking: 0, &v))
  }
}
