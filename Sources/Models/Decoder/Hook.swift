public import IsoglossTorch

/// A place in the decoder where values can be read or replaced.
///
/// Values have the residual stream's width unless said otherwise; `[batch, time, width]` in `Decoder`, `[rows, width]`
/// in `PackedDecoder`.
public enum HookPoint: Hashable, Sendable {
  /// The residual stream before a block.
  case blockInput(Int)
  /// What the heads of a block give before they are mixed: width heads x head width.
  case heads(Int)
  /// The attention's output projection.
  case attentionOutput(Int)
  /// What attention adds to the stream: the same, behind the post-norm where the model has one.
  case attentionUpdate(Int)
  /// Inside of the gated layer, before the down projection: the hidden width.
  case mlpHidden(Int)
  /// The gated layer's down projection.
  case mlpOutput(Int)
  /// What the gated layer adds to the stream.
  case mlpUpdate(Int)
  /// The residual stream after the last block, before the final norm.
  case final
}

/// Reads a value, and returns it or another one in its place.
public typealias Hook = (HookPoint, Tensor) throws -> Tensor
