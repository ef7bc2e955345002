public import Foundation
public import IsoglossCore
internal import IsoglossDatasets

/// Lines of a parallel text: the same ones in every language, spread evenly over it.
public struct ParallelSample: Hashable, Sendable {
  /// Lines by language, line n of each a translation of line n of the others.
  public let lines: [Language: [String]]
  /// SHA-256 over the lines, language by language.
  public let hash: String

  /// Lines of a text.
  public init(lines: [Language: [String]]) {
    self.lines = lines
    hash = ContentHash.of(lines.sorted { $0.key < $1.key }.flatMap { [$0.code] + $1 })
  }

  /// Takes lines of a folder with a file a language (`ParallelText`).
  /// - Parameters:
  ///   - wanted: the languages to take; those without a file are left out.
  ///   - count: lines of each. Lines that are blank in any of the languages are passed over.
  /// - Throws: `DatasetError` where the folder cannot be read as parallel text, `ExperimentError.damaged` where it has none
  ///   of the languages.
  public init(folder: URL, languages wanted: [Language], count: Int) throws {
    let found = try ParallelText.read(at: folder).lines.filter { wanted.contains($0.language) }
    let texts = Dictionary(uniqueKeysWithValues: found.map { ($0.language, $0.lines) })
    guard let length = found.first?.lines.count else {
      throw ExperimentError(
        .damaged,
        "\(folder.path) has no text in \(wanted.map(\.code).joined(separator: ", ")): it holds lv.txt and so on.")
    }
    let whole = (0..<length).filter { line in texts.values.allSatisfy { !$0[line].allSatisfy(\.isWhitespace) } }
    let step = max(1, Double(whole.count) / Double(max(1, count)))
    let places = (0..<min(count, whole.count)).map { whole[Int(Double($0) * step)] }
    self.init(lines: texts.mapValues { text in places.map { text[$0] } })
  }
}
