internal import Foundation
internal import IsoglossCore

/// The axis of counts: powers of ten, with room below 1 so that a single thing has a bar.
struct CountAxis {
  /// 1, 10, 100 and so on, as far as the counts reach.
  let ticks: [Int]

  /// An axis that holds the counts.
  init(_ counts: [Figure.Count]) {
    let most = counts.map(\.count).max() ?? 0
    var ticks = [1, 10]
    while let last = ticks.last, last < most, last < 1_000_000_000 { ticks.append(last * 10) }
    self.ticks = ticks
  }

  /// Where the axis begins: half a thing.
  private static let low = log10(0.5)

  /// Where a count lies, in 0...1 from left to right; none lies at the left end.
  func position(_ count: Int) -> Double {
    guard count > 0, let last = ticks.last else { return 0 }
    return min(1, (log10(Double(count)) - Self.low) / (log10(Double(last)) - Self.low))
  }
}
