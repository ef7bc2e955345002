/// Parts of a text that a translator must leave as they are: `{name}`, `[NAME]`, `%s`, tags, addresses of pages.
public struct Placeholders: Hashable, Sendable {
  /// A piece of a text.
  public enum Piece: Hashable, Sendable {
    /// Words.
    case words(String)
    /// What stays as it is.
    case kept(String)
  }
  /// The text in pieces, in order.
  public let pieces: [Piece]

  /// Finds the placeholders of a text.
  public init(_ text: String) {
    let pattern =
      /\{\{[^{}\n]{1,60}\}\}|\{[^{}\n]{1,60}\}|\[[A-Z][A-Z0-9_ ]{1,60}\]|%(?:[0-9]+\$)?[sd@]|<\/?[A-Za-z][^<>\n]{0,60}>|https?:\/\/[^\s<>"]+/
    var pieces: [Piece] = []
    var rest = text[...]
    while let match = rest.firstMatch(of: pattern) {
      if match.range.lowerBound > rest.startIndex { pieces.append(.words(String(rest[..<match.range.lowerBound]))) }
      pieces.append(.kept(String(match.output)))
      rest = rest[match.range.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.words(String(rest))) }
    self.pieces = pieces
  }

  /// The placeholders, in order.
  public var kept: [String] {
    pieces.compactMap { if case .kept(let text) = $0 { text } else { nil } }
  }

  /// The text with other texts in place of its words and its placeholders; the latter are numbered from 0.
  public func text(words: (String) -> String = { $0 }, kept: (Int, String) -> String) -> String {
    var number = 0
    return pieces.map { piece in
      switch piece {
      case .words(let text): return words(text)
      case .kept(let text):
        defer { number += 1 }
        return kept(number, text)
      }
    }.joined()
  }

  /// The placeholders that a translation lacks or has too often, sorted; empty where it has each as often as this text.
  public func changed(in translation: String) -> [String] {
    var counts: [String: Int] = [:]
    for text in kept { counts[text, default: 0] += 1 }
    for text in Placeholders(translation).kept { counts[text, default: 0] -= 1 }
    return counts.filter { $0.value != 0 }.keys.sorted()
  }
}
