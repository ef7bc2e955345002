import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("Colours")
struct PaletteTests {
  /// The scheme's name, for test names, and its palette.
  struct Scheme: CustomTestStringConvertible {
    var testDescription: String
    var palette: Palette

    static let both = [
      Scheme(testDescription: "light", palette: .light), Scheme(testDescription: "dark", palette: .dark),
    ]
  }

  /// Ratios that the WCAG working group's own documents and tools state.
  @Test(
    "contrast ratio as WCAG 2.2 states it",
    arguments: [
      (0x000000, 0xFFFFFF, 21.0), (0x767676, 0xFFFFFF, 4.54), (0x777777, 0xFFFFFF, 4.48), (0xFF0000, 0xFFFFFF, 4.0),
      (0x0000FF, 0xFFFFFF, 8.59), (0x123456, 0x123456, 1.0),
    ] as [(UInt32, UInt32, Double)])
  func ratio(a: UInt32, b: UInt32, ratio: Double) {
    #expect(abs(Color(a).contrast(with: Color(b)) - ratio) < 0.005)
  }

  @Test("text reads on every ground it stands on", arguments: Scheme.both)
  func text(scheme: Scheme) {
    let palette = scheme.palette
    for ground in [palette.paper, palette.surface] {
      for ink in [palette.ink, palette.soft, palette.worst, palette.good] {
        #expect(ink.contrast(with: ground) >= 4.5, "\(ink.css) on \(ground.css)")
      }
    }
    for ground in palette.categories + palette.heat {
      #expect(ground.ink.contrast(with: ground) >= 4.5, "\(ground.ink.css) on \(ground.css)")
    }
  }

  @Test("bars, their whiskers and the focus ring stand out by 3 to 1", arguments: Scheme.both)
  func shapes(scheme: Scheme) {
    let palette = scheme.palette
    for shape in [palette.bar, palette.barWorst, palette.focus, palette.soft] {
      #expect(shape.contrast(with: palette.paper) >= 3, "\(shape.css)")
    }
    for bar in [palette.bar, palette.barWorst] {
      #expect(palette.ink.contrast(with: bar) >= 2.5, "whisker on \(bar.css)")
    }
  }

  @Test("the heat map's scale only gains weight", arguments: Scheme.both)
  func heat(scheme: Scheme) {
    let steps = scheme.palette.heat.map { $0.contrast(with: scheme.palette.paper) }
    for (low, high) in zip(steps, steps.dropFirst()) { #expect(high > low * 1.15) }
  }

  @Test("every outcome has a look of its own")
  func looks() {
    let looks = CategoryLook.of(Outcome.names)
    #expect(looks.map(\.index) == Array(0..<8))
    #expect(Set(looks.map(\.glyph)).count == 8)
    #expect(CategoryLook.of(["x", "refusal", "y"]).map(\.index) == [8, 0, 9])
    for palette in [Palette.light, .dark] {
      #expect(palette.categories.count == CategoryLook.all.count)
      #expect(Set(palette.categories).count == palette.categories.count)
    }
  }

  /// Machado, Oliveira and Fernandes 2009, severity 1: on linear RGB.
  static let deficiencies: [(name: String, matrix: [[Double]])] = [
    ("none", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deuteranopia",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritanopia",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  /// A colour in CIE L*a*b* (D65) as an eye with the deficiency sees it.
  static func lab(_ color: Color, _ matrix: [[Double]]) -> [Double] {
    let rgb = matrix.map { row in min(1, max(0, zip(row, color.linear).map(*).reduce(0, +))) }
    let toXYZ = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let f = zip(toXYZ, white).map { row, reference -> Double in
      let t = zip(row, rgb).map(*).reduce(0, +) / reference
      return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  @Test("neighbouring outcomes differ for eyes of every kind", arguments: Scheme.both, deficiencies.map(\.name))
  func deficiency(scheme: Scheme, name: String) throws {
    let matrix = try #require(Self.deficiencies.first { $0.name == name }).matrix
    let seen = scheme.palette.categories.prefix(8).map { Self.lab($0, matrix) }
    for (index, (a, b)) in zip(seen, seen.dropFirst()).enumerated() {
      let distance = zip(a, b).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
      #expect(distance >= 15, "\(Outcome.names[index]) and \(Outcome.names[index + 1]) under \(name): \(distance)")
    }
  }
}
