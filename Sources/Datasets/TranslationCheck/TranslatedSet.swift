public import Foundation
internal import IsoglossCore

/// Translated texts as read from a `.jsonl` file, a folder of them, or a data build.
public struct TranslatedSet: Sendable {
  /// The rows that could be read, in order.
  public var texts: [TranslatedText] = []
  /// The rows that could not.
  public var problems: [RowProblem] = []
  /// Rows of a build whose request was rewritten after its translation: they are passed over.
  public var rewritten = 0
  /// SHA-256 over the files' bytes.
  public var fileHash: String
  /// Longest text that is checked, in bytes of UTF-8: a check compares words with words.
  public static let longestText = 20_000

  /// A line of a file: a translation, or a row of a build.
  private struct Line: Decodable, Identifiable {
    var id: String
    /// Null for a row of a build that is no translation.
    var text: TranslatedText?
    /// The stage that translated; null for a line that is no row of a build.
    var stage: String?
    var isRewritten = false

    private enum Key: String, CodingKey { case steps, format }

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: Key.self)
      if members.contains(.steps) {
        let row = try DataRow(from: decoder)
        guard row.format == DataRow.currentFormat else {
          throw DecodingError.dataCorruptedError(
            forKey: .format, in: members, debugDescription: "rows of format \(row.format) are not read here")
        }
        id = row.id
        switch row.wording {
        case .translated(let translation, let translator): (text, stage) = (translation, translator)
        case .rewritten: isRewritten = true
        case .original: break
        }
      } else {
        let translation = try TranslatedText(from: decoder)
        (id, text) = (translation.id, translation)
      }
    }
  }

  /// Reads a file, a folder of files, a stage of a data build, or a whole build: of that, each request as the stage that
  /// translated it left it. An empty translation is a row, and a loss; an empty source is a problem.
  /// - Throws: `DatasetError` where nothing can be read.
  public static func read(_ url: URL) throws -> TranslatedSet {
    var set = TranslatedSet(fileHash: "")
    let stages = BuildFiles.stages(at: url)
    if stages.isEmpty {
      set.fileHash = try set.add(url) { _ in true }
    } else {
      let hashes = try stages.map { stage in
        // Later stages hand translations on; a folder that is named itself is read whole.
        try set.add(stage.rows, label: stage.label) { stage.isWanted || $0.stage == stage.name }
      }
      set.fileHash = ContentHash.of(hashes)
    }
    guard !set.texts.isEmpty else { throw DatasetError(.empty, set.emptiness(of: url.path, isBuild: !stages.isEmpty)) }
    return set
  }

  /// Adds what a file or folder holds.
  /// - Parameter label: how problems name the file; null for its own name.
  /// - Returns: a SHA-256 over the bytes.
  private mutating func add(_ url: URL, label: String? = nil, where isWanted: (Line) -> Bool) throws -> String {
    let read = try JSONLines.read(Line.self, at: url) { line in
      line.text.flatMap(Self.objection)
    }
    for line in read.rows where isWanted(line) {
      if let text = line.text { texts.append(text) }
      if line.isRewritten { rewritten += 1 }
    }
    problems += read.problems.map { RowProblem(file: label ?? $0.file, line: $0.line, reason: $0.reason) }
    return read.hash
  }

  private static func objection(_ row: TranslatedText) -> String? {
    if row.source.allSatisfy(\.isWhitespace) { return "the source is empty" }
    if row.language == row.sourceLanguage { return "it is translated from \(row.language) to the same language" }
    let texts = [row.source, row.translation, row.backTranslation ?? ""]
    return texts.contains { $0.utf8.count > longestText } ? "a text is longer than \(longestText) bytes" : nil
  }

  private func emptiness(of path: String, isBuild: Bool) -> String {
    if let first = problems.first { return "\(path) has no readable translation. The first problem: \(first)." }
    if rewritten > 0 {
      return "\(path) has no translation left: \(rewritten) requests were rewritten after it. Give the folder of the "
        + "build, or that of the stage that translates."
    }
    return isBuild
      ? "\(path) holds no translation: its requests are in the language that they were written in."
      : "\(path) has no readable translation."
  }
}
