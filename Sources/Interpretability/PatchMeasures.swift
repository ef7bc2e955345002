public import IsoglossCore

/// What patching found: which parts of the model, taken from one language's pass, carry a refusal into another's.
public struct PatchMeasures: Sendable, Codable {
  /// One site's effect.
  public struct Effect: Sendable, Codable {
    /// The part.
    public var site: PatchSite
    /// (patched - corrupt) / (clean - corrupt), mean over pairs: 0 nothing, 1 all of the difference.
    public var restored: Estimate
    /// The same where the clean pass is of a benign prompt in the same language, over the same denominator: what any
    /// prompt of that language brings.
    public var control: Double
    /// What is restored less the control, pair by pair.
    public var beyond: Estimate
  }

  /// One direction between two languages.
  public struct Map: Sendable, Codable {
    /// Language whose pass is patched in.
    public var source: Language
    /// Language whose pass is patched.
    public var target: Language
    /// Prompts measured.
    public var pairs: Int
    /// Prompts left out, since the two passes' scores are too near each other for a ratio.
    public var undefined: Int
    /// Clean less corrupt score, mean over measured prompts; null where none was.
    public var gap: Estimate?
    /// One a site; empty where nothing was measured.
    public var effects: [Effect]
    /// Spearman correlation of attribution patching with true patching over a kind's sites, mean over pairs, by kind.
    public var agreement: [String: Estimate]
  }

  /// What becomes of a language's own refusals without a site.
  public struct Ablation: Sendable, Codable {
    /// Language of the prompts.
    public var language: Language
    /// The part.
    public var site: PatchSite
    /// How far the score of harmful prompts falls with the mean over benign prompts in its place.
    public var mean: Estimate
    /// How far it falls with zeros in its place.
    public var zero: Estimate
  }

  /// Two languages' most effective heads.
  public struct Overlap: Sendable, Codable {
    /// The two languages that were patched from the reference.
    public var languages: [Language]
    /// Heads in both lists.
    public var shared: Int
    /// Heads of a list.
    public var count: Int
    /// Chance of as many under permutation of all heads.
    public var pValue: Double
    /// The same after Holm's correction over all pairs of languages.
    public var adjusted: Double
    /// Chance of as many under permutation of heads within their layers: whether they are the same heads, beyond lying in
    /// the same layers.
    public var pWithinLayers: Double
    /// The same after Holm's correction over all pairs of languages.
    public var adjustedWithinLayers: Double
  }

  /// The language that others are patched from and to.
  public var reference: Language
  /// From the reference to each language, then back.
  public var maps: [Map]
  /// Own refusals, for each language; the heads and gated layers that matter most.
  public var ablations: [Ablation]
  /// Pairs of languages patched from the reference.
  public var overlaps: [Overlap]
  /// Least difference of scores for a ratio.
  public var least: Double
  /// Blocks and heads of the model, and template tokens.
  public var shape: [Int]
  /// Seed of resampling and permutations.
  public var seed: UInt64
}
