internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// The survey's findings from settled labels: share of English only by year, papers a language, alone and in herds, how
/// often languages are stated, and how far English is ahead.
public struct SurveyFindings: Hashable, Sendable, Codable {
  /// One year, or all.
  public struct Year: Hashable, Sendable, Codable {
    /// Null for all years.
    public var year: Int?
    /// Selected papers.
    public var papers: Int
    /// Share of English only among papers with a settled kind, with Wilson's interval.
    public var englishOnly: IsoglossCore.Estimate?
    /// Papers by kind.
    public var kinds: [String: Int]
    /// Share of attention that English gets: each paper's is one, shared out evenly among its languages.
    public var englishAttention: IsoglossCore.Estimate?
    /// The language-gap index: log10((English + 1/2) / (other + 1/2)), of papers that study English and papers that study
    /// the most studied other language of the whole survey. 1 is ten times as many.
    public var gap: IsoglossCore.Estimate?
  }
  /// One language.
  public struct LanguageCount: Hashable, Sendable, Codable {
    /// Its code.
    public var language: String
    /// Papers that study it.
    public var papers: Int
    /// Papers that study it and no other.
    public var alone: Int
    /// Papers that study it among others.
    public var inHerd: Int { papers - alone }

    private enum CodingKeys: String, CodingKey { case language, papers, alone }
  }
  /// One subtopic.
  public struct Topic: Hashable, Sendable, Codable {
    /// Null for all.
    public var topic: String?
    /// Share of papers that state their languages.
    public var stated: IsoglossCore.Estimate?
    /// The same among papers on English only.
    public var statedEnglish: IsoglossCore.Estimate?
  }

  /// Whose labels these are.
  public var labels: String
  /// All years first.
  public var years: [Year]
  /// By number of papers, the most first.
  public var languages: [LanguageCount]
  /// The language that the gap index compares English with; null where no other is studied.
  public var runnerUp: String?
  /// All subtopics first.
  public var topics: [Topic]
  /// Papers by the size of their herd; papers of unknown size are not in it.
  public var herds: [Int: Int]
  /// Papers selected.
  public var papers: Int
  /// Papers whose languages can be told.
  public var withLanguages: Int
  /// Seed of the resampling.
  public var seed: UInt64

  /// Sums labels up.
  /// - Throws: `SurveyError.empty` where no label is settled; `StatisticsError` for bad settings.
  public init(_ rows: [PaperLabels], labels: String, resamples: Int = 2000, seed: UInt64 = 0) throws {
    guard rows.contains(where: { $0.kind != nil || $0.topic != nil || $0.named != nil }) else {
      throw SurveyError(.empty, "No label of these papers is settled: annotate first, or adjudicate what is disputed.")
    }
    self.labels = labels
    self.seed = seed
    papers = rows.count
    withLanguages = rows.count { $0.languages != nil }
    var counts: [String: LanguageCount] = [:]
    for row in rows {
      guard let languages = row.languages else { continue }
      let isAlone = languages.count == 1 && row.kind != .multilingual
      for code in languages {
        counts[code, default: LanguageCount(language: code, papers: 0, alone: 0)].papers += 1
        if isAlone { counts[code]?.alone += 1 }
      }
    }
    languages = counts.values.sorted { ($1.papers, $0.language) < ($0.papers, $1.language) }
    let other = languages.first { $0.language != Language.english.code }?.language
    runnerUp = other
    herds = rows.compactMap(\.herd).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed)
    years = try ([nil] + Set(rows.compactMap(\.year)).sorted().map { $0 as Int? }).map { year in
      try Self.year(year, rows.filter { year == nil || $0.year == year }, other, bootstrap)
    }
    topics = ([nil] + SurveyForm.topics.map { $0 as String? }).compactMap { topic in
      let own = rows.filter { $0.isExplicit != nil && (topic == nil || $0.topic == topic) }
      guard !own.isEmpty else { return nil }
      return Topic(
        topic: topic, stated: Self.share(own.map { $0.isExplicit == true }),
        statedEnglish: Self.share(own.filter { $0.kind == .englishOnly }.map { $0.isExplicit == true }))
    }
  }

  private static func year(
    _ year: Int?, _ rows: [PaperLabels], _ other: String?, _ bootstrap: Bootstrap
  ) throws -> Year {
    let kinds = rows.compactMap(\.kind)
    let known = rows.compactMap(\.languages)
    let english = Language.english.code
    func estimate(_ found: IsoglossStatistics.Estimate?) -> IsoglossCore.Estimate? {
      found.map { .init(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: known.count) }
    }
    let attention = known.map { $0.contains(english) ? 1 / Double($0.count) : 0 }
    let gap = try other.flatMap { other in
      try bootstrap.estimate(of: known.count) { drawn in
        let a = drawn.count { known[$0].contains(english) }
        let b = drawn.count { known[$0].contains(other) }
        return log10((Double(a) + 0.5) / (Double(b) + 0.5))
      }
    }
    return Year(
      year: year, papers: rows.count, englishOnly: share(kinds.map { $0 == .englishOnly }),
      kinds: kinds.reduce(into: [:]) { $0[$1.rawValue, default: 0] += 1 },
      englishAttention: estimate(try bootstrap.mean(attention)), gap: estimate(gap))
  }

  private static func share(_ values: [Bool]) -> IsoglossCore.Estimate? {
    let share = Proportion(values)
    guard let value = share.rate, let interval = share.wilson() else { return nil }
    return .init(value: value, low: interval.lower, high: interval.upper, n: values.count)
  }
}
