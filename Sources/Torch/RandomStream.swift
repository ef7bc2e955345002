internal import CTorch

/// A stream of random numbers with its own seed. There is no global one.
///
/// Not Sendable: a stream belongs to whoever draws from it.
public final class RandomStream {
  let handle: OpaquePointer

  /// A stream that starts from a seed; equal seeds give equal draws.
  /// - Throws: `TorchError` where there is no memory.
  public init(seed: UInt64) throws(TorchError) {
    var out: OpaquePointer?
    try check(ct_generator_new(seed, &out))
    guard let out else { throw TorchError(code: .unknown, message: "libtorch made no random stream") }
    handle = out
  }

  deinit { ct_generator_free(handle) }

  /// Standard normal values, float32.
  public func normal(_ shape: [Int]) throws(TorchError) -> Tensor { try draw(shape, normal: true) }

  /// Uniform values in 0 ..< 1, float32.
  public func uniform(_ shape: [Int]) throws(TorchError) -> Tensor { try draw(shape, normal: false) }

  /// Where the stream stands: bytes for a checkpoint.
  public func state() throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_generator_state(handle, &out), &out)
  }

  /// Puts the stream where it stood when `state` was read.
  public func setState(_ state: Tensor) throws(TorchError) {
    try check(ct_generator_set_state(handle, state.handle))
  }

  private func draw(_ shape: [Int], normal: Bool) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_random(shape.map(Int64.init), Int32(shape.count), normal, handle, &out), &out)
  }
}
