internal import Foundation
public import IsoglossCore

/// What a reader of an exported data set is told: counts, licences, hashes, how it was filtered, divided and reviewed.
public struct DatasetCard: Sendable {
  /// The data set's name.
  public var name: String
  /// Licence of the whole, as an SPDX name; null where nobody has said one.
  public var licence: String?
  /// Licences of the sources, by `provenance.source`.
  public var sourceLicences: [String: String]
  /// Training pairs.
  public var train: [PreferencePair]
  /// Test pairs.
  public var test: [PreferencePair]
  /// How the pairs were filtered; null where it is not known.
  public var funnel: Funnel?
  /// That the split holds; null without a split.
  public var proof: SplitProof?
  /// What people found; null where nobody looked.
  public var review: ReviewSummary?
  /// Judges that filtered the pairs: they must not be the only ones that judge what is trained on them.
  public var filterJudges: [String]

  /// A card.
  public init(
    name: String, licence: String? = nil, sourceLicences: [String: String] = [:], train: [PreferencePair],
    test: [PreferencePair] = [], funnel: Funnel? = nil, proof: SplitProof? = nil, review: ReviewSummary? = nil,
    filterJudges: [String] = []
  ) {
    self.name = name
    self.licence = licence
    self.sourceLicences = sourceLicences
    self.train = train
    self.test = test
    self.funnel = funnel
    self.proof = proof
    self.review = review
    self.filterJudges = filterJudges
  }

  /// The parts of the card that renderers know how to show.
  public var report: Report {
    var sections = [counts, sources]
    if let funnel { sections.append(funnel.section) }
    if let proof { sections.append(proof.section) }
    if let review { sections.append(review.section) } else { sections.append(Self.unreviewed) }
    let languages = Set((train + test).map(\.language)).sorted()
    return Report(
      title: name,
      headline: "\(train.count + test.count) preference pairs for refusal training in \(languages.count) languages",
      facts: [
        Fact("Licence", licence ?? "not stated"), Fact("Languages", languages.map(\.code).joined(separator: " ")),
        Fact("Judges that filtered it", filterJudges.isEmpty ? "none recorded" : filterJudges.joined(separator: ", ")),
      ], sections: sections, provenance: [])
  }

  private static let unreviewed = Section(
    id: "review", title: "Human review", lead: "Nobody has reviewed these pairs yet.", blocks: [])

  private var counts: Section {
    let strata = Set((train + test).map { $0.language }).sorted()
    func row(_ title: String, _ pick: (PreferencePair) -> Bool) -> [Table.Cell] {
      let (a, b) = (train.filter(pick), test.filter(pick))
      return [.init(title)]
        + [a, b].flatMap { rows in
          Intent.allCases.map { intent in Table.Cell(count: rows.count { $0.intent == intent }) }
        }
    }
    func table(_ heading: String, _ rows: [[Table.Cell]]) -> Section.Block {
      .table(
        Table(
          caption: "Pairs by \(heading.lowercased()).",
          columns: [Table.Column(heading)]
            + ["Training, harmful", "Training, benign", "Test, harmful", "Test, benign"].map {
              Table.Column($0, isNumeric: true)
            },
          rows: rows.filter { $0.dropFirst().contains { $0.value != 0 } }))
    }
    return Section(
      id: "counts", title: "Counts", lead: "\(train.count) pairs for training and \(test.count) for testing.",
      blocks: [
        table("Language", strata.map { language in row(language.code) { $0.language == language } }),
        table(
          "Hazard", Hazard.allCases.map { hazard in row("\(hazard.rawValue) \(hazard.title)") { $0.hazard == hazard } }),
        table("Style", AttackStyle.allCases.map { style in row(style.rawValue) { $0.style == style } }),
      ])
  }

  private struct Source: Hashable {
    var name: String
    var author: String
  }

  private var sources: Section {
    let counted = (train + test).reduce(into: [Source: Int]()) { counts, pair in
      counts[Source(name: pair.provenance.source, author: pair.provenance.author ?? "not stated"), default: 0] += 1
    }
    return Section(
      id: "sources", title: "Sources", lead: "Where the pairs come from. What a model wrote is called so.",
      blocks: [
        .table(
          Table(
            caption: "Pairs by source and author.",
            columns: [.init("Source"), .init("Author"), .init("Licence"), .init("Pairs", isNumeric: true)],
            rows: counted.sorted { ($0.key.name, $0.key.author) < ($1.key.name, $1.key.author) }.map { source, count in
              [
                .init(source.name), .init(source.author), .init(sourceLicences[source.name] ?? "not stated"),
                .init(count: count),
              ]
            }))
      ])
  }
}
