public import IsoglossCore

/// What a study of refusal directions found. Matrices are `[language of the direction][language of the prompts]`, in the
/// order of `languages`; scores are log-odds of a refusal's first token (see ``RefusalScore``).
public struct DirectionMeasures: Sendable, Codable {
  /// A direction beside its controls: directions of the same length at the same place that should do nothing.
  public struct Effect: Hashable, Sendable, Codable {
    /// The change of the mean score, with an interval over prompts. Taking out: how far it falls; adding: how far it rises.
    public var change: Estimate
    /// The same change by random directions.
    public var random: [Double]
    /// The same change by differences of means under shuffled labels.
    public var shuffled: [Double]

    /// Share of controls, the direction itself among them, that change the score at least as much: at best
    /// 1 / (controls + 1).
    public var pValue: Double {
      let controls = random + shuffled
      return Double(1 + controls.count { $0 >= change.value }) / Double(1 + controls.count)
    }
    /// Whether the direction does what controls do not: the change is above zero, and p at most 0.05. Of more than 38
    /// controls one may do as much.
    public var holds: Bool { change.low > 0 && pValue <= 0.05 }
  }

  /// One language's direction.
  public struct Finding: Sendable, Codable {
    /// The direction.
    public var direction: RefusalDirection
    /// What refusals begin with.
    public var tokens: RefusalTokens
    /// The same as text.
    public var tokenTexts: [String]
    /// Train prompts that the direction comes from, harmful and benign: all, or those whose score has the right sign.
    public var used: [Int]
    /// Whether prompts whose score has the wrong sign were left out, as Arditi et al. do; they are kept where too few
    /// would remain.
    public var isFiltered: Bool
    /// Score of harmful test prompts.
    public var harmful: Estimate
    /// Score of benign test prompts.
    public var benign: Estimate
    /// Taking the direction out, on harmful test prompts.
    public var ablation: Effect
    /// Adding it, on benign test prompts.
    public var addition: Effect
    /// Whether taking the direction out lowers refusal as no control does, at a place within the rule's limit of KL: what
    /// changes every answer lowers refusals too.
    public var isFoundByAblation: Bool { ablation.holds && direction.rule != .unrestricted }
    /// How far harmful and benign test prompts lie apart before each block and after the last, along the difference of
    /// means of the train prompts there.
    public var separation: [Separation]
    /// What became of harmful test prompts' answers, by outcome; empty where none were written.
    public var outcomes: [String: Int]
  }

  /// Cosines between directions read at one place.
  public struct Cosines: Sendable, Codable {
    /// Position of the place.
    public var position: Int
    /// Its layer.
    public var layer: Int
    /// Between languages; on the diagonal between the halves of a language's own prompts. Halves have half of the prompts, so
    /// that languages which share a direction may agree a little better than that.
    public var values: [[Estimate?]]
    /// The mean size of cosines between languages under shuffled labels: what nothing looks like.
    public var floor: Double
    /// The mean over pairs of languages before each block and after the last; null where no pair has directions, as before
    /// the first block at a token of the template, or for one language.
    public var byLayer: [Double?]
  }

  /// A prompt on the plane in which prompts differ most.
  public struct Point: Sendable, Codable {
    /// Its language.
    public var language: Language
    /// What it asks for.
    public var intent: Intent
    /// First component.
    public var x: Double
    /// Second component.
    public var y: Double
  }

  /// Languages, the reference first.
  public var languages: [Language]
  /// Prompts of a part.
  public var sizes: StudyPrompts.Sizes
  /// Template tokens after the instruction.
  public var positions: Int
  /// Blocks of the model.
  public var layers: Int
  /// How places were tried and chosen.
  public var rule: SelectionRule
  /// One a language.
  public var findings: [Finding]
  /// How alike directions are.
  public var cosines: Cosines
  /// How far a direction's removal lowers the score of harmful prompts.
  public var drops: [[Estimate]]
  /// How far adding a direction raises the score of benign prompts.
  public var rises: [[Estimate]]
  /// Outcomes of harmful test prompts without a direction; empty where none were written.
  public var outcomes: [[[String: Int]]]
  /// Test prompts of all languages at the reference place; empty where they do not vary.
  public var plane: [Point]
  /// Share of the variance on each axis of the plane.
  public var planeShares: [Double]
  /// Seed of parts, controls and resampling.
  public var seed: UInt64
}
