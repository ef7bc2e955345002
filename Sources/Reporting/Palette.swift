internal import Foundation

/// A colour of the sRGB space, eight bits a channel.
struct Color: Hashable {
  /// 0xRRGGBB.
  let hex: UInt32

  init(_ hex: UInt32) { self.hex = hex }

  /// `#RRGGBB`.
  var css: String {
    let digits = String(hex, radix: 16, uppercase: true)
    return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Red, green and blue in 0...1, linear in light (IEC 61966-2-1).
  var linear: [Double] {
    [16, 8, 0].map { shift in
      let value = Double((hex >> UInt32(shift)) & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  /// Relative luminance (WCAG 2.2).
  var luminance: Double { 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] }

  /// Contrast ratio in 1...21 (WCAG 2.2).
  func contrast(with other: Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// Near black or white, whichever reads better on this colour.
  var ink: Color {
    let (black, white) = (Color(0x111111), Color(0xFFFFFF))
    return contrast(with: black) >= contrast(with: white) ? black : white
  }
}

/// The report's colours for one scheme.
///
/// Categories follow Okabe and Ito 2008 in hue, so that the common colour deficiencies can tell neighbours apart; each
/// also has a pattern of its own. The scale of the heat map is one hue that only gains weight.
struct Palette {
  /// Ground of the page.
  let paper: Color
  /// Ground of samples and of what is folded.
  let surface: Color
  /// Text.
  let ink: Color
  /// Text of second rank.
  let soft: Color
  /// Rules and grid lines: never text.
  let rule: Color
  /// Text of what is worst.
  let worst: Color
  /// Text of what is good.
  let good: Color
  /// Ring of the focused element.
  let focus: Color
  /// Bars.
  let bar: Color
  /// The worst bar.
  let barWorst: Color
  /// Categories, in the order of `Outcome.names`, and then four greys for categories that are no outcome.
  let categories: [Color]
  /// Steps of the heat map, from low to high.
  let heat: [Color]

  /// Dark on light.
  static let light = Palette(
    paper: Color(0xFDFCF9), surface: Color(0xF4F1EA), ink: Color(0x1C1B19), soft: Color(0x5C5950),
    rule: Color(0xD8D3C7), worst: Color(0x9C2B10), good: Color(0x1F6547), focus: Color(0x0B57A4),
    bar: Color(0x6F8AA6), barWorst: Color(0xC4512F),
    categories: [
      0x0B63A5, 0x8CC4EA, 0xEBAA2A, 0xB3320E, 0xCC79A7, 0x6E6048, 0xC4BFB2, 0xF6F4EE, 0x45525E, 0xA9B6C1, 0x60707D,
      0xD9DFE4,
    ].map { Color($0) },
    heat: [0xF8F0E0, 0xF3DAB4, 0xECBC86, 0xE0955C, 0xC9683C, 0xA3412A, 0x701E17].map { Color($0) })

  /// Light on dark.
  static let dark = Palette(
    paper: Color(0x16171A), surface: Color(0x1F2125), ink: Color(0xEAE8E2), soft: Color(0xADAAA1),
    rule: Color(0x3C3D42), worst: Color(0xFF9C7E), good: Color(0x7FCDA5), focus: Color(0x8CC0FF),
    bar: Color(0x54718F), barWorst: Color(0xC9573A),
    categories: [
      0x4C9BE0, 0xB5DBF5, 0xE3A833, 0xD9582F, 0xCC79A7, 0x93815F, 0x5E5C56, 0x2A2B2F, 0xC3CED8, 0x66747F, 0x93A1AD,
      0x3B444B,
    ].map { Color($0) },
    heat: [0x24231F, 0x41311F, 0x634224, 0x8A542B, 0xBA713B, 0xE09B5F, 0xFBDCAC].map { Color($0) })

  /// The step of the heat map for a share in 0...1.
  static func step(_ share: Double, of count: Int) -> Int {
    min(count - 1, max(0, Int((min(1, max(0, share)) * Double(count)).rounded(.down))))
  }

  /// The colours as CSS custom properties.
  var properties: String {
    var lines = [
      "--paper:\(paper.css)", "--surface:\(surface.css)", "--ink:\(ink.css)", "--soft:\(soft.css)",
      "--rule:\(rule.css)",
      "--worst:\(worst.css)", "--good:\(good.css)", "--focus:\(focus.css)", "--bar:\(bar.css)",
      "--bar-worst:\(barWorst.css)",
    ]
    for (index, color) in categories.enumerated() {
      lines.append("--c\(index):\(color.css);--c\(index)i:\(color.ink.css)")
    }
    for (index, color) in heat.enumerated() { lines.append("--h\(index):\(color.css);--h\(index)i:\(color.ink.css)") }
    return lines.joined(separator: ";")
  }
}
