internal import Foundation
internal import IsoglossCore

/// Numbers and languages as tables show them.
enum Shown {
  /// A number with its sign: `−1.25`, `+0.30`; zero has none.
  static func signed(_ value: Double, digits: Int = 2) -> String {
    let text = String(format: "%.\(digits)f", abs(value))
    guard Double(text) != 0 else { return text }
    return value < 0 ? "−\(text)" : "+\(text)"
  }

  /// A number without a plus.
  static func plain(_ value: Double, digits: Int = 2) -> String {
    let text = signed(value, digits: digits)
    return text.hasPrefix("+") ? String(text.dropFirst()) : text
  }

  /// A number with its interval in a cell.
  static func cell(_ estimate: Estimate, digits: Int = 2, emphasis: Table.Emphasis = .none) -> Table.Cell {
    .init(
      "\(signed(estimate.value, digits: digits)) [\(signed(estimate.low, digits: digits)), "
        + "\(signed(estimate.high, digits: digits))]", value: estimate.value, emphasis: emphasis)
  }

  /// A number in a cell.
  static func cell(_ value: Double, digits: Int = 2, emphasis: Table.Emphasis = .none) -> Table.Cell {
    .init(signed(value, digits: digits), value: value, emphasis: emphasis)
  }

  /// Where nothing was measured.
  static let none = Table.Cell("–", emphasis: .faint)

  /// A p-value.
  static func p(_ value: Double) -> Table.Cell {
    .init(value < 0.001 ? "< 0.001" : String(format: "%.3f", value), value: value)
  }

  static func name(_ language: Language) -> String { "\(language.name) (\(language.code))" }

  static func codes(_ languages: [Language]) -> String {
    languages.isEmpty ? "none" : languages.map(\.code).joined(separator: ", ")
  }

  /// At most `count` of the places 0..<total, the first and the last among them, evenly spread; of one the last.
  static func spread(_ total: Int, atMost count: Int) -> [Int] {
    guard total > count else { return Array(0..<total) }
    guard count > 1 else { return Array((total - 1)..<total) }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
  }
}
