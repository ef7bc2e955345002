public import IsoglossCore
internal import IsoglossDatasets

/// How many papers were selected, by venue and year.
public struct SelectionCounts: Hashable, Sendable, Codable {
  /// The selection.
  public var selection: Selection
  /// Years, rising; null is a paper that tells none.
  public var years: [Int?]
  /// Selected papers by venue and then year, in the order of `years`. A paper of several venues counts at each.
  public var byVenue: [String: [Int]]
  /// Selected papers of each year, each once.
  public var byYear: [Int]
  /// What the sources hold, by collection.
  public var coverage: [Coverage]

  /// Counts a selection.
  public init(_ selection: Selection, of papers: [Paper]) {
    let ids = Set(selection.papers)
    let chosen = papers.filter { ids.contains($0.id) }
    let years = Set(chosen.map(\.year)).sorted { ($0 ?? .max) < ($1 ?? .max) }
    let places = Dictionary(uniqueKeysWithValues: years.enumerated().map { ($1, $0) })
    let none = [Int](repeating: 0, count: years.count)
    var (byVenue, byYear) = ([String: [Int]](), none)
    for paper in chosen {
      guard let place = places[paper.year] else { continue }
      byYear[place] += 1
      for venue in paper.venues.isEmpty ? ["no venue"] : paper.venues { byVenue[venue, default: none][place] += 1 }
    }
    self.selection = selection
    self.years = years
    self.byVenue = byVenue
    self.byYear = byYear
    coverage = Coverage.of(papers)
  }

  /// The result in a sentence.
  public var headline: String {
    let share = selection.withoutAbstract == 0 ? "" : "; \(selection.withoutAbstract) of these have no abstract"
    let verb = selection.papers.count == 1 ? "is" : "are"
    return "\(selection.papers.count) of \(selection.candidates) papers \(verb) selected\(share)"
  }

  /// What a reader is shown of it.
  public var section: Section {
    let gaps = coverage.filter { $0.withAbstract < $0.papers }
    return Section(
      id: "selection", title: "Selected papers", lead: headline + ".",
      blocks: [
        .table(table),
        .note(
          "Query: \(selection.query). Venues: \(selection.venues.isEmpty ? "all" : selection.venues). A paper of several "
            + "venues counts at each of them, once in the last row. "
            + "\(selection.withoutYear.counted("paper")) \(selection.withoutYear == 1 ? "tells" : "tell") no year."),
      ] + (gaps.isEmpty ? [] : [.table(Self.gapTable(gaps))]))
  }

  private var table: Table {
    let rows = byVenue.sorted { ($1.value.reduce(0, +), $0.key) < ($0.value.reduce(0, +), $1.key) }
    func row(_ name: String, _ counts: [Int]) -> [Table.Cell] {
      [.init(name)] + counts.map { .init(count: $0) } + [.init(count: counts.reduce(0, +))]
    }
    return Table(
      caption: "Selected papers by venue and year.",
      columns: [.init("Venue")] + years.map { .init($0.map(String.init) ?? "no year", isNumeric: true) }
        + [.init("All", isNumeric: true)],
      rows: rows.map { row($0.key, $0.value) } + [row("papers", byYear)])
  }

  private static func gapTable(_ gaps: [Coverage]) -> Table {
    Table(
      caption: "Collections in which a query on abstracts cannot see every paper.",
      columns: [.init("Collection"), .init("Papers", isNumeric: true), .init("With abstract", isNumeric: true)],
      rows: gaps.map { [.init($0.collection), .init(count: $0.papers), .init(count: $0.withAbstract)] })
  }
}
