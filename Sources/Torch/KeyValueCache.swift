internal import CTorch

/// Keys and values of many sequences for all layers of a model, in pages of 16 positions.
///
/// A sequence lives in a slot, a small number chosen by the caller. Pages are made as they are needed and used again
/// when a slot is released.
public final class KeyValueCache {
  private let handle: OpaquePointer

  /// Positions of a page.
  public static let pageLength = 16

  /// An empty cache.
  /// - Parameters:
  ///   - heads: key/value heads of a layer.
  ///   - width: width of a head, a multiple of 16.
  ///   - dtype: float32 or bfloat16.
  public init(layers: Int, heads: Int, width: Int, dtype: DType) throws(TorchError) {
    var out: OpaquePointer?
    try check(ct_cache_new(Int32(clamping: layers), Int32(clamping: heads), Int32(clamping: width), dtype.code, &out))
    guard let out else { throw TorchError(code: .unknown, message: "no cache was made") }
    handle = out
  }

  deinit { ct_cache_free(handle) }

  /// Bytes that the pages take.
  public var byteCount: Int { ct_cache_bytes(handle) }

  /// Makes room for positions 0 ..< length of a slot.
  public func reserve(slot: Int, length: Int) throws(TorchError) {
    try check(ct_cache_reserve(handle, Int64(slot), Int64(length)))
  }

  /// Lets an empty slot begin with the first `length` positions of another, without a copy. They cannot be written while
  /// they are shared.
  /// - Parameter length: a multiple of `pageLength`.
  public func share(from: Int, to: Int, length: Int) throws(TorchError) {
    try check(ct_cache_share(handle, Int64(from), Int64(to), Int64(length)))
  }

  /// Forgets a slot.
  public func release(slot: Int) throws(TorchError) { try check(ct_cache_release(handle, Int64(slot))) }

  /// Splits `qkv` `[rows, (heads + 2 * shared heads) * width]` of a layer, norms queries and keys where weights are
  /// given, rotates them by the tables `[positions, width / 2]`, and keeps keys and values of row i at `positions[i]` of
  /// `slots[i]`. Gives the queries `[rows, heads * width]`.
  public func rotateAndStore(
    _ qkv: Tensor, heads: Int, norms: (query: Tensor, key: Tensor)?, epsilon: Double, cosines: Tensor, sines: Tensor,
    slots: [Int64], positions: [Int64], layer: Int
  ) throws(TorchError) -> Tensor {
    try checkRows(qkv, slots, positions)
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_rotate_and_store(
        qkv.handle, Int32(clamping: heads), norms?.query.handle, norms?.key.handle, epsilon, cosines.handle,
        sines.handle, slots, positions, handle, Int32(clamping: layer), &out), &out)
  }

  /// Attention of row i over the positions of `slots[i]` up to `positions[i]`, the last `window` of them where given:
  /// queries `[rows, heads * width]` -> `[rows, heads * width]`.
  public func attention(
    _ queries: Tensor, heads: Int, scale: Double, window: Int?, slots: [Int64], positions: [Int64], layer: Int
  ) throws(TorchError) -> Tensor {
    try checkRows(queries, slots, positions)
    var out: OpaquePointer?
    return try Tensor(
      taking: ct_cached_attention(
        queries.handle, Int32(clamping: heads), scale, Int64(window ?? 0), slots, positions, handle,
        Int32(clamping: layer), &out), &out)
  }

  private func checkRows(_ rows: Tensor, _ slots: [Int64], _ positions: [Int64]) throws(TorchError) {
    guard rows.shape.first == slots.count, slots.count == positions.count else {
      throw TorchError(code: .invalidArgument, message: "each row needs one slot and one position")
    }
  }
}
