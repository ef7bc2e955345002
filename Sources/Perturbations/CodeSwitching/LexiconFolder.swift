public import Foundation
public import IsoglossCore

/// A folder of lexica: `en-bn.tsv` holds a word, a translation and a part of speech a line, parted by tabs. Empty lines and
/// lines that begin with `#` are remarks.
public struct LexiconFolder: Sendable {
  private let url: URL

  /// A folder; nothing is read yet.
  public init(_ url: URL) {
    self.url = url
  }

  /// A lexicon between two languages: from its file, from that of the other direction, or through English.
  /// - Throws: `PerturbationError.noLexicon` where there is none of these, `.malformed` with the line that cannot be read.
  public func lexicon(from source: Language, to target: Language) throws -> BilingualLexicon {
    if let direct = try direct(from: source, to: target) { return direct }
    if source != .english, target != .english, let there = try direct(from: source, to: .english),
      let onward = try direct(from: .english, to: target)
    {
      return there.joined(with: onward)
    }
    throw PerturbationError(
      .noLexicon,
      "There is no lexicon from \(source.name) to \(target.name) in \(url.path): add \(source)-\(target).tsv "
        + "(word, tab, translation), or give parallel texts.")
  }

  private func direct(from source: Language, to target: Language) throws -> BilingualLexicon? {
    if let read = try read("\(source)-\(target).tsv", from: source, to: target) { return read }
    return try read("\(target)-\(source).tsv", from: target, to: source)?.reversed
  }

  private func read(_ name: String, from source: Language, to target: Language) throws -> BilingualLexicon? {
    let file = url.appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw PerturbationError(.malformed, "\(file.path) cannot be read as UTF-8 text.", underlying: error)
    }
    var pairs: [(String, String)] = []
    // Windows and Unix line ends are both one character.
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { continue }
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard (2...3).contains(cells.count), !cells[0].isEmpty, !cells[1].isEmpty else {
        throw PerturbationError(
          .malformed,
          "\(name):\(number + 1): a line holds a word, a tab and a translation, and may add a part of speech.")
      }
      pairs.append((cells[0], cells[1]))
    }
    guard !pairs.isEmpty else { throw PerturbationError(.malformed, "\(file.path) holds no word.") }
    return BilingualLexicon(from: source, to: target, pairs)
  }
}
