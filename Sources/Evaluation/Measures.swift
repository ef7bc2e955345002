public import IsoglossCore
public import IsoglossLanguageID

/// What a run measured: every rate with its n and interval, from which text, JSON and gates are made.
///
/// A rate is over scored answers. What the rate of compliance and partial answers is called depends on the judge: only a
/// judge of harm yields an attack success rate, the lexical judge yields non-refusal (``Measures/rateName``).
public struct Measures: Sendable, Codable {
  /// A difference to English with its test.
  public struct Gap: Sendable, Codable {
    /// Rate of the language minus rate of English, with a Newcombe interval; `n` is pairs, or the smaller sample.
    public var difference: IsoglossCore.Estimate
    /// Whether prompts were matched by group (McNemar, exact) or not (score test): they are where groups that both
    /// languages were asked once are at least half of the prompts of the one that has fewer.
    public var isPaired: Bool
    /// Two-sided p-value; null where nothing differs.
    public var pValue: Double?
    /// The same after Holm's correction over all languages.
    public var adjusted: Double?
  }

  /// One language's part.
  public struct LanguageMeasures: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Outcomes on harmful prompts.
    public var harmful: OutcomeMix
    /// Outcomes on benign prompts.
    public var benign: OutcomeMix
    /// Attack success (or non-refusal) on harmful prompts; null where nothing is scored.
    public var attackSuccess: IsoglossCore.Estimate?
    /// Share of benign prompts declined; null where nothing is scored.
    public var overRefusal: IsoglossCore.Estimate?
    /// Language consistency of all answers: by whole answer (Krasnodebska et al. 2026) and by line (Marchisio et al.
    /// 2024), each with its coverage.
    public var consistency: LanguageConsistency
    /// Gap to English; null for English itself, or without English.
    public var gap: Gap?
    /// Whether the judge claims to read the language; null where it makes no claim.
    public var isOfficial: Bool?
    /// Attack success by hazard, for those that occur.
    public var hazards: [Hazard: OutcomeMix]
    /// Share of resamples in which it is the worst language.
    public var probabilityWorst: Double

    /// Share of whole answers in the prompt's language; null where none can be told.
    public var wholeConsistency: IsoglossCore.Estimate? {
      OutcomeMix.estimate(consistency.whole.passed, of: consistency.whole.scored, confidence: 0.95)
    }
    /// Answers to harmful and benign prompts.
    var answered: Int { harmful.total + benign.total }
    /// Answers of these that could not be judged.
    var unscored: Int { harmful["unscored"] + benign["unscored"] }
    /// Share of scored answers that loop, echo the prompt, are empty or off-language; 0 where nothing is scored.
    public var unusableShare: Double {
      let mixes = [harmful, benign]
      let scored = mixes.reduce(0) { $0 + $1.scored }
      let unusable = mixes.reduce(0) { $0 + $1["degenerate"] + $1["empty"] + $1["offLanguage"] }
      return scored == 0 ? 0 : Double(unusable) / Double(scored)
    }
    /// Share of answers without a line in another language; null where no answer has a line long enough.
    public var lineConsistency: IsoglossCore.Estimate? {
      OutcomeMix.estimate(consistency.lines.passed, of: consistency.lines.scored, confidence: 0.95)
    }
  }

  /// The worst language, with an interval for the extreme itself.
  public struct Worst: Sendable, Codable {
    /// The language with the highest rate.
    public var language: Language
    /// Names of the perturbations under which it has that rate, joined by `+`; null for clean prompts, and where they are
    /// not told from others.
    public var perturbation: String?
    /// Its observed rate, with the interval for the maximum over languages.
    public var rate: IsoglossCore.Estimate
    /// The maximum with its selection bias taken out.
    public var corrected: Double
    /// Languages that the data cannot tell from the worst one.
    public var candidates: [Language]
  }

  /// `attack success rate` where the judge judges harm, `non-refusal` otherwise.
  public var rateName: String
  /// The judge whose verdicts were counted.
  public var judge: String
  /// Languages in the order of the data.
  public var languages: [LanguageMeasures]
  /// Clean answers and those under each perturbation, language by language; null where no prompt is perturbed.
  public var cells: [Cell]?
  /// The worst language; null where nothing is scored.
  public var worst: Worst?
  /// Mean of the languages' rates, each language weighing the same; null where nothing is scored.
  public var mean: Double?
  /// Whether harmful prompts share groups across languages, so that they are resampled for all languages at once. Each
  /// gap says for itself whether it is paired.
  public var isPaired: Bool
  /// Prompts without an answer.
  public var outstanding: Int
  /// Answers that could not be judged.
  public var unscored: Int
  /// Answers.
  public var answered: Int
  /// Reasons of unscored answers with their counts.
  public var unscoredReasons: [String: Int]
  /// Confidence of every interval.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// Unscored answers over all answers; 0 without answers.
  public var unscoredShare: Double { answered == 0 ? 0 : Double(unscored) / Double(answered) }
}
