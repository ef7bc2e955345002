internal import Foundation
internal import IsoglossCore

/// One axis of a plane: from the round number below everything that is shown to the one above.
struct PlaneAxis {
  /// Distance of the ticks.
  let step: Double
  /// Place of the first and of the last tick, in steps.
  let ends: ClosedRange<Int>
  /// Whether the values are shares.
  let areShares: Bool

  /// Values beyond this are taken as lying on it: a drawing has no place for them.
  private static let most = 1e9

  /// An axis that holds estimates and their intervals.
  /// - Parameter limit: spaces between ticks that there is room for.
  init(_ estimates: [Estimate], areShares: Bool, limit: Int) {
    let bounds = areShares ? 0...1 : -Self.most...Self.most
    let values = estimates.flatMap { [$0.value, $0.low, $0.high] }.filter(\.isFinite).map { Self.clamp($0, bounds) }
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 1)
    // What hardly varies is shown on an axis that is not made of its last digits.
    let size = max(abs(least), abs(greatest))
    let room = areShares ? 0.05 : max(size * 0.1, 1e-6)
    let missing = max(0, room - (greatest - least)) / 2
    let low = Self.clamp(least - missing, bounds)
    let high = Self.clamp(greatest + missing, bounds)
    step = Self.step((high - low) / Double(max(1, limit)), least: areShares ? 0.01 : 0)
    let first = Int((low / step + 1e-6).rounded(.down))
    ends = first...max(first + 1, Int((high / step - 1e-6).rounded(.up)))
    self.areShares = areShares
  }

  private static func clamp(_ value: Double, _ bounds: ClosedRange<Double>) -> Double {
    min(bounds.upperBound, max(bounds.lowerBound, value))
  }

  /// The least of 1, 2 and 5 by powers of ten that is not below a distance.
  private static func step(_ distance: Double, least: Double) -> Double {
    guard distance > least else { return least > 0 ? least : 1 }
    let power = pow(10, log10(distance).rounded(.down))
    return ([1, 2, 5].map { $0 * power }.first { $0 >= distance * (1 - 1e-9) }) ?? 10 * power
  }

  /// Values with a line and a label, from the lowest.
  var ticks: [Double] { ends.map { Double($0) * step } }

  /// Where a value lies, in 0...1 from the first tick to the last; values beyond them lie on them.
  func position(_ value: Double) -> Double {
    let (low, high) = (Double(ends.lowerBound), Double(ends.upperBound))
    return (Self.clamp(value / step, low...high) - low) / (high - low)
  }

  /// Decimals that tell ticks apart.
  private var places: Int { min(6, max(0, Int((-log10(step) - 1e-9).rounded(.up)))) }

  /// A tick as the axis shows it.
  func label(_ tick: Double) -> String {
    areShares ? Numerals.percent(tick) : Numerals.plain(tick, places: places)
  }

  /// An estimate with its interval, to one decimal more than the ticks: `46.7 [44.8, 48.8]`, `76 % [70, 82]`.
  func text(_ estimate: Estimate?) -> String {
    guard let estimate, estimate.value.isFinite else { return Numerals.missing }
    func number(_ value: Double) -> String { Numerals.plain(value, places: min(6, places + 1)) }
    let interval =
      areShares
      ? Numerals.interval(estimate)
      : estimate.low.isFinite && estimate.high.isFinite
        ? "[\(number(estimate.low)), \(number(estimate.high))]" : ""
    return "\(areShares ? Numerals.percent(estimate.value) : number(estimate.value)) \(interval)".trimmingSpaces()
  }
}

/// A plane with the marks that have a place on it.
struct Plane {
  /// Marks with both places.
  let points: [(label: String, across: Estimate, up: Estimate, isReference: Bool)]
  /// From left to right.
  let across: PlaneAxis
  /// From bottom to top.
  let up: PlaneAxis

  /// The plane of marks.
  /// - Parameter limits: spaces between ticks, across and up.
  init(_ points: [Figure.Point], across: Figure.Axis, up: Figure.Axis, limits: (across: Int, up: Int)) {
    self.points = points.compactMap { point in
      guard let across = point.across, let up = point.up, across.value.isFinite, up.value.isFinite else { return nil }
      return (point.label, across, up, point.isReference)
    }
    self.across = PlaneAxis(self.points.map(\.across), areShares: across.areShares, limit: limits.across)
    self.up = PlaneAxis(self.points.map(\.up), areShares: up.areShares, limit: limits.up)
  }
}
