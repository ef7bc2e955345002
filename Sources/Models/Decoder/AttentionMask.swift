public import IsoglossTorch

/// Which positions each position may look at: true where it may. Shapes `[batch or 1, 1, time, time]`.
///
/// Two masks, since some layers look only a window back. Any rule fits: batches padded on a side, many texts packed in
/// one row, a shared prompt with two answers.
public struct AttentionMask {
  /// For layers that look at everything before.
  public var full: Tensor
  /// For layers that slide; equal to `full` where none does.
  public var sliding: Tensor

  /// Masks of any rule.
  public init(full: Tensor, sliding: Tensor) {
    self.full = full
    self.sliding = sliding
  }

  /// Each position looks at itself and at earlier ones of its own segment.
  /// - Parameters:
  ///   - positions: int64 `[batch, time]`, counted within each text.
  ///   - segments: int64 `[batch, time]`: positions of different segments do not see each other; padding may be a
  ///     segment of its own. Null: each row is one text.
  ///   - window: of sliding layers, in positions.
  public static func causal(positions: Tensor, segments: Tensor? = nil, window: Int?) throws -> AttentionMask {
    let query = try positions.unsqueezed(-1)
    let key = try positions.unsqueezed(-2)
    var full = try key.lessOrEqual(query)
    if let segments { full = try full.and(segments.unsqueezed(-1).equal(segments.unsqueezed(-2))) }
    full = try full.unsqueezed(1)
    guard let window else { return AttentionMask(full: full, sliding: full) }
    let near = try key.greater(query - Double(window)).unsqueezed(1)
    return AttentionMask(full: full, sliding: try full.and(near))
  }
}
