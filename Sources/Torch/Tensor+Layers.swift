internal import CTorch

/// Layers of a network.
extension Tensor {
  /// `[.., in]` by a weight `[out, in]`, plus a bias `[out]`: `[.., out]`.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_linear(handle, weight.handle, bias?.handle, &out), &out)
  }

  /// Rows of a table `[n, width]` at int64 ids `[..]`: `[.., width]`.
  public static func embedding(_ table: Tensor, _ ids: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_embedding(table.handle, ids.handle, &out), &out)
  }

  /// softmax(q kᵀ scale + mask) v.
  ///
  /// Queries `[batch, heads, time, width]`, keys and values `[batch, shared heads, past, width]` where the shared heads
  /// divide the heads. The mask is boolean (true may be looked at) or added, broadcast to `[batch, heads, time, past]`.
  public static func attention(
    queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor?, scale: Double
  ) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_attention(queries.handle, keys.handle, values.handle, mask?.handle, scale, &out), &out)
  }

  /// Natural-log probability of each target `[n]` under logits `[n, vocabulary]`, summed in float32: `[n]`.
  public func targetLogProbabilities(_ targets: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_target_log_probs(handle, targets.handle, &out), &out)
  }
}
