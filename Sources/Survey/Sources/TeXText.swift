internal import Foundation

/// Text with TeX's markup as plain text: accents, special letters, dashes; braces and commands without a meaning are
/// dropped.
enum TeXText {
  /// Combining marks of the accent commands.
  private static let accents: [Character: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", "u": "\u{306}", ".": "\u{307}",
    "\"": "\u{308}", "r": "\u{30A}", "H": "\u{30B}", "v": "\u{30C}", "c": "\u{327}", "k": "\u{328}", "d": "\u{323}",
    "b": "\u{331}",
  ]
  private static let letters: [String: String] = [
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "i", "j": "j", "dh": "ð", "th": "þ", "dj": "đ", "textendash": "–", "textemdash": "—",
    "textquotesingle": "'", "textasciitilde": "~", "textbackslash": "\\", "times": "×", "ldots": "…", "dots": "…",
  ]

  /// The plain text.
  static func plain(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "{", "}", "$": continue
      case "~": result.append(" ")
      case "\\": command(&rest, &result)
      default: result.append(character)
      }
    }
    return result.replacing("---", with: "—").replacing("--", with: "–").replacing("``", with: "“")
      .replacing("''", with: "”").precomposedStringWithCanonicalMapping
  }

  private static func command(_ rest: inout Substring, _ result: inout String) {
    guard let first = rest.first else { return }
    guard first.isLetter else {
      rest.removeFirst()
      if let mark = accents[first] { return accent(mark, &rest, &result) }
      // An escaped sign stands for itself; a forced break is a space.
      result.append(first == "\\" || first == " " ? " " : first)
      return
    }
    let name = String(rest.prefix { $0.isASCII && $0.isLetter })
    // One letter and a group or a space is an accent: \c{c}, \v s.
    if name.count == 1, let mark = accents[first], letters[name] == nil || rest.dropFirst().first == "{" {
      rest.removeFirst()
      return accent(mark, &rest, &result)
    }
    rest.removeFirst(max(1, name.count))
    if let letter = letters[name] {
      result += letter
      if rest.hasPrefix("{}") { rest.removeFirst(2) } else if rest.first == " " { rest.removeFirst() }
    }
  }

  private static func accent(_ mark: Unicode.Scalar, _ rest: inout Substring, _ result: inout String) {
    while let next = rest.first, next == "{" || next == " " { rest.removeFirst() }
    if rest.hasPrefix("\\i") || rest.hasPrefix("\\j") { rest.removeFirst() }
    guard let base = rest.first, base.isLetter else { return }
    rest.removeFirst()
    if rest.first == "}" { rest.removeFirst() }
    result.append(base)
    result.unicodeScalars.append(mark)
  }
}
