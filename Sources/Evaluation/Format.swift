internal import Foundation
internal import IsoglossCore

/// Numbers as reports show them: shares as whole percentages, differences as signed points.
enum Format {
  /// `71 %`. A share that only rounding would make 0 is written `<1 %`.
  static func percent(_ value: Double) -> String {
    value > 0 && value < 0.005 ? "<1 %" : "\(Int((value * 100).rounded())) %"
  }

  /// `71 % [62, 79]`.
  static func percent(_ estimate: Estimate?) -> String {
    guard let estimate else { return "–" }
    return "\(percent(estimate.value)) \(range(estimate))"
  }

  static func range(_ estimate: Estimate) -> String {
    "[\(Int((estimate.low * 100).rounded())), \(Int((estimate.high * 100).rounded()))]"
  }

  static func signed(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return whole > 0 ? "+\(whole)" : whole < 0 ? "−\(-whole)" : "0"
  }

  static func points(_ value: Double) -> String { "\(signed(value)) points" }

  /// A share in points, with a decimal where there is one: `5`, `2.5`.
  static func share(_ value: Double) -> String {
    let points = (value * 1000).rounded() / 10
    return points == points.rounded() ? "\(Int(points))" : "\(points)"
  }

  /// A plain number with two decimals and a true minus sign: `0.83`.
  static func coefficient(_ value: Double) -> String {
    let text = String(format: "%.2f", abs(value))
    return value < 0 && text != "0.00" ? "−\(text)" : text
  }

  /// `0.83 [0.71, 0.90]`; without the interval where it has no width, which is to say that it is not known.
  static func coefficient(_ estimate: Estimate?) -> String {
    guard let estimate else { return "–" }
    let value = coefficient(estimate.value)
    return estimate.low == estimate.high
      ? value : "\(value) [\(coefficient(estimate.low)), \(coefficient(estimate.high))]"
  }

  static func coefficientCell(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return .init("–", emphasis: .faint) }
    return .init(coefficient(estimate), value: estimate.value)
  }

  /// A probability: three decimals, or `< 0.001`.
  static func pValue(_ value: Double) -> String { value < 0.001 ? "< 0.001" : String(format: "%.3f", value) }

  static func pCell(_ value: Double?) -> Table.Cell {
    guard let value else { return .init("–", emphasis: .faint) }
    return .init(pValue(value), value: value)
  }

  /// `+14 points [+3, +25]`.
  static func difference(_ estimate: Estimate) -> String {
    "\(points(estimate.value)) [\(signed(estimate.low)), \(signed(estimate.high))]"
  }

  /// `A`, `A and B`, `A, B and C`.
  static func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and \(last)"
  }

  static func cell(_ estimate: Estimate?, emphasis: Table.Emphasis = .none) -> Table.Cell {
    guard let estimate else { return .init("–", emphasis: .faint) }
    return .init(percent(estimate), value: estimate.value, emphasis: emphasis)
  }

  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
