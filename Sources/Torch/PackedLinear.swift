internal import CTorch

/// The activation of a gated layer.
public enum Activation: String, Sendable, CaseIterable {
  case silu, geluTanh, gelu

  var code: Int32 {
    let value: ct_activation =
      switch self {
      case .silu: CT_ACTIVATION_SILU
      case .geluTanh: CT_ACTIVATION_GELU_TANH
      case .gelu: CT_ACTIVATION_GELU
      }
    return Int32(value.rawValue)
  }

  /// The activation of each element.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    switch self {
    case .silu: try x.silu()
    case .geluTanh: try x.geluTanh()
    case .gelu: try x.gelu()
    }
  }
}

/// Weights of linear layers reordered for inference: read once from memory for sixteen rows of input.
///
/// Takes and gives float32 rows `[rows, width]`; the weights, and the inputs as they are multiplied, are float32 or
/// bfloat16, sums are float32. A row's result does not depend on the other rows.
public final class PackedLinear {
  private let handle: OpaquePointer

  /// Packs weights `[out, in]`, their outputs one after another; `bias` has one value for each output.
  /// With `gated`, the two weights are gate and up of a gated layer.
  public init(_ weights: [Tensor], bias: Tensor? = nil, dtype: DType, gated: Bool = false) throws(TorchError) {
    var out: OpaquePointer?
    let status = try withHandles(weights) { ct_pack($0, $1, bias?.handle, dtype.code, gated, &out) }
    try check(status)
    guard let out else { throw TorchError(code: .unknown, message: "no packed weights were made") }
    handle = out
  }

  deinit { ct_packed_free(handle) }

  /// Bytes that the packed weights take.
  public var byteCount: Int { ct_packed_bytes(handle) }
  /// Whether this processor has the fast kernel; libtorch's own linear is used elsewhere.
  public var isFast: Bool { ct_packed_is_fast(handle) }

  /// `[rows, in]` -> `[rows, out]`.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_packed_linear(handle, x.handle, &out), &out)
  }

  /// Adds the result to `sum` `[rows, out]` in place.
  public func add(_ x: Tensor, to sum: Tensor) throws(TorchError) {
    try check(ct_packed_linear_add(handle, x.handle, sum.handle))
  }

  /// activation(gate x) * up x, for gated weights.
  public func gated(_ x: Tensor, _ activation: Activation) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_packed_gated(handle, x.handle, activation.code, &out), &out)
  }

  /// The output with the largest value of each row, the first of equals: int64 `[rows]`.
  public func argmax(_ x: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_packed_argmax(handle, x.handle, &out), &out)
  }
}

extension Tensor {
  /// Rows of a table `[n, width]` in float32 or bfloat16, times a factor: float32 `[ids, width]`; no gradients.
  /// - Throws: `TorchError` for an id that the table does not have.
  public static func fusedEmbedding(_ table: Tensor, _ ids: [Int], scale: Double) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_embed(table.handle, ids.map(Int64.init), Int64(ids.count), scale, &out), &out)
  }

  /// Natural-log probability of one target for each row of float32 scores `[rows, n]`: float64 `[rows]`; no gradients.
  public func fusedLogProbabilities(_ targets: [Int]) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_row_log_probs(handle, targets.map(Int64.init), Int64(targets.count), &out), &out)
  }

  /// x / rms(x) * weight for float32 rows, by the fused kernel; no gradients.
  public func fusedNorm(_ weight: Tensor, epsilon: Double) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_rms_norm(handle, weight.handle, epsilon, nil, &out), &out)
  }

  /// Adds x / rms(x) * weight to `sum` in place.
  public func addFusedNorm(_ weight: Tensor, epsilon: Double, to sum: Tensor) throws(TorchError) {
    var out: OpaquePointer?
    try check(ct_rms_norm(handle, weight.handle, epsilon, sum.handle, &out))
  }
}
