internal import Foundation
public import IsoglossCore

/// One linear reading of a text: the weighted sum of its hidden states at one layer, against a threshold.
public struct ProbeHead: Hashable, Sendable {
  /// Blocks that a text passes before its states are read.
  public let layer: Int
  /// Which positions are read.
  public let pooling: Pooling
  /// Weights on the states as the model gives them, `[width]`.
  public let weights: [Float]
  /// Added to the weighted sum, which makes it log-odds.
  public let bias: Double
  /// Log-odds from which on the reading is positive.
  public let threshold: Double

  /// A head of the given parts.
  public init(layer: Int, pooling: Pooling, weights: [Float], bias: Double, threshold: Double) {
    self.layer = layer
    self.pooling = pooling
    self.weights = weights
    self.bias = bias
    self.threshold = threshold
  }

  /// Log-odds of a positive reading.
  /// - Throws: ``JudgingError`` for states of another width.
  public func score(_ features: [Float]) throws(JudgingError) -> Double {
    guard features.count == weights.count else {
      throw JudgingError(
        .wrongModel,
        "the probe reads \(weights.count) numbers a text and the model gives \(features.count): use the "
          + "model that it was trained on, or train another with `isogloss judge train`")
    }
    return zip(features, weights).reduce(bias) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The head with another threshold.
  func thresholded(at threshold: Double) -> ProbeHead {
    ProbeHead(layer: layer, pooling: pooling, weights: weights, bias: bias, threshold: threshold)
  }
}

extension ProbeHead: Codable {
  private enum CodingKeys: String, CodingKey { case layer, pooling, width, weights, bias, threshold }

  /// Decodes a head; the weights are little-endian float32 in base64.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fail(_ key: CodingKeys, _ why: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: why)
    }
    layer = try container.decode(Int.self, forKey: .layer)
    guard (0...1_000).contains(layer) else { throw fail(.layer, "no model has a layer \(layer)") }
    pooling = try container.decode(Pooling.self, forKey: .pooling)
    let width = try container.decode(Int.self, forKey: .width)
    guard (1...65_536).contains(width) else { throw fail(.width, "no model has a width of \(width)") }
    guard let data = Data(base64Encoded: try container.decode(String.self, forKey: .weights)) else {
      throw fail(.weights, "the weights are no base64")
    }
    guard data.count == 4 * width else {
      throw fail(.weights, "there are \(data.count) bytes of weights, and \(width) float32 have \(4 * width)")
    }
    let bytes = [UInt8](data)
    weights = (0..<width).map { index in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[4 * index + $1]) << UInt32(8 * $1) })
    }
    guard weights.allSatisfy(\.isFinite) else { throw fail(.weights, "a weight is not finite") }
    bias = try container.decode(Double.self, forKey: .bias)
    threshold = try container.decode(Double.self, forKey: .threshold)
  }

  /// Encodes the head.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(layer, forKey: .layer)
    try container.encode(pooling, forKey: .pooling)
    try container.encode(weights.count, forKey: .width)
    let bytes = weights.flatMap { weight in (0..<4).map { UInt8(truncatingIfNeeded: weight.bitPattern >> (8 * $0)) } }
    try container.encode(Data(bytes).base64EncodedString(), forKey: .weights)
    try container.encode(bias, forKey: .bias)
    try container.encode(threshold, forKey: .threshold)
  }
}
