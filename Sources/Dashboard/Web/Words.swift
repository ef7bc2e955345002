internal import Foundation
internal import IsoglossCore

/// Numbers as the dashboard's own words have them, in the manner of reports.
enum Words {
  static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

  /// `71 % [62, 79]`.
  static func percent(_ estimate: Estimate) -> String {
    "\(percent(estimate.value)) [\(Int((estimate.low * 100).rounded())), \(Int((estimate.high * 100).rounded()))]"
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
