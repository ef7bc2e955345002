internal import IsoglossModels

/// A part of the model that is patched or ablated at the template's tokens after the instruction.
public enum PatchSite: Hashable, Sendable, Codable {
  /// The residual stream after a block, at one position: -1 is the last token.
  case stream(layer: Int, position: Int)
  /// One head's output before the heads are mixed, at all of these positions.
  case head(layer: Int, head: Int)
  /// What attention adds to the stream, at all of these positions.
  case attention(layer: Int)
  /// What the gated layer adds to the stream, at all of these positions.
  case gated(layer: Int)

  /// What a site is a part of.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case stream, head, attention, gated
  }

  /// All sites of a model, kind by kind.
  static func all(_ configuration: ModelConfiguration, tail: Int) -> [PatchSite] {
    let layers = 0..<configuration.layers
    return layers.flatMap { layer in (-tail..<0).map { .stream(layer: layer, position: $0) } }
      + layers.flatMap { layer in (0..<configuration.heads).map { .head(layer: layer, head: $0) } }
      + layers.map { .attention(layer: $0) } + layers.map { .gated(layer: $0) }
  }

  /// What it is a part of.
  public var kind: Kind {
    switch self {
    case .stream: .stream
    case .head: .head
    case .attention: .attention
    case .gated: .gated
    }
  }

  /// Its layer.
  public var layer: Int {
    switch self {
    case .stream(let layer, _), .head(let layer, _), .attention(let layer), .gated(let layer): layer
    }
  }

  /// Where it is in a pass.
  var point: HookPoint {
    switch self {
    case .stream(let layer, _): .blockOutput(layer)
    case .head(let layer, _): .heads(layer)
    case .attention(let layer): .attentionUpdate(layer)
    case .gated(let layer): .mlpUpdate(layer)
    }
  }

  /// Which of the last `tail` rows it covers, from 0.
  func rows(tail: Int) -> Range<Int> {
    if case .stream(_, let position) = self { position + tail..<position + tail + 1 } else { 0..<tail }
  }

  /// Which numbers of a row it covers.
  func columns(_ configuration: ModelConfiguration) -> Range<Int> {
    guard case .head(_, let head) = self else { return 0..<configuration.width }
    return head * configuration.headWidth..<(head + 1) * configuration.headWidth
  }
}

extension PatchSite: CustomStringConvertible {
  /// `layer 3 head 5`, `layer 3 position -1`.
  public var description: String {
    switch self {
    case .stream(let layer, let position): "layer \(layer) position \(position)"
    case .head(let layer, let head): "layer \(layer) head \(head)"
    case .attention(let layer): "layer \(layer) attention"
    case .gated(let layer): "layer \(layer) gated"
    }
  }
}
