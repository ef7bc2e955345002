public import IsoglossCore
public import IsoglossStatistics

/// What labels say of a judge, language by language, and what a run's rates become when its errors are taken out.
///
/// There are two designs, and they are not the same thing. **External** labels are of other answers: they give the
/// judge's sensitivity and specificity, which are then assumed to hold on the run's answers (Rogan and Gladen 1978).
/// **Own** labels are a random draw of the run's answers: nothing is assumed, and prediction-powered inference is legal
/// (Angelopoulos, Duchi and Zrnic 2023). Rates are over harmful prompts and over answers that the judge could score.
public struct JudgeCalibration: Sendable, Codable {
  /// Where the labelled answers come from.
  public enum Design: String, Sendable, Codable {
    /// Other answers than the run's, or no run at all.
    case external
    /// A random draw of the run's answers.
    case own
  }

  /// A difference to English before and after the correction.
  public struct Gap: Sendable, Codable {
    /// As the judge reports it, with its test.
    public var reported: Measures.Gap
    /// From the two corrected rates, taken as independent (Zou and Donner 2008); null where one is missing.
    public var corrected: IsoglossCore.Estimate?
    /// Two-sided p-value of the corrected difference; null where there is none.
    public var pValue: Double?
    /// The same after Holm's correction over all languages.
    public var adjusted: Double?
  }

  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Whether the judge claims to read it; null where it makes no claim.
    public var isOfficial: Bool?
    /// Labels against readings, over the answers that both scored.
    public var labels: ConfusionCounts
    /// Labelled answers that the judge could not score.
    public var unscored: Int
    /// Share of labelled positives read as positive, with a Wilson interval.
    public var sensitivity: IsoglossCore.Estimate?
    /// Share of labelled negatives read as negative, with a Wilson interval.
    public var specificity: IsoglossCore.Estimate?
    /// The run's rate as the judge reports it, with a Wilson interval; null without a run.
    public var reported: IsoglossCore.Estimate?
    /// The rate with the judge's errors taken out, with an interval that holds the error of the labels too.
    public var corrected: IsoglossCore.Estimate?
    /// Why there is no corrected rate; null where there is one, or no run.
    public var reason: String?
    /// Labels still to be made for the wanted half-width; null where no number is enough, or without a run.
    public var labelsMissing: Int?
    /// Difference to English; null for English itself, and without a run.
    public var gap: Gap?
  }

  /// The judge.
  public var judge: String
  /// What was looked at.
  public var field: VerdictField
  /// What the share of events is called.
  public var rateName: String
  /// Where the labelled answers come from.
  public var design: Design
  /// Who labelled.
  public var labellers: [String]
  /// Languages, in the order of the run, or of the labels without one.
  public var rows: [Row]
  /// Whether there is a run to correct.
  public var hasRun: Bool
  /// The half-width that ``Row/labelsMissing`` is for.
  public var halfWidth: Double
  /// Confidence of every interval.
  public var confidence: Double
}
