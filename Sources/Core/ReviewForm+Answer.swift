extension ReviewForm.Question {
  /// The answer that a text gives, in the one spelling that annotations have: a choice whatever its case, codes in order
  /// and once each, a number without leading zeros. Null where the question does not take it.
  public func answer(_ text: String) -> String? {
    let words = text.lowercased().split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
    switch open {
    case nil:
      let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
      return choices.first { $0.lowercased() == plain }
    case .languages:
      if words == [Self.none] { return Self.none }
      let codes = Set(words)
      guard !codes.isEmpty, codes.allSatisfy(Self.isCode) else { return nil }
      return codes.sorted().joined(separator: " ")
    case .count:
      if words == [Self.unknown] { return Self.unknown }
      guard words.count == 1, words[0].allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(words[0]),
        count <= 100_000
      else { return nil }
      return "\(count)"
    }
  }

  /// What it takes, in words.
  public var takes: String {
    switch open {
    case nil: choices.joined(separator: ", ")
    case .languages: "language codes such as de en zh, or \(Self.none)"
    case .count: "a number from 0, or \(Self.unknown)"
    }
  }

  /// The answer for a set of languages with nothing in it.
  public static let none = "none"
  /// The answer for a number that cannot be told.
  public static let unknown = "unknown"

  private static func isCode(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      return false
    }
    return parts.dropFirst().allSatisfy { part in
      (2...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }
}
