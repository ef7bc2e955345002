/// Values behind marks in an answer.
enum Marked {
  /// The word behind the last place of a mark, without the asterisks of markdown; null where the mark is missing.
  static func last(_ mark: String, in text: String) -> String? {
    guard let range = text.ranges(of: mark).last else { return nil }
    let line = text[range.upperBound...].prefix { !$0.isNewline }
    let word = line.drop { $0 == " " || $0 == "*" }
    return String(word.reversed().drop { $0 == " " || $0 == "*" || $0 == "." }.reversed())
  }
}
