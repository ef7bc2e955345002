public import IsoglossCore

/// What the head would say of each layer's stream: the logit lens (nostalgebraist 2020), the final norm and the head on the
/// stream before each block and after the last. Lists by layer have one value more than the model has blocks.
public struct LensMeasures: Sendable, Codable {
  /// One language's refusal tokens by layer, on its own test prompts.
  public struct Finding: Sendable, Codable {
    /// Language of prompts and tokens.
    public var language: Language
    /// Mean score of harmful prompts (see ``RefusalScore``), by layer.
    public var harmful: [Double]
    /// Mean score of benign prompts, by layer.
    public var benign: [Double]
    /// The chance that a harmful prompt's score is above a benign one's, by layer.
    public var auc: [Double?]
    /// The same for as many tokens drawn at random: the largest distance from one half, by layer.
    public var control: [Double]
    /// Mean probability of the first language's refusal tokens over that of the language's own and theirs together, on
    /// harmful prompts, by layer; null for the first language itself, and where both have the same tokens.
    public var pivot: [Double]?
  }

  /// Words asked for in a language by translation from another (after Wendler et al. 2024, "Do Llamas Work in English?").
  public struct Thought: Sendable, Codable {
    /// Language asked from.
    public var source: Language
    /// Language asked for.
    public var target: Language
    /// Words measured.
    public var words: Int
    /// Words left out because their first token in the target language, in English or in the control is the same.
    public var skipped: Int
    /// Mean probability of the first token of the word in the target language, by layer.
    public var own: [Estimate]
    /// That of the English word.
    public var english: [Estimate]
    /// That of another word in English: what any English word gets.
    public var control: [Estimate]

    /// Layers at which the English word is more probable than the target's, and than any English word's, intervals apart.
    public var pivots: [Int] {
      english.indices.filter { english[$0].low > own[$0].high && english[$0].low > control[$0].high }
    }
  }

  /// One a language, the reference first.
  public var findings: [Finding]
  /// Pairs of languages.
  public var thoughts: [Thought]
  /// Test prompts of each intent.
  public var prompts: Int
  /// Seed of controls and resampling.
  public var seed: UInt64
  /// Draws of random tokens behind each control; null in measures of earlier versions.
  public var draws: Int?

  /// The least draws that refusal tokens pass by chance at most once in twenty times.
  public static let enoughDraws = 19
}
