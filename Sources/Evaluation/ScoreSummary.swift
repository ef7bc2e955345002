public import IsoglossCore
internal import IsoglossStatistics

/// The numbers that a rubric judge gave, by language: the mean of each over the answers that have it, harmful and benign
/// prompts together.
public struct ScoreSummary: Sendable, Codable {
  /// One number of the rubric.
  public struct Row: Sendable, Codable {
    /// Its name in the rubric: `fluency`.
    public var name: String
    /// Means in the order of ``ScoreSummary/languages`` on the rubric's own scale, with percentile bootstrap intervals;
    /// null where no answer has the number.
    public var means: [IsoglossCore.Estimate?]
  }

  /// The judge.
  public var judge: String
  /// Languages in the order of the data.
  public var languages: [Language]
  /// Its numbers, by name.
  public var rows: [Row]

  /// Summaries of the judges that gave numbers.
  /// - Parameter seed: of the resampling.
  public static func all(
    _ items: [RunItem], judges: [JudgeRecord], confidence: Double = 0.95, resamples: Int = 2_000, seed: UInt64 = 0
  ) throws -> [ScoreSummary] {
    var seen: Set<Language> = []
    let order = items.map(\.prompt.language).filter { seen.insert($0).inserted }
    let bootstrap = Bootstrap(resamples: resamples, confidence: confidence, method: .percentile, seed: seed)
    return try judges.compactMap { record in
      var values: [String: [Language: [Double]]] = [:]
      for item in items where item.completion != nil {
        for (name, value) in item.verdicts[record.name]?.scores ?? [:] {
          values[name, default: [:]][item.prompt.language, default: []].append(value)
        }
      }
      guard !values.isEmpty else { return nil }
      let rows = try values.sorted { $0.key < $1.key }.map { name, byLanguage in
        Row(
          name: name,
          means: try order.map { language in
            let scores = byLanguage[language] ?? []
            return try bootstrap.mean(scores).map {
              IsoglossCore.Estimate(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: scores.count)
            }
          })
      }
      return ScoreSummary(judge: record.name, languages: order, rows: rows)
    }
  }

  /// Whether a judge gave numbers and told no outcome.
  static func givesNumbersAlone(_ judge: String, _ items: some Sequence<RunItem>) -> Bool {
    var hasNumbers = false
    for item in items {
      guard let verdict = item.verdicts[judge], verdict.scores?.isEmpty == false else { continue }
      if verdict.outcome.isScored { return false }
      hasNumbers = true
    }
    return hasNumbers
  }
}
