/// What models said, cut to a length that a run file and a message can bear.
enum RawText {
  /// Longest text in characters that a verdict keeps.
  private static let kept = 4_096
  /// Longest quotation in a reason.
  private static let shown = 60

  /// The text, cut where it is too long.
  static func bounded(_ text: String) -> String {
    text.unicodeScalars.count > kept ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(kept))) + "…" : text
  }

  /// The beginning of a text between quotation marks, on one line.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let start = scalars.prefix(shown).map { scalar in
      scalar.properties.generalCategory == .control ? " " : String(scalar)
    }
    return "\"\(start.joined())\(scalars.count > shown ? "…" : "")\""
  }
}
