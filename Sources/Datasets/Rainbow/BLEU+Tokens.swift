internal import Foundation

extension BLEU.Tokens {
  /// The tokens of a text.
  func cut(_ text: String) -> [String] {
    switch self {
    case .words:
      let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace }
      return end.map { Self.mteval(String(text.unicodeScalars[...$0])) } ?? []
    case .characters:
      return text.unicodeScalars.filter { !$0.properties.isWhitespace }.map { String($0) }
    }
  }

  /// The tokens of mteval-v13a: ASCII punctuation stands alone, but for points and commas between digits, and for
  /// hyphens and apostrophes.
  private static func mteval(_ text: String) -> [String] {
    var text = text.replacing("<skipped>", with: "").replacing("-\n", with: "").replacing("\n", with: " ")
    if text.contains("&") {
      text = text.replacing("&quot;", with: "\"").replacing("&amp;", with: "&").replacing("&lt;", with: "<")
        .replacing("&gt;", with: ">")
    }
    var scalars = Array(" \(text) ".unicodeScalars)
    scalars = spread(scalars) { isPunctuation($0) ? [" ", $0, " "] : nil }
    scalars = spread(scalars) { isDigit($0) || !isPointOrComma($1) ? nil : [$0, " ", $1, " "] }
    scalars = spread(scalars) { !isPointOrComma($0) || isDigit($1) ? nil : [" ", $0, " ", $1] }
    scalars = spread(scalars) { isDigit($0) && $1 == "-" ? [$0, " ", $1, " "] : nil }
    return scalars.split { $0.properties.isWhitespace }.map { String(String.UnicodeScalarView($0)) }
  }

  private static func spread(
    _ scalars: [Unicode.Scalar], _ change: (Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [Unicode.Scalar] {
    scalars.flatMap { change($0) ?? [$0] }
  }

  /// Replaces pairs from left to right; a pair that was replaced takes no part in another.
  private static func spread(
    _ scalars: [Unicode.Scalar], _ change: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count + 16)
    var position = 0
    while position < scalars.count {
      if position + 1 < scalars.count, let pair = change(scalars[position], scalars[position + 1]) {
        result += pair
        position += 2
      } else {
        result.append(scalars[position])
        position += 1
      }
    }
    return result
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
  private static func isPointOrComma(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7B...0x7E, 0x5B...0x60, 0x20...0x26, 0x28...0x2B, 0x3A...0x40, 0x2F: true
    default: false
    }
  }
}
