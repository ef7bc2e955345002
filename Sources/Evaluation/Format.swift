internal import Foundation
internal import IsoglossCore

/// Numbers as reports show them: shares as whole percentages, differences as signed points.
enum Format {
  static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

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

  static func cell(_ estimate: Estimate?, emphasis: Table.Emphasis = .none) -> Table.Cell {
    guard let estimate else { return .init("–", emphasis: .faint) }
    return .init(percent(estimate), value: estimate.value, emphasis: emphasis)
  }

  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
