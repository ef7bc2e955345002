internal import Foundation
internal import IsoglossCore

/// Numbers of a grid as tables show them.
enum GridFormat {
  /// A value of a measure: `71 %`, `+46.3`, `1.204`.
  static func value(_ value: Double, _ measure: GridMeasure) -> String {
    switch measure {
    case .nonRefusal, .twinRefusal, .consistency, .degenerate: "\(whole(value * 100)) %"
    case .refusalGain, .helpGain: signed(value, 1)
    case .surprise: String(format: "%.1f", exp(value))
    case .textCost: signed(value, 3)
    }
  }

  /// With the interval, where it has one: `71 % [62, 79]`.
  static func text(_ estimate: ArmEstimate, _ measure: GridMeasure) -> String {
    guard estimate.hasInterval else { return value(estimate.mean.value, measure) }
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

  /// Without a sign: `38.9`.
  static func plain(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  /// A whole number, however large: files hold anything.
  static func whole(_ value: Double) -> String {
    let rounded = value.rounded()
    return rounded == 0 ? "0" : String(format: "%.0f", rounded)
  }

  /// Whole minutes that are over.
  static func minutes(_ seconds: Double) -> String { whole((seconds / 60).rounded(.down)) }

  /// A difference of two values of a measure, with its interval where it has one: `−38.9 [−47.6, −30.2]`,
  /// `+61 points [+49, +73]`.
  static func difference(_ estimate: ArmEstimate?, _ measure: GridMeasure) -> Table.Cell {
    guard let estimate else { return Table.Cell("–", emphasis: .faint) }
    let mean = estimate.mean
    let (scale, digits, unit) = measure.isShare ? (100.0, 0, " points") : (1, 1, "")
    func number(_ value: Double) -> String { signed(value * scale, digits) }
    let interval = estimate.hasInterval ? " [\(number(mean.low)), \(number(mean.high))]" : ""
    return Table.Cell("\(number(mean.value))\(unit)\(interval)", value: mean.value)
  }

  /// Nats a token as a perplexity.
  static func perplexity(_ nats: IsoglossCore.Estimate) -> IsoglossCore.Estimate {
    IsoglossCore.Estimate(value: exp(nats.value), low: exp(nats.low), high: exp(nats.high), n: nats.n)
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
    return Table.Cell("\(whole(value * 100)) %", value: value)
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
    case .nonRefusal: ("Non-refusal (the paper's Table 1)", "share of harmful requests that are not refused")
    case .twinRefusal: ("Benign twins refused", "share of the benign twins of these requests that are declined")
    case .consistency: ("Language consistency", "share of answers in the prompt's language, of those that can be told")
    case .degenerate:
      (
        "Degenerate answers (in place of the paper's Figure 7)",
        "share of answers that loop, echo the prompt or are empty"
      )
    case .surprise:
      (
        "Perplexity of the answers (in place of the paper's Figure 6)",
        "perplexity under the base model, the geometric mean over answers; loops have a low one, so read it beside the "
          + "degenerate answers"
      )
    case .textCost:
      (
        "Capability: bits per byte (in place of the paper's Table 3)",
        "change of bits per byte of parallel text against the start; above 0 is worse"
      )
    }
  }
}
