/// What a model wrote when it was asked for a text and nothing else.
enum PlainReply {
  private static let pairs: [(Character, Character)] = [
    ("\"", "\""), ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("‘", "’"), ("'", "'"), ("「", "」"),
  ]

  /// The text without blanks at its ends, and without quotation marks around the whole of it.
  static func text(_ reply: String) -> String {
    let trimmed = reply.trimmed
    guard trimmed.count > 2, let first = trimmed.first, let last = trimmed.last,
      pairs.contains(where: { $0 == (first, last) })
    else { return trimmed }
    let inner = trimmed.dropFirst().dropLast()
    // Two quotations side by side are not one text in quotes.
    return inner.contains(first) || inner.contains(last) ? trimmed : String(inner).trimmed
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Whether nothing is in it but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
