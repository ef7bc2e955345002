/// Text of unknown origin made fit to be shown: characters that a reader cannot see, or that would act on a terminal or
/// on the order of the line, are written as their code point, `⟨U+202E⟩`.
enum VisibleText {
  /// Whether a character is written as its code point: controls, bidirectional marks, invisible fillers, tags and
  /// noncharacters. Joiners and variation selectors are kept: scripts and emoji need them.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0xAD, 0x61C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F: true
    case 0x2028...0x202E, 0x2060...0x206F: true
    case 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB: true
    case 0xFDD0...0xFDEF: true
    case 0xE0000...0xE007F: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }

  /// A code point as shown.
  static func mark(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }

  /// A text for one line: line ends and tabs become a space.
  static func line(_ text: String) -> String {
    pieces(text, keepingLines: false).map(\.text).joined()
  }

  /// A text of several lines: line ends and tabs are kept.
  static func block(_ text: String) -> String {
    pieces(text, keepingLines: true).map(\.text).joined()
  }

  /// A run of plain text, or the mark of one hidden character.
  struct Piece {
    /// What is shown.
    var text: String
    /// Whether it is the mark of a hidden character.
    var isMark: Bool
  }

  /// More combining marks than this on one letter are written as code points: a flood of them covers other lines.
  static let mostMarks = 8

  /// A text as plain runs and marks, in order. Carriage returns end a line as line feeds do.
  static func pieces(_ text: String, keepingLines: Bool) -> [Piece] {
    var found: [Piece] = []
    var run = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    var marks = 0
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      marks = scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark ? marks + 1 : 0
      switch scalar {
      case "\n", "\r": run.append(keepingLines ? "\n" : " ")
      case "\t": run.append(keepingLines ? "\t" : " ")
      case _ where isHidden(scalar) || marks > mostMarks:
        if !run.isEmpty { found.append(Piece(text: String(run), isMark: false)) }
        run = String.UnicodeScalarView()
        found.append(Piece(text: mark(scalar), isMark: true))
      default: run.append(scalar)
      }
    }
    if !run.isEmpty { found.append(Piece(text: String(run), isMark: false)) }
    return found
  }

  /// The first `limit` characters of a text, and how many were left out.
  static func clipped(_ text: String, to limit: Int) -> (text: String, left: Int) {
    guard text.unicodeScalars.count > limit else { return (text, 0) }
    let end = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: max(0, limit))
    return (String(text.unicodeScalars[..<end]), text.unicodeScalars.count - max(0, limit))
  }
}
