internal import CTorch

/// Gradients.
extension Tensor {
  /// Whether gradients are gathered here (a leaf) or flow through.
  public var requiresGrad: Bool { ct_requires_grad(handle) }

  /// Makes a leaf gather gradients, or stop to.
  /// - Throws: `TorchError` for integers, and for tensors that are not leaves.
  @discardableResult
  public func requiringGrad(_ value: Bool = true) throws(TorchError) -> Tensor {
    try check(ct_set_requires_grad(handle, value))
    return self
  }

  /// Adds the gradient of this tensor (one element, or weighted by `seed`) to every leaf that requires it.
  public func backward(seed: Tensor? = nil, keepGraph: Bool = false) throws(TorchError) {
    try check(ct_backward(handle, seed?.handle, keepGraph))
  }

  /// The gradient gathered here; null where there is none.
  public func grad() throws(TorchError) -> Tensor? {
    var out: OpaquePointer?
    try check(ct_grad(handle, &out))
    return out.map { Tensor(handle: $0) }
  }

  /// Replaces the gathered gradient; null forgets it.
  public func setGrad(_ grad: Tensor?) throws(TorchError) { try check(ct_set_grad(handle, grad?.handle)) }

  /// Gradients of this tensor by each input; nothing is gathered at leaves. Inputs that do not matter get zeros.
  public func gradients(
    by inputs: [Tensor], seed: Tensor? = nil, keepGraph: Bool = false, createGraph: Bool = false
  ) throws(TorchError) -> [Tensor] {
    var outs = [OpaquePointer?](repeating: nil, count: inputs.count)
    let status = try withHandles(inputs) { handles, count in
      ct_gradients(handle, seed?.handle, handles, count, keepGraph || createGraph, createGraph, &outs)
    }
    try check(status)
    return outs.compactMap { $0.map { Tensor(handle: $0) } }
  }

  /// One step of AdamW in place (Loshchilov & Hutter 2019), on this parameter with its two moments.
  /// - Parameters:
  ///   - scale: factor of the gradient.
  ///   - step: counts from 1.
  public func adamW(
    grad: Tensor, scale: Double = 1, first: Tensor, second: Tensor, step: Int, rate: Double, beta1: Double = 0.9,
    beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0
  ) throws(TorchError) {
    try check(
      ct_adamw(
        handle, grad.handle, scale, first.handle, second.handle, Int64(step), rate, beta1, beta2, epsilon, decay))
  }

  /// Sum of squares in float64 of a contiguous float32 tensor in host memory; does not depend on threads.
  public func sumOfSquares() throws(TorchError) -> Double {
    var out = 0.0
    try check(ct_sum_of_squares(handle, &out))
    return out
  }
}

/// Runs a body without recording gradients; results can take part in gradients later.
public func noGrad<R>(_ body: () throws -> R) throws -> R {
  var previous = true
  try check(ct_grad_mode(false, &previous))
  defer {
    var ignored = true
    _ = ct_grad_mode(previous, &ignored)
  }
  return try body()
}

/// Runs a body recording gradients, inside of a `noGrad`.
public func withGrad<R>(_ body: () throws -> R) throws -> R {
  var previous = true
  try check(ct_grad_mode(true, &previous))
  defer {
    var ignored = true
    _ = ct_grad_mode(previous, &ignored)
  }
  return try body()
}

/// Runs a body in inference mode: fastest, and its results can never take part in gradients.
public func inference<R>(_ body: () throws -> R) throws -> R {
  var guardian: UnsafeMutableRawPointer?
  try check(ct_inference_begin(&guardian))
  defer { ct_inference_end(guardian) }
  return try body()
}
