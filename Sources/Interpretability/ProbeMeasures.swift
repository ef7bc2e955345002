public import IsoglossCore

/// What linear probes read off the stream at a prompt's end.
public struct ProbeMeasures: Sendable, Codable {
  /// A property that is read from one language's prompts and tested on another's.
  public struct Crossing: Sendable, Codable {
    /// `harm` of a request, or `refusal` of the model's own answer.
    public var property: String
    /// The layer, in blocks passed, with the best mean AUC on validation prompts of the probe's own language; the last where
    /// no language's validation prompts hold both classes.
    public var layer: Int
    /// Whether validation prompts chose it.
    public var isChosen: Bool
    /// Languages with enough of both classes; the others say nothing.
    public var languages: [Language]
    /// AUC on test prompts, `[trained in][tested in]`; null where a test part lacks a class.
    public var auc: [[Estimate?]]
    /// The largest AUC of probes trained on shuffled labels, in each language on itself.
    public var shuffled: [Double]
    /// Mean AUC within a language, by probed layer (validation prompts); null where they hold one class alone.
    public var byLayer: [Double?]
    /// Languages left out, each with its reason.
    public var left: [String]
  }

  /// Which language a prompt is in, read by one probe a language from benign train prompts, by probed layer.
  public struct LanguageReading: Sendable, Codable {
    /// Share of benign test prompts whose best probe is their language's.
    public var benign: [Double]
    /// Share of harmful test prompts: what the probe never saw.
    public var harmful: [Double]
    /// Benign test prompts of all languages.
    public var benignPrompts = 0
    /// Harmful test prompts of all languages.
    public var harmfulPrompts = 0
  }

  /// Layers that were probed, in blocks passed.
  public var layers: [Int]
  /// Harm, and refusal where it can be read.
  public var crossings: [Crossing]
  /// Null for one language.
  public var language: LanguageReading?
  /// All languages.
  public var languages: [Language]
  /// Seed of shuffles and resampling.
  public var seed: UInt64
}
