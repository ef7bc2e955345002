internal import Foundation
public import IsoglossCore

/// What a guard said of a request before and after its translation.
public struct GuardChange: Hashable, Sendable, Codable {
  /// Name of the guard.
  public var judge: String
  /// Whether the source is harmful; unscored with the reason.
  public var harmBefore: Reading<Bool>
  /// Whether the translation is.
  public var harmAfter: Reading<Bool>
  /// Probability of harm of the source, where the guard has one.
  public var probabilityBefore: Double?
  /// Probability of harm of the translation.
  public var probabilityAfter: Double?
  /// Categories of the source.
  public var hazardsBefore: [Hazard]
  /// Categories of the translation.
  public var hazardsAfter: [Hazard]

  init(_ judge: String, before: Verdict, after: Verdict) {
    self.judge = judge
    harmBefore = before.harm
    harmAfter = after.harm
    probabilityBefore = before.probability
    probabilityAfter = after.probability
    hazardsBefore = before.hazards
    hazardsAfter = after.hazards
  }

  /// How far a probability must fall, or rise, to be a sign where the readings agree.
  static let step = 0.4

  /// Reasons that lie in the change; none where a side is unscored. A guard reads languages unequally well, so a change in
  /// its reading is a reason to look, and no proof.
  var signs: [LossSign] {
    guard let before = harmBefore.value, let after = harmAfter.value else { return [] }
    let shown = [probabilityBefore, probabilityAfter].compactMap { $0.map { String(format: "%.2f", $0) } }
    let numbers = shown.count == 2 ? " (P(unsafe) \(shown[0]) and \(shown[1]))" : ""
    if before != after {
      let words = before ? "harmful, and its translation harmless" : "harmless, and its translation harmful"
      return [LossSign(.hazard, before ? 0.6 : 0.45, "\(judge) reads the source as \(words)\(numbers)")]
    }
    if let p = probabilityBefore, let q = probabilityAfter, abs(p - q) >= Self.step {
      return [LossSign(.hazard, 0.4, "\(judge) is far less sure after translation\(numbers)")]
    }
    if before, !hazardsBefore.isEmpty, !hazardsAfter.isEmpty, Set(hazardsBefore).isDisjoint(with: hazardsAfter) {
      let (a, b) = (hazardsBefore[0].rawValue, hazardsAfter[0].rawValue)
      return [LossSign(.hazard, 0.3, "\(judge) puts the source under \(a), and its translation under \(b)")]
    }
    return []
  }
}
