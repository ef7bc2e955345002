public import IsoglossCore

/// An embedder with how the cosines of its vectors are read, which differs from encoder to encoder.
public struct SentenceEncoder: Sendable {
  /// Gives the vectors.
  public let embedder: any Embedder
  /// Cosine below which two texts count as different, which flags a row alone; null where nobody chose one: two steps at
  /// 0.5 and 0.25, of which only the lower one flags.
  public let below: Double?
  /// Whether a text may be held against one in another language.
  public let crossesLanguages: Bool
  /// What it is, in a line.
  public let words: String

  /// A sentence encoder of several languages, as servers of embeddings have them.
  public init(_ embedder: any Embedder, below: Double? = nil) {
    self.embedder = embedder
    self.below = below
    crossesLanguages = true
    words = "vectors of a sentence encoder; \(Self.words(below))"
  }

  /// The mean over a language model's hidden states. They are compared within one language alone: a text and its
  /// translation lie apart by their languages, whatever they say.
  /// - Parameters:
  ///   - name: the model's name, for a reader.
  ///   - layer: blocks that a text passes before its states are read.
  public init(states model: any FeatureModel, named name: String, layer: Int, below: Double? = nil) {
    embedder = FeatureEmbedder(model, layer: layer)
    self.below = below
    crossesLanguages = false
    words = "vectors: the mean of \(name)'s states after \(layer) blocks; \(Self.words(below))"
  }

  private static func words(_ below: Double?) -> String {
    below.map { "a cosine below \($0) flags a row" } ?? "a cosine below 0.25 flags a row, and one below 0.5 is a sign"
  }

  /// How much a cosine counts as a sign of another meaning.
  func weight(_ cosine: Double) -> Double {
    if let below { return cosine < below ? 0.5 : 0 }
    return cosine < 0.25 ? 0.5 : cosine < 0.5 ? 0.3 : 0
  }
}
