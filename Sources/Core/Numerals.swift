internal import Foundation

/// How numbers are written for readers, the same in every table, figure and sentence.
package enum Numerals {
  /// What stands where there is no number.
  package static let missing = "–"

  /// A share in whole per cent: `71 %`. Shares that only rounding would make 0 or 100 are written `<1 %` and `>99 %`.
  package static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return missing }
    return whole(share) + " %"
  }

  /// A share in whole per cent without its sign: `71`.
  package static func whole(_ share: Double?) -> String {
    guard let share, share.isFinite else { return missing }
    if share > 0, share < 0.005 { return "<1" }
    if share < 1, share >= 0.995 { return ">99" }
    return integer((share * 100).rounded())
  }

  /// With its interval, each end rounded: `71 % [62, 79]`.
  package static func percent(_ estimate: Estimate?) -> String {
    guard let estimate else { return missing }
    return "\(percent(estimate.value)) \(range(estimate))"
  }

  /// An interval of a share whose ends are merely rounded, for tables and sentences: `[0, 3]`. See ``interval(_:scale:)``.
  package static func range(_ estimate: Estimate) -> String {
    "[\(integer((estimate.low * 100).rounded())), \(integer((estimate.high * 100).rounded()))]"
  }

  /// A limit or a confidence in per cent or points, with a decimal where there is one: `5`, `2.5`.
  package static func share(_ value: Double) -> String {
    let points = (value * 1000).rounded() / 10
    return points == points.rounded() ? integer(points) : plain(points, places: 1)
  }

  /// A difference of shares in whole points, signed: `+34`, `−3`, `0`.
  package static func points(_ difference: Double?) -> String {
    guard let difference, difference.isFinite else { return missing }
    let points = (difference * 100).rounded()
    return points > 0 ? "+" + integer(points) : integer(points)
  }

  /// With its unit: `+14 points`.
  package static func pointsWithUnit(_ difference: Double?) -> String { "\(points(difference)) points" }

  /// With its interval: `+14 points [+3, +25]`.
  package static func difference(_ estimate: Estimate) -> String {
    "\(pointsWithUnit(estimate.value)) [\(points(estimate.low)), \(points(estimate.high))]"
  }

  /// A whole number, with a true minus sign; numbers beyond what a reader takes in are written with an exponent.
  package static func integer(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let size = abs(value)
    let digits = size < 1e15 ? String(Int(size)) : String(size)
    return value < 0 && size > 0 ? "−" + digits : digits
  }

  /// A plain number with two decimals: `0.83`, `−0.12`.
  package static func coefficient(_ value: Double?) -> String { plain(value, places: 2) }

  /// `0.83 [0.71, 0.90]`; without the interval where it has no width, which is to say that it is not known.
  package static func coefficient(_ estimate: Estimate?) -> String {
    guard let estimate else { return missing }
    let value = coefficient(estimate.value)
    return estimate.low == estimate.high
      ? value : "\(value) [\(coefficient(estimate.low)), \(coefficient(estimate.high))]"
  }

  /// A probability: three decimals, or `< 0.001`.
  package static func pValue(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    return value < 0.001 ? "< 0.001" : String(format: "%.3f", value)
  }

  /// A plain number with as many decimals, from 0: `46.7`.
  package static func plain(_ value: Double?, places: Int) -> String {
    guard let value, value.isFinite else { return missing }
    let scale = (0..<max(0, places)).reduce(1) { product, _ in product * 10 }
    let steps = (value * Double(scale)).rounded()
    guard abs(steps) < 1e15 else { return integer(value) }
    let (whole, rest) = Int(abs(steps)).quotientAndRemainder(dividingBy: scale)
    let digits = String(rest)
    let decimals = places > 0 ? "." + String(repeating: "0", count: places - digits.count) + digits : ""
    return "\(steps < 0 ? "−" : "")\(whole)\(decimals)"
  }

  /// What the numbers of a figure are.
  package enum Scale {
    case shares, differences, coefficients

    package init(areDifferences: Bool, areCoefficients: Bool) {
      self = areDifferences ? .differences : areCoefficients ? .coefficients : .shares
    }

    /// A number with its sign or unit, where a figure has room for one.
    package func text(_ value: Double?) -> String {
      switch self {
      case .shares: percent(value)
      case .differences: points(value)
      case .coefficients: coefficient(value)
      }
    }
  }

  /// An interval in whole per cent, `[62, 79]`, in points, `[+21, +46]`, or in plain numbers, `[0.71, 0.90]`; empty where
  /// an end is missing.
  package static func interval(_ estimate: Estimate, scale: Scale = .shares) -> String {
    guard estimate.low.isFinite, estimate.high.isFinite else { return "" }
    let ends = [estimate.low, estimate.high].map { scale == .shares ? whole($0) : scale.text($0) }
    return "[\(ends.joined(separator: ", "))]"
  }

  /// The estimate with its interval and size: `71 % [62, 79] (n = 56)`, `+34 points [+21, +46] (n = 56)`.
  package static func text(_ estimate: Estimate?, scale: Scale = .shares) -> String {
    guard let estimate, estimate.value.isFinite else { return "not measured" }
    let value = scale.text(estimate.value) + (scale == .differences ? " points" : "")
    return [value, interval(estimate, scale: scale), "(n = \(estimate.n))"].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// A category's name for readers: outcomes lose their inner capital (`neutralSafe` is `neutral safe`).
  package static func category(_ name: String) -> String {
    guard Outcome.names.contains(name) else { return name }
    return name.reduce(into: "") { text, letter in
      text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }
}
