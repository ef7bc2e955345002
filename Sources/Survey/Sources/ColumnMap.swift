public import Foundation
internal import IsoglossDatasets

/// Where a table or a file of JSON lines has the fields of a paper.
///
/// Written `title=Title,abstract=summary|Abstract,venue=:arxiv`: a field, and the column that has it; of several parted by
/// `|` the first that is filled; after a colon, a text that is the same for all. Columns of JSON are paths with points:
/// `content.title.value`, `versions.0.created`.
public struct ColumnMap: Hashable, Sendable {
  /// Fields of a paper.
  public enum Field: String, Sendable, CaseIterable {
    case id, title, abstract, year, venue, events, collection, url, language
  }

  private var columns: [Field: [String]]

  /// Maps that need not be written: exports of this name have these columns.
  public static let named: [String: String] = [
    // The metadata snapshot (JSON lines) and tables made of the interface's answers.
    "arxiv": "id=id|entry_id,title=title,abstract=abstract|summary,year=published|versions.0.created|update_date,"
      + "venue=:arxiv,url=entry_id|url",
    // Notes of the second version of the interface, of the first, and tables made of them.
    "openreview": "id=id|forum,title=content.title.value|content.title|title,"
      + "abstract=content.abstract.value|content.abstract|abstract,year=pdate|odate|cdate|year,"
      + "venue=content.venue.value|content.venue|content.venueid.value|venue,url=url",
    // Records with the Anthology's names.
    "anthology": "id=anthology_id|id,title=title,abstract=abstract,year=year,venue=venue,events=events,"
      + "collection=collection,url=url,language=language",
  ]

  /// Reads a map, or takes the one of a name.
  /// - Throws: `SurveyError.badSetting`.
  public init(_ text: String) throws {
    var columns: [Field: [String]] = [:]
    for item in (Self.named[text.lowercased()] ?? text).split(separator: ",") {
      let sides = item.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2, let field = Field(rawValue: sides[0]), columns[field] == nil else {
        throw SurveyError(
          .badSetting,
          "\"\(item)\" is no column: write FIELD=COLUMN, each field once, with one of "
            + "\(Field.allCases.map(\.rawValue).joined(separator: ", ")); or one of "
            + "\(Self.named.keys.sorted().joined(separator: ", ")) for all.")
      }
      columns[field] = sides[1].split(separator: "|").map(String.init)
    }
    guard columns[.title] != nil else {
      throw SurveyError(.badSetting, "A map of columns says at least where titles are: title=COLUMN.")
    }
    self.columns = columns
  }

  /// The paper of a record.
  /// - Parameter values: what a column holds.
  func paper(_ values: (String) -> [String]) -> Paper {
    func all(_ field: Field) -> [String] {
      for column in columns[field] ?? [] {
        let found = column.hasPrefix(":") ? [String(column.dropFirst())] : values(column)
        let filled = found.filter { !$0.allSatisfy(\.isWhitespace) }
        if !filled.isEmpty { return filled }
      }
      return []
    }
    func one(_ field: Field) -> String? { all(field).first }
    let title = one(.title) ?? ""
    return Paper(
      // Without an id of its own a paper is known by its title.
      id: one(.id) ?? PaperText.key(title), title: title, abstract: one(.abstract),
      year: one(.year).flatMap(PaperText.year), venues: all(.venue), events: all(.events),
      collection: one(.collection), url: one(.url), language: one(.language))
  }

  /// Adds the papers of a table.
  /// - Throws: `DatasetError`, `SurveyError` for a file that is no table, or without the title's column.
  func readTable(_ data: Data, file: String, into reading: inout SourceReading) throws {
    let records = try CSV.records(data, file: file)
    guard let heading = records.first?.fields.map({ $0.trimmingCharacters(in: .whitespaces) }) else {
      throw SurveyError(.empty, "\(file) is empty.")
    }
    let places = Dictionary(heading.enumerated().map { ($1, $0) }) { first, _ in first }
    guard columns[.title, default: []].contains(where: { places[$0] != nil }) else {
      throw SurveyError(
        .malformed,
        "\(file) has no column \(columns[.title, default: []].joined(separator: " or ")): it has "
          + "\(heading.joined(separator: ", ")). Say with --columns which is which.")
    }
    for record in records.dropFirst() {
      guard record.fields.count == heading.count else {
        let reason = "\(record.fields.count) fields, the heading has \(heading.count)"
        reading.problems.append(RowProblem(file: file, line: record.line, reason: reason))
        continue
      }
      // Several venues stand in one field with semicolons.
      let paper = paper { column in places[column].map { [record.fields[$0]] } ?? [] }
      reading.add(Self.parted(paper), file: file, line: record.line)
    }
  }

  private static func parted(_ paper: Paper) -> Paper {
    var paper = paper
    paper.venues = paper.venues.flatMap { $0.split(separator: ";").map(String.init) }
    paper.events = paper.events.flatMap { $0.split(separator: ";").map(String.init) }
    return paper
  }

  /// Adds the papers of JSON lines.
  func readLines(_ data: Data, file: String, into reading: inout SourceReading) {
    let read = JSONLines.read(Record.self, from: data, file: file)
    reading.problems += read.problems
    for (line, record) in read.rows { reading.add(paper(record.texts), file: file, line: line) }
  }
}
