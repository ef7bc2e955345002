internal import Foundation
internal import IsoglossReporting

/// A small line chart: one series over steps, on axes that its neighbours share.
struct Curve {
  /// What it is of.
  var title: String
  /// Steps and values, in order of step.
  var points: [(step: Int, value: Double)]
  /// Steps of the horizontal axis.
  var steps: ClosedRange<Int>
  /// Values of the vertical axis.
  var values: ClosedRange<Double>

  /// Axes that hold every point of several series, with 0.
  static func axes(_ series: [[(step: Int, value: Double)]]) -> (ClosedRange<Int>, ClosedRange<Double>) {
    let points = series.joined().filter { $0.value.isFinite }
    let top = points.map(\.value).max() ?? 1
    let bottom = min(0, points.map(\.value).min() ?? 0)
    return (0...max(1, points.map(\.step).max() ?? 1), bottom...max(top, bottom + 1e-9))
  }

  /// The drawing, named and described.
  /// - Parameter id: unique on the page.
  func markup(id: String) -> String {
    let (width, height, left, bottom) = (240.0, 120.0, 34.0, 18.0)
    func x(_ step: Int) -> Double {
      left + (width - left - 6) * Double(step - steps.lowerBound) / Double(max(1, steps.upperBound - steps.lowerBound))
    }
    func y(_ value: Double) -> Double {
      6 + (height - bottom - 6) * (values.upperBound - value) / (values.upperBound - values.lowerBound)
    }
    let shown = points.filter { $0.value.isFinite }
    let path = shown.enumerated().map { place, point in
      "\(place == 0 ? "M" : "L")\(Self.number(x(point.step))) \(Self.number(y(point.value)))"
    }.joined()
    let last = shown.last
    let words =
      shown.first.flatMap { first in
        last.map {
          "\(title): from \(Self.short(first.value)) at step \(first.step) to \(Self.short($0.value)) at step \($0.step)"
        }
      } ?? "\(title): nothing yet"
    var drawing = "<svg class=\"chart\" role=\"img\" aria-labelledby=\"\(id)\" viewBox=\"0 0 240 120\">"
    drawing += "<title id=\"\(id)\">\(Markup.attribute(words))</title>"
    for value in [values.lowerBound, values.upperBound] {
      drawing += "<path class=\"grid\" d=\"M\(Self.number(left)) \(Self.number(y(value)))H\(Self.number(width - 6))\"/>"
      drawing +=
        "<text class=\"soft\" x=\"\(Self.number(left - 4))\" y=\"\(Self.number(y(value) + 4))\" font-size=\"11\" "
      drawing += "text-anchor=\"end\">\(Self.short(value))</text>"
    }
    if values.lowerBound < 0, values.upperBound > 0 {
      drawing += "<path class=\"axis\" d=\"M\(Self.number(left)) \(Self.number(y(0)))H\(Self.number(width - 6))\"/>"
    }
    for (step, anchor) in [(steps.lowerBound, "start"), (steps.upperBound, "end")] {
      drawing += "<text class=\"soft\" x=\"\(Self.number(x(step)))\" y=\"115\" font-size=\"11\" "
      drawing += "text-anchor=\"\(anchor)\">\(step)</text>"
    }
    drawing += "<path class=\"line l0\" d=\"\(path)\"/>"
    if let last {
      drawing +=
        "<circle class=\"bar\" cx=\"\(Self.number(x(last.step)))\" cy=\"\(Self.number(y(last.value)))\" r=\"3\"/>"
    }
    return drawing + "</svg>"
  }

  private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

  /// A value in three digits.
  static func short(_ value: Double) -> String {
    String(format: abs(value) >= 100 ? "%.0f" : abs(value) >= 10 ? "%.1f" : "%.2f", value)
      .replacing("-", with: "−")
  }
}
