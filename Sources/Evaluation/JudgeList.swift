public import IsoglossCore
internal import IsoglossJudges
public import IsoglossStore

/// The judges of a run: what each claims, and how much it judged.
public struct JudgeList: Sendable, Codable {
  /// One judge's part.
  public struct Row: Sendable, Codable {
    /// What the run keeps of it.
    public var record: JudgeRecord
    /// Whether the report's first table goes by it.
    public var isPrimary: Bool
    /// Answers that it judged.
    public var judged: Int
    /// Of these, answers that it could not score.
    public var unscored: Int
  }

  /// In the order of the run.
  public var rows: [Row]
  /// Answers in the run.
  public var answered: Int

  /// Of a run.
  public init(_ store: RunStore) throws {
    let manifest = try store.manifest()
    let counts = try store.verdictCounts()
    let unknown = counts.keys.filter { manifest.record(of: $0) == nil }.sorted()
      .map { JudgeRecord(name: $0, judgesHarm: false, officialLanguages: nil) }
    rows = (manifest.judges + unknown).map { record in
      Row(
        record: record, isPrimary: record.name == manifest.judge, judged: counts[record.name]?.all ?? 0,
        unscored: counts[record.name]?.unscored ?? 0)
    }
    answered = try store.openCount(to: nil)
  }

  /// The first line.
  public var headline: String {
    "\(rows.count) \(rows.count == 1 ? "judge" : "judges") of \(answered) answers"
  }

  /// The table.
  public var section: Section {
    Section(
      id: "judges", title: "Judges of the run",
      lead: "The first table of a report goes by the primary judge, another with `isogloss report RUN --judge NAME`.",
      blocks: [
        .table(
          Table(
            caption: "Judges with what they count, and how many answers they judged.",
            columns: [
              .init("Judge"), .init("Counts"), .init("Judged", isNumeric: true), .init("Unscored", isNumeric: true),
              .init("Official languages"), .init("Made of"),
            ],
            rows: rows.map { row in
              let record = row.record
              let languages = record.officialLanguages.map { $0.map(\.code).joined(separator: " ") }
              let voices = record.rule.map { "\($0): " + JudgeLabel.short(record.voices).joined(separator: ", ") }
              return [
                .init(record.name + (row.isPrimary ? " (primary)" : "")), .init(record.rateName),
                .init("\(row.judged)", value: Double(row.judged)),
                .init("\(row.unscored)", value: Double(row.unscored)), .init(languages ?? "no claim"),
                .init(voices ?? (record.judgesItself ? "the model under test itself" : "–")),
              ]
            }))
      ])
  }
}
