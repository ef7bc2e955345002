internal import Foundation
internal import IsoglossCore

/// Numbers as the dashboard's own words have them, in the manner of reports.
enum Words {
  static func percent(_ value: Double) -> String { Numerals.percent(value) }

  /// `71 % [62, 79]`.
  static func percent(_ estimate: Estimate) -> String {
    "\(percent(estimate.value)) [\(Numerals.whole(estimate.low)), \(Numerals.whole(estimate.high))]"
  }

  /// `40 s`, `12 min`, `3 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds < 360_000 else { return "days" }
    let whole = Int(max(0, seconds).rounded())
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// `2026-11-27 04:12 UTC`.
  static func time(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds).formatted(.iso8601).replacing("T", with: " ").prefix(16) + " UTC"
  }

  /// `neutral safe` of `neutralSafe`.
  static func outcome(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
  }
}
