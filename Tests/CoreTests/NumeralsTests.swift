import IsoglossCore
import Testing

@Suite("Numbers as written")
struct NumeralsTests {
  @Test(
    arguments: [
      (0.714, "71 %"), (0, "0 %"), (1, "100 %"), (0.004, "<1 %"), (0.005, "1 %"), (0.996, ">99 %"), (-0.12, "−12 %"),
      (-0.001, "0 %"), (.nan, "–"), (.infinity, "–"), (2, "200 %"), (1e300, "1e+302 %"),
    ] as [(Double, String)])
  func percent(share: Double, text: String) { #expect(Numerals.percent(share) == text) }

  @Test(arguments: [(0.344, "+34"), (-0.026, "−3"), (0.001, "0"), (-0.001, "0"), (.nan, "–")] as [(Double, String)])
  func points(difference: Double, text: String) { #expect(Numerals.points(difference) == text) }

  @Test func estimates() {
    let share = Estimate(value: 0.71, low: 0.62, high: 0.79, n: 56)
    #expect(Numerals.text(share) == "71 % [62, 79] (n = 56)")
    let gap = Estimate(value: 0.34, low: -0.02, high: 0.46, n: 56)
    #expect(Numerals.text(gap, scale: .differences) == "+34 points [−2, +46] (n = 56)")
    let kappa = Estimate(value: 0.83, low: -0.06, high: 1, n: 56)
    #expect(Numerals.text(kappa, scale: .coefficients) == "0.83 [−0.06, 1.00] (n = 56)")
    #expect(Numerals.coefficient(-0.001) == "0.00" && Numerals.coefficient(.nan) == "–")
    #expect(Numerals.text(nil) == "not measured")
    #expect(Numerals.text(Estimate(value: 0.5, low: .nan, high: 1, n: 3)) == "50 % (n = 3)")
  }

  @Test func tablesAndFiguresWriteAlike() {
    let share = Estimate(value: 0.996, low: 0.002, high: 0.9999, n: 500)
    #expect(Numerals.percent(share) == ">99 % [0, 100]" && Numerals.range(share) == "[0, 100]")
    #expect(Numerals.percent(nil as Estimate?) == "–" && Numerals.cell(nil).text == "–")
    #expect(Numerals.cell(share, emphasis: .worst).value == 0.996)
    let gap = Estimate(value: 0.14, low: -0.03, high: 0.25, n: 56)
    #expect(Numerals.difference(gap) == "+14 points [−3, +25]" && Numerals.pointsWithUnit(-0.14) == "−14 points")
    #expect([0.05, 0.025, 0.995, 1].map { Numerals.share($0) } == ["5", "2.5", "99.5", "100"])
    let kappa = Estimate(value: 0.83, low: 0.71, high: 0.9, n: 56)
    #expect(Numerals.coefficientCell(kappa).text == "0.83 [0.71, 0.90]")
    #expect(Numerals.coefficient(Estimate(value: 1, low: 1, high: 1, n: 3)) == "1.00")
    #expect([0.0004, 0.25, 1, Double.nan].map { Numerals.pValue($0) } == ["< 0.001", "0.250", "1.000", "–"])
    #expect(Numerals.pCell(nil).text == "–" && Numerals.pCell(0.5).value == 0.5)
  }

  @Test func outcomesReadAsWords() {
    #expect(Numerals.category("neutralSafe") == "neutral safe")
    #expect(Numerals.category("offLanguage") == "off language")
    #expect(Numerals.category("someOther") == "someOther")
  }
}
