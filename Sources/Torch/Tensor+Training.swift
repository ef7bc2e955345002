internal import CTorch

/// Norms, gates and rows of the training kernels; no gradients are recorded.
extension Tensor {
  /// x / rms(x) · weight in bfloat16 for float32 rows, and 1 / rms for the gradient.
  public func trainingNorm(_ weight: Tensor, epsilon: Double) throws(TorchError) -> (result: Tensor, scales: Tensor) {
    var (out, scales): (OpaquePointer?, OpaquePointer?)
    try check(ct_train_norm(handle, weight.handle, epsilon, &out, &scales))
    return (try Tensor(taking: 0, &out), try Tensor(taking: 0, &scales))
  }

  /// Adds the gradient by `x`, given this gradient by the norm's result (float32), to `sum`.
  public func addTrainingNormBackward(
    _ x: Tensor, _ weight: Tensor, scales: Tensor, to sum: Tensor
  ) throws(TorchError) {
    try check(ct_train_norm_backward(handle, x.handle, weight.handle, scales.handle, sum.handle))
  }

  /// stream + x / rms(x) · weight in float32 for bfloat16 rows, and 1 / rms for the gradient.
  public func trainingNorm(
    _ weight: Tensor, epsilon: Double, addedTo stream: Tensor
  ) throws(TorchError) -> (result: Tensor, scales: Tensor) {
    var (out, scales): (OpaquePointer?, OpaquePointer?)
    try check(ct_train_norm_add(handle, weight.handle, epsilon, stream.handle, &out, &scales))
    return (try Tensor(taking: 0, &out), try Tensor(taking: 0, &scales))
  }

  /// The gradient by the bfloat16 rows `x` of the above, given this gradient by its result.
  public func trainingNormBackward(_ x: Tensor, _ weight: Tensor, scales: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_train_norm_add_backward(handle, x.handle, weight.handle, scales.handle, &out), &out)
  }

  /// activation(gate) · up for rows `[gate | up]`.
  public func trainingGate(_ activation: Activation) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_train_gate(handle, activation.code, &out), &out)
  }

  /// The gradient by `[gate | up]`, given this gradient by the gate's result.
  public func trainingGateBackward(_ gateUp: Tensor, _ activation: Activation) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_train_gate_backward(handle, gateUp.handle, activation.code, &out), &out)
  }

  /// Rows at some places, float32.
  public func trainingRows(_ places: [Int]) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_train_pick(handle, places.map(Int64.init), Int64(places.count), &out), &out)
  }

  /// The gradient by the `count` rows that these were picked from.
  public func trainingRowsBackward(_ places: [Int], count: Int) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_train_pick_backward(handle, places.map(Int64.init), Int64(places.count), Int64(count), &out), &out)
  }

  /// Multiplies each row by a factor, in place.
  public func scaleRows(_ factors: [Float]) throws(TorchError) {
    try check(ct_train_scale(handle, factors, Int64(factors.count)))
  }
}
