public import Foundation
internal import IsoglossCore
internal import IsoglossDatasets

/// Forms in which papers come.
public enum PaperSource: String, Sendable, CaseIterable {
  /// XML of the ACL Anthology: a file, or a folder of them.
  case anthology
  /// BibTeX with abstracts.
  case bibtex
  /// A table with a heading, and a map of its columns.
  case csv
  /// One JSON object a line, and a map of its members.
  case jsonl

  /// The form that a place has by its name; null where the name does not tell.
  public static func of(_ url: URL) -> PaperSource? {
    if (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true { return .anthology }
    return switch url.pathExtension.lowercased() {
    case "xml": .anthology
    case "bib", "bibtex": .bibtex
    case "csv": .csv
    case "jsonl", "json": .jsonl
    default: nil
    }
  }

  /// Reads papers.
  /// - Parameters:
  ///   - columns: where a table has its fields; unused for the other forms.
  ///   - name: what the papers say of where they are from.
  /// - Throws: `SurveyError`, `DatasetError` where nothing can be read; bad records are in the result's problems.
  public func read(_ url: URL, columns: ColumnMap, name: String) throws -> SourceReading {
    let files = try files(at: url)
    var reading = SourceReading()
    var hashes: [String] = []
    var anthology = AnthologyEvents()
    for file in files {
      let data = try Self.bytes(of: file)
      hashes.append(ContentHash.of(data))
      switch self {
      case .anthology: AnthologyXML.read(data, file: file.lastPathComponent, into: &reading, events: &anthology)
      case .bibtex: try BibTeX.read(data, file: file.lastPathComponent, into: &reading)
      case .csv: try columns.readTable(data, file: file.lastPathComponent, into: &reading)
      case .jsonl: columns.readLines(data, file: file.lastPathComponent, into: &reading)
      }
    }
    reading.hash = ContentHash.of(hashes)
    for index in reading.papers.indices {
      reading.papers[index].sources = [name]
      reading.papers[index].events = PaperText.names(
        reading.papers[index].events + anthology.events(of: reading.papers[index]))
    }
    guard !reading.papers.isEmpty else {
      let first = reading.problems.first.map { " The first problem: \($0)." } ?? ""
      throw SurveyError(.empty, "\(url.path) has no readable paper.\(first)")
    }
    return reading
  }

  private func files(at url: URL) throws -> [URL] {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw SurveyError(.notFound, "There is no file or folder \(url.path).")
    }
    guard (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true else { return [url] }
    guard self == .anthology else { throw SurveyError(.badSetting, "\(url.path) is a folder: give a file.") }
    // A checkout of the Anthology has them in data/xml.
    let inner = url.appending(path: "data/xml")
    let folder = FileManager.default.fileExists(atPath: inner.path) ? inner : url
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "xml" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw SurveyError(.notFound, "\(folder.path) holds no .xml file.") }
    return files
  }

  /// The bytes of a file of text.
  /// - Throws: `SurveyError.unreadable`; `DatasetError.unknownFormat` for a workbook.
  static func bytes(of url: URL) throws -> Data {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw SurveyError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
    try Workbook.refuse(data, file: url.lastPathComponent)
    return data
  }
}
