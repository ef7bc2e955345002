public import IsoglossCore

/// Sentence vectors of a model's hidden states: the mean over a text's positions, as unit vectors.
public struct FeatureEmbedder: Embedder {
  private let model: any FeatureModel
  private let layer: Int
  private let batch: Int

  /// An embedder over a model's states.
  /// - Parameter layer: blocks that a text passes before its states are read.
  public init(_ model: any FeatureModel, layer: Int, batch: Int = 32) {
    self.model = model
    self.layer = layer
    self.batch = max(1, batch)
  }

  /// One unit vector a text, `[texts][width]`; all zeros where the states are.
  public func embed(_ texts: [String]) async throws -> [[Float]] {
    var vectors: [[Float]] = []
    for start in stride(from: 0, to: texts.count, by: batch) {
      try Task.checkCancellation()
      let part = Array(texts[start..<min(start + batch, texts.count)])
      vectors += try await model.features(part, layer: layer, pooling: .mean).map(SentenceVectors.unit)
    }
    return vectors
  }
}

/// Arithmetic of sentence vectors.
enum SentenceVectors {
  /// A vector of length 1; as it is where it has none.
  static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0, length.isFinite else { return vector }
    return vector.map { Float(Double($0) / length) }
  }

  /// Cosines of pairs after the mean of all vectors is taken away: states of language models share one large direction that
  /// would make every two texts alike. Null where a vector has no length left, or the two have different widths.
  static func cosines(_ pairs: [(a: [Float], b: [Float])]) -> [Double?] {
    guard let width = pairs.first?.a.count, pairs.allSatisfy({ $0.a.count == width && $0.b.count == width }) else {
      return pairs.map { _ in nil }
    }
    var mean = [Double](repeating: 0, count: width)
    for pair in pairs {
      for index in 0..<width { mean[index] += Double(pair.a[index]) + Double(pair.b[index]) }
    }
    for index in 0..<width { mean[index] /= Double(2 * pairs.count) }
    // Two vectors less their own mean are opposite, whatever they were.
    if pairs.count < 8 { mean = [Double](repeating: 0, count: width) }
    return pairs.map { pair in
      var (dot, a, b) = (0.0, 0.0, 0.0)
      for index in 0..<width {
        let x = Double(pair.a[index]) - mean[index]
        let y = Double(pair.b[index]) - mean[index]
        dot += x * y
        a += x * x
        b += y * y
      }
      let length = (a * b).squareRoot()
      return length > 0 && length.isFinite ? dot / length : nil
    }
  }
}
