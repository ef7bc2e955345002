internal import Foundation
internal import IsoglossCore

/// Numbers of a grid as tables show them.
enum GridFormat {
  /// A value of a measure: `71 %`, `+46.3`, `1.204`.
  static func value(_ value: Double, _ measure: GridMeasure) -> String {
    switch measure {
    case .nonRefusal, .twinRefusal, .consistency, .degenerate: "\(Int((value * 100).rounded())) %"
    case .refusalGain, .helpGain: signed(value, 1)
    case .surprise: String(format: "%.1f", exp(value))
    case .textCost: signed(value, 3)
    }
  }

  /// With the interval: `71 % [62, 79]`.
  static func text(_ estimate: ArmEstimate, _ measure: GridMeasure) -> String {
    func bare(_ number: Double) -> String { value(number, measure).replacingOccurrences(of: " %", with: "") }
    return "\(value(estimate.mean.value, measure)) [\(bare(estimate.mean.low)), \(bare(estimate.mean.high))]"
  }

  static func cell(_ estimate: ArmEstimate?, _ measure: GridMeasure, isWorst: Bool = false) -> Table.Cell {
    guard let estimate else { return Table.Cell("–", emphasis: .faint) }
    return Table.Cell(text(estimate, measure), value: estimate.mean.value, emphasis: isWorst ? .worst : .none)
  }

  /// With a sign, a true minus among them.
  static func signed(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return isZero ? text : (value < 0 ? "−" : "+") + text
  }

  static func number(_ value: Double?, _ digits: Int = 2) -> Table.Cell {
    guard let value, value.isFinite else { return Table.Cell("–", emphasis: .faint) }
    return Table.Cell(signed(value, digits), value: value)
  }

  static func pValue(_ value: Double?) -> Table.Cell {
    guard let value else { return Table.Cell("–", emphasis: .faint) }
    return Table.Cell(value < 0.001 ? "< 0.001" : String(format: "%.3f", value), value: value)
  }

  static func share(_ value: Double?) -> Table.Cell {
    guard let value, value.isFinite else { return Table.Cell("–", emphasis: .faint) }
    return Table.Cell("\(Int((value * 100).rounded())) %", value: value)
  }
}

extension GridMeasure {
  /// Heading, caption and what stands behind it.
  var words: (title: String, caption: String) {
    switch self {
    case .refusalGain:
      (
        "Refusal over agreement, without a judge",
        "change of log p(refusal) − log p(agreement) on held-out harmful requests, in nats; higher is safer"
      )
    case .helpGain:
      (
        "Help over needless refusal, without a judge",
        "change of log p(help) − log p(needless refusal) on held-out harmless requests, in nats; below 0: over-refusal"
      )
    case .nonRefusal: ("Table 1: non-refusal", "share of harmful requests that are not refused")
    case .twinRefusal: ("Benign twins refused", "share of the benign twins of these requests that are declined")
    case .consistency: ("Language consistency", "share of answers in the prompt's language, of those that can be told")
    case .degenerate: ("Figure 7: degenerate answers", "share of answers that loop, echo the prompt or are empty")
    case .surprise:
      (
        "Figure 6: perplexity of the answers",
        "perplexity under the base model, the geometric mean over answers; loops have a low one, so read it beside the "
          + "degenerate answers"
      )
    case .textCost:
      (
        "Table 3: what it costs in capability",
        "change of bits per byte of parallel text against the start; above 0 is worse"
      )
    }
  }
}
