internal import CTorch

// The operations of `ctorch_training.h`: T rows, one a token; bfloat16 unless said otherwise. They record no gradients: each
// has a counterpart that forms them.

extension Processor {
  /// Whether the training kernels run here: they need vectors with bfloat16 (AVX-512), and use matrix units (AMX) where there
  /// are any.
  public static var hasTrainingKernels: Bool { ct_has_training_kernels() }
  /// Whether they use matrix units here: their sums differ from those of vectors in the last digits.
  public static var hasMatrixUnits: Bool { ct_has_matrix_units() }
}

/// Frozen linear layers that share their input, with low-rank additions that are trained.
public final class TrainingLayer {
  /// What the gradient by the input is wanted as.
  public enum InputGradient: Int32, Sendable {
    /// Not at all.
    case none = 0
    /// float32.
    case float32 = 1
    /// bfloat16.
    case bfloat16 = 2
  }

  private let handle: OpaquePointer

  /// Packs bfloat16 weights `[out, in]`, all widths multiples of 32; additions have rank `rank`, 0 for none.
  public init(_ weights: [Tensor], rank: Int) throws(TorchError) {
    var out: OpaquePointer?
    let status = try withHandles(weights) { ct_layer_new($0, $1, Int64(rank), &out) }
    try check(status)
    guard let out else { throw TorchError(code: .unknown, message: "no layer was made") }
    handle = out
  }

  deinit { ct_layer_free(handle) }

  /// Bytes that the packed weights take.
  public var byteCount: Int { ct_layer_bytes(handle) }

  /// Takes the additions as they are now, one for each weight: scale · B A, float32 `[rank, in]` and `[out, rank]`.
  public func set(_ additions: [(a: Tensor, b: Tensor)?], scale: Double) throws(TorchError) {
    let (a, b) = (additions.map { $0?.a.handle }, additions.map { $0?.b.handle })
    let status = withExtendedLifetime(additions) {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return CT_INVALID_ARGUMENT.code }
          return ct_layer_set(handle, a, b, scale)
        }
      }
    }
    try check(status)
  }

  /// `[T, in]` -> `[T, Σ out]`, and what the gradient needs.
  public func forward(_ x: Tensor) throws(TorchError) -> (result: Tensor, kept: Tensor) {
    var out: OpaquePointer?
    var kept: OpaquePointer?
    try check(ct_layer_forward(handle, x.handle, nil, &out, &kept))
    return (try Tensor(taking: 0, &out), try Tensor(taking: 0, &kept))
  }

  /// Adds the result to `sum`, float32, in place; gives what the gradient needs.
  public func forward(_ x: Tensor, addingTo sum: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    var kept: OpaquePointer?
    try check(ct_layer_forward(handle, x.handle, sum.handle, &out, &kept))
    return try Tensor(taking: 0, &kept)
  }

  /// Adds the gradients by the additions to those given, one for each weight; gives the gradient by the input.
  public func backward(
    _ gradient: Tensor, _ x: Tensor, kept: Tensor, additions: [(a: Tensor, b: Tensor)?], input: InputGradient
  ) throws(TorchError) -> Tensor? {
    var out: OpaquePointer?
    let (a, b) = (additions.map { $0?.a.handle }, additions.map { $0?.b.handle })
    let status = withExtendedLifetime(additions) {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return CT_INVALID_ARGUMENT.code }
          return ct_layer_backward(handle, gradient.handle, x.handle, kept.handle, a, b, input.rawValue, &out)
        }
      }
    }
    try check(status)
    return out.map { Tensor(handle: $0) }
  }
}

extension ct_status {
  fileprivate var code: Int32 { Int32(rawValue) }
}

/// The head of a language model: log-probabilities with their gradients, and no table of scores.
public final class TrainingHead {
  /// What is found for each row.
  public struct Scores {
    /// Natural-log probability of the target, float64 `[rows]`.
    public let logProbabilities: Tensor
    /// Entropy of the prediction in nats, float64 `[rows]`.
    public let entropies: Tensor
    /// Whether the target was the most likely, uint8 `[rows]`.
    public let correct: Tensor
    /// Gradient of the log-probability by the row, float32 `[rows, width]`, where it was wanted.
    public let gradients: Tensor?
  }

  private let handle: OpaquePointer

  /// Packs a head `[tokens, width]`; width is a multiple of 32.
  public init(_ vectors: Tensor) throws(TorchError) {
    var out: OpaquePointer?
    try check(ct_head_new(vectors.handle, &out))
    guard let out else { throw TorchError(code: .unknown, message: "no head was made") }
    handle = out
  }

  deinit { ct_head_free(handle) }

  /// Bytes that the packed vectors take.
  public var byteCount: Int { ct_head_bytes(handle) }

  /// Scores of rows `[rows, width]`, one target each.
  public func score(_ rows: Tensor, targets: [Int], gradients: Bool) throws(TorchError) -> Scores {
    guard rows.shape.first == targets.count else {
      throw TorchError(code: .invalidArgument, message: "each row needs one target")
    }
    var (logs, entropies, correct, slopes): (OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?)
    let places = targets.map(Int64.init)
    if gradients {
      try check(
        ct_head_score(handle, rows.handle, places, Int64(places.count), &logs, &entropies, &correct, &slopes))
    } else {
      try check(ct_head_score(handle, rows.handle, places, Int64(places.count), &logs, &entropies, &correct, nil))
    }
    return Scores(
      logProbabilities: try Tensor(taking: 0, &logs), entropies: try Tensor(taking: 0, &entropies),
      correct: try Tensor(taking: 0, &correct), gradients: slopes.map { Tensor(handle: $0) })
  }
}
