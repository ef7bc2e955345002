public import IsoglossTorch

/// A place in the decoder where values can be read or replaced.
///
/// Values have the residual stream's width unless said otherwise; `[batch, time, width]` in `Decoder`, `[rows, width]`
/// in `PackedDecoder`. `values`, `pattern` and `finalNorm` are places of `Decoder` alone: the packed path keeps values in
/// its cache, never forms a pattern, and norms only the rows whose scores are asked for.
public enum HookPoint: Hashable, Sendable {
  /// The residual stream before a block.
  case blockInput(Int)
  /// The values of a block's key/value heads, before they are mixed: shared heads x head width.
  case values(Int)
  /// Where each head of a block looks, after the softmax, float32: `[batch, heads, time, time]`, rows summing to 1.
  case pattern(Int)
  /// What the heads of a block give before they are mixed: width heads x head width.
  case heads(Int)
  /// The attention's output projection.
  case attentionOutput(Int)
  /// What attention adds to the stream: the same, behind the post-norm where the model has one.
  case attentionUpdate(Int)
  /// The residual stream between attention and the gated layer.
  case blockMiddle(Int)
  /// Inside of the gated layer, before the down projection: the hidden width.
  case mlpHidden(Int)
  /// The gated layer's down projection.
  case mlpOutput(Int)
  /// What the gated layer adds to the stream.
  case mlpUpdate(Int)
  /// The residual stream after a block: what the next one, or `final`, begins with.
  case blockOutput(Int)
  /// The residual stream after the last block, before the final norm.
  case final
  /// After the final norm: what the head reads.
  case finalNorm

  /// All places of a model, in the order in which a pass comes to them.
  public static func all(layers: Int) -> [HookPoint] {
    (0..<layers).flatMap { layer -> [HookPoint] in
      [
        .blockInput(layer), .values(layer), .pattern(layer), .heads(layer), .attentionOutput(layer),
        .attentionUpdate(layer), .blockMiddle(layer), .mlpHidden(layer), .mlpOutput(layer), .mlpUpdate(layer),
        .blockOutput(layer),
      ]
    } + [.final, .finalNorm]
  }
}

extension HookPoint: CustomStringConvertible {
  /// The name in files: `block.3.heads`, `final`.
  public var description: String {
    switch self {
    case .blockInput(let layer): "block.\(layer).input"
    case .values(let layer): "block.\(layer).values"
    case .pattern(let layer): "block.\(layer).pattern"
    case .heads(let layer): "block.\(layer).heads"
    case .attentionOutput(let layer): "block.\(layer).attentionOutput"
    case .attentionUpdate(let layer): "block.\(layer).attentionUpdate"
    case .blockMiddle(let layer): "block.\(layer).middle"
    case .mlpHidden(let layer): "block.\(layer).mlpHidden"
    case .mlpOutput(let layer): "block.\(layer).mlpOutput"
    case .mlpUpdate(let layer): "block.\(layer).mlpUpdate"
    case .blockOutput(let layer): "block.\(layer).output"
    case .final: "final"
    case .finalNorm: "finalNorm"
    }
  }
}

/// Reads a value, and returns it or another one in its place.
public typealias Hook = (HookPoint, Tensor) throws -> Tensor
