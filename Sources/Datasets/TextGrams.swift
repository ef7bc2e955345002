internal import Foundation

/// A text for comparison: letters folded, and its runs of five scalars.
struct TextGrams {
  /// Letters in lower case, composed, other characters than letters and numbers as single spaces;
  /// a text without letters stays as it is.
  let folded: String
  /// Hashes of all runs of five scalars of `folded`; of the whole text where it is shorter. Stable within a process.
  let grams: Set<Int>

  static let length = 5

  init(_ text: String) {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      let properties = scalar.properties
      if properties.isAlphabetic || properties.numericType != nil
        || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
      {
        scalars.append(scalar)
      } else if let last = scalars.last, last != " " {
        scalars.append(" ")
      }
    }
    if scalars.last == " " { scalars.removeLast() }
    if scalars.isEmpty { scalars = Array(text.unicodeScalars) }
    folded = String(String.UnicodeScalarView(scalars))
    let last = max(0, scalars.count - Self.length)
    grams = Set((0...last).map { scalars[$0..<min($0 + Self.length, scalars.count)].hashValue })
  }
}
