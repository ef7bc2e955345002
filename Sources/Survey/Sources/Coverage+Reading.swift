public import Foundation
internal import IsoglossDatasets

extension Coverage {
  /// Reads a table with the columns `collection`, `papers` and `with_abstract`.
  /// - Throws: `SurveyError`, `DatasetError` where it cannot be read.
  public static func read(_ url: URL) throws -> [Coverage] {
    let records = try CSV.records(try PaperSource.bytes(of: url), file: url.lastPathComponent)
    let heading = records.first?.fields ?? []
    guard let name = heading.firstIndex(of: "collection"), let papers = heading.firstIndex(of: "papers"),
      let abstracts = heading.firstIndex(of: "with_abstract")
    else {
      throw SurveyError(.malformed, "\(url.path) needs the columns collection, papers and with_abstract.")
    }
    return try records.dropFirst().map { record in
      guard record.fields.count == heading.count, let all = Int(record.fields[papers]),
        let some = Int(record.fields[abstracts]), some >= 0, some <= all
      else {
        throw SurveyError(.malformed, "\(url.lastPathComponent):\(record.line): not a count of papers and abstracts.")
      }
      return Coverage(collection: record.fields[name], papers: all, withAbstract: some)
    }
  }
}
