internal import Foundation

/// Texts of papers in one form, whatever their source.
enum PaperText {
  /// Composed characters (NFC), single spaces, and none of the marks that cannot be seen.
  static func tidy(_ text: String) -> String {
    let hidden: Set<Unicode.Scalar> = ["\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}"]
    var seen = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !hidden.contains(scalar) { seen.append(scalar) }
    return String(seen).precomposedStringWithCanonicalMapping.split { $0.isWhitespace || $0.isNewline }
      .joined(separator: " ")
  }

  /// Letters and digits without accents and case: equal for two spellings of one title.
  static func key(_ text: String) -> String {
    let folded = text.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
    return String(folded.filter { $0.isLetter || $0.isNumber }).lowercased()
  }

  /// Names in lower case, each once, in order.
  static func names(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.map { tidy($0).lowercased() }.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// The year in a date of any form: `2024`, `2024-05-24`, `Mon, 2 Apr 2007 19:18:42 GMT`, or milliseconds since 1970 as
  /// OpenReview counts them.
  static func year(_ text: String) -> Int? {
    let numbers = text.split { !$0.isASCII || !$0.isNumber }
    if let year = numbers.first(where: { $0.count == 4 }).flatMap({ Int($0) }), (1900...2100).contains(year) {
      return year
    }
    guard numbers.count == 1, let only = numbers.first, (12...13).contains(only.count), let time = Double(only) else {
      return nil
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.component(.year, from: Date(timeIntervalSince1970: time / 1000))
  }
}
