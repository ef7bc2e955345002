internal import CTorch

/// Which tokens of a row see which, and where they stand in their texts.
public final class Sight {
  let handle: OpaquePointer
  /// Tokens of the row.
  public let count: Int

  /// - Parameters:
  ///   - segments: runs of tokens that see all of their context (earlier tokens of the row; count 0: none) and, within
  ///     themselves, what stands before. They follow each other and cover the row.
  ///   - positions: of each token in its text.
  ///   - window: positions that sliding layers look back, themselves included; null where no layer slides.
  public init(
    segments: [(start: Int, count: Int, contextStart: Int, contextCount: Int)], positions: [Int], window: Int?
  ) throws(TorchError) {
    let numbers = segments.flatMap { [$0.start, $0.count, $0.contextStart, $0.contextCount].map(Int64.init) }
    var out: OpaquePointer?
    try check(
      ct_sight_new(
        numbers, Int64(segments.count), positions.map(Int64.init), Int64(positions.count), Int64(window ?? 0), &out))
    guard let out else { throw TorchError(code: .unknown, message: "no sight was made") }
    handle = out
    count = positions.count
  }

  deinit { ct_sight_free(handle) }
}

/// Attention of one layer in training: heads, their norms and their positions.
public struct TrainingAttention {
  /// Query heads.
  public var heads: Int
  /// Key/value heads.
  public var shared: Int
  /// Width of a head, a multiple of 32.
  public var width: Int
  /// Factor of the scores.
  public var scale: Double
  /// Whether it looks only the window back.
  public var slides: Bool
  /// Factors of the queries' and keys' norms, float32 `[width]`.
  public var norms: (query: Tensor, key: Tensor)?
  /// Added to the mean square in norms.
  public var epsilon: Double

  /// Attention of one layer.
  public init(
    heads: Int, shared: Int, width: Int, scale: Double, slides: Bool, norms: (query: Tensor, key: Tensor)?,
    epsilon: Double
  ) {
    self.heads = heads
    self.shared = shared
    self.width = width
    self.scale = scale
    self.slides = slides
    self.norms = norms
    self.epsilon = epsilon
  }

  /// What the gradient needs.
  public struct Kept {
    let turned: Tensor
    let logSums: Tensor
  }

  /// Rows `[queries | keys | values]` -> what the heads give `[T, heads · width]`; the tables are float32
  /// `[positions, width / 2]`.
  public func forward(
    _ qkv: Tensor, _ sight: Sight, cosines: Tensor, sines: Tensor
  ) throws(TorchError) -> (result: Tensor, kept: Kept) {
    var turned: OpaquePointer?
    try check(
      ct_train_rotate(
        qkv.handle, shape, norms?.query.handle, norms?.key.handle, epsilon, cosines.handle, sines.handle, sight.handle,
        &turned))
    let rotated = try Tensor(taking: 0, &turned)
    var (out, sums): (OpaquePointer?, OpaquePointer?)
    try check(ct_train_attend(rotated.handle, qkv.handle, sight.handle, shape, &out, &sums))
    return (try Tensor(taking: 0, &out), Kept(turned: rotated, logSums: try Tensor(taking: 0, &sums)))
  }

  /// The gradient by `qkv`, given that by the result.
  public func backward(
    _ gradient: Tensor, result: Tensor, _ kept: Kept, _ qkv: Tensor, _ sight: Sight, cosines: Tensor, sines: Tensor
  ) throws(TorchError) -> Tensor {
    var parts: OpaquePointer?
    try check(
      ct_train_attend_backward(
        gradient.handle, result.handle, kept.turned.handle, qkv.handle, kept.logSums.handle, sight.handle, shape, &parts
      ))
    let slopes = try Tensor(taking: 0, &parts)
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_train_rotate_backward(
        slopes.handle, qkv.handle, shape, norms?.query.handle, norms?.key.handle, epsilon, cosines.handle, sines.handle,
        sight.handle, &out), &out)
  }

  private var shape: ct_attention_shape {
    ct_attention_shape(
      heads: Int32(clamping: heads), shared: Int32(clamping: shared), width: Int32(clamping: width), scale: scale,
      slides: slides)
  }
}
