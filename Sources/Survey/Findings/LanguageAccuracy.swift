internal import Foundation
public import IsoglossCore
internal import IsoglossDatasets
internal import IsoglossStatistics

/// How well an annotator finds languages, against others' labels: precision and recall over all (paper, language) pairs.
public struct LanguageAccuracy: Hashable, Sendable, Codable {
  /// Against one reference.
  public struct Row: Hashable, Sendable, Codable {
    /// Whose labels are the reference.
    public var reference: String
    /// Papers that both answered.
    public var papers: Int
    /// Share of the languages found that the reference has, resampled over papers; null where none was found.
    public var precision: IsoglossCore.Estimate?
    /// Share of the reference's languages that were found; null where it has none.
    public var recall: IsoglossCore.Estimate?
    /// Share of papers with exactly the reference's set, with Wilson's interval.
    public var exact: IsoglossCore.Estimate?
  }

  /// Who is measured.
  public var measured: String
  /// Against each reference, then where all of them agree.
  public var rows: [Row]
  /// Seed of the resampling.
  public var seed: UInt64

  /// Measures an annotator.
  /// - Throws: `SurveyError.empty` where nobody shares a paper with them; `StatisticsError` for bad settings.
  public init(
    of measured: [Annotation], name: String, against references: [(name: String, annotations: [Annotation])],
    resamples: Int = 2000, seed: UInt64 = 0
  ) throws {
    self.measured = name
    self.seed = seed
    let found = Self.sets(measured)
    let wanted = references.map { ($0.name, Self.sets($0.annotations)) }
    var agreed = wanted.first?.1 ?? [:]
    for (_, sets) in wanted.dropFirst() { agreed = agreed.filter { sets[$0.key] == $0.value } }
    let both = wanted.count > 1 ? [("where \(wanted.map(\.0).joined(separator: " and ")) agree", agreed)] : []
    let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed)
    rows = try (wanted + both).compactMap { name, reference in
      let papers = reference.keys.filter { found[$0] != nil }.sorted()
      guard !papers.isEmpty else { return nil }
      let pairs = papers.map { (found[$0] ?? [], reference[$0] ?? []) }
      let exact = Proportion(pairs.map { $0.0 == $0.1 })
      return Row(
        reference: name, papers: papers.count, precision: try Self.share(pairs, of: { $0.0 }, bootstrap),
        recall: try Self.share(pairs, of: { $0.1 }, bootstrap),
        exact: exact.wilson().map {
          .init(value: exact.rate ?? 0, low: $0.lower, high: $0.upper, n: papers.count)
        })
    }
    guard !rows.isEmpty else {
      throw SurveyError(.empty, "Nobody has labelled the languages of a paper that \(name) has annotated.")
    }
  }

  private static func sets(_ annotations: [Annotation]) -> [String: Set<String>] {
    let rows = annotations.filter {
      $0.question == SurveyForm.Question.languages.rawValue && $0.value != SurveyForm.unscored
    }
    return Dictionary(rows.map { ($0.item, SurveyAgreement.codes($0.value)) }) { _, last in last }
  }

  /// Shared languages by all of one side.
  private static func share(
    _ pairs: [(Set<String>, Set<String>)], of side: ((Set<String>, Set<String>)) -> Set<String>, _ bootstrap: Bootstrap
  ) throws -> IsoglossCore.Estimate? {
    let counts = pairs.map { (shared: $0.0.intersection($0.1).count, all: side($0).count) }
    let found = try bootstrap.estimate(of: counts.count) { drawn in
      let all = drawn.reduce(0) { $0 + counts[$1].all }
      return all == 0 ? nil : Double(drawn.reduce(0) { $0 + counts[$1].shared }) / Double(all)
    }
    return found.map {
      .init(
        value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: counts.reduce(0) { $0 + $1.all })
    }
  }

  /// What a reader is shown of it.
  public var section: Section {
    Section(
      id: "accuracy", title: "Languages found by \(measured)",
      lead: "Precision and recall over (paper, language) pairs.",
      blocks: [
        .table(
          Table(
            caption: "Intervals at 95 %, resampled over papers; Wilson's for exact sets.",
            columns: [.init("Against")]
              + ["Papers", "Precision", "n", "Recall", "n", "Exact set"].map { .init($0, isNumeric: true) },
            rows: rows.map { row in
              [
                .init(row.reference), .init(count: row.papers), .init(share: row.precision),
                .init(count: row.precision?.n ?? 0), .init(share: row.recall), .init(count: row.recall?.n ?? 0),
                .init(share: row.exact),
              ]
            }))
      ])
  }
}
