import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("Texts made visible")
struct VisibleTextTests {
  @Test(
    "hidden characters are written out, all others kept",
    arguments: [
      ("a\u{202E}b", "a⟨U+202E⟩b"), ("\u{1B}[2J", "⟨U+001B⟩[2J"), ("\u{9B}31m", "⟨U+009B⟩31m"),
      ("x\u{200B}y\u{FEFF}", "x⟨U+200B⟩y⟨U+FEFF⟩"), ("\u{E0041}", "⟨U+E0041⟩"), ("\u{0}", "⟨U+0000⟩"),
      ("\u{10FFFF}", "⟨U+10FFFF⟩"), ("a\r\nb\rc\nd\te", "a b c d e"), ("\u{2028}", "⟨U+2028⟩"),
      ("می‌خواهم 👩‍👧 क्‍ष", "می‌خواهم 👩‍👧 क्‍ष"), ("e\u{301}", "e\u{301}"), ("", ""),
      ("o" + String(repeating: "\u{301}", count: 9), "o" + String(repeating: "\u{301}", count: 8) + "⟨U+0301⟩"),
    ])
  func line(text: String, shown: String) {
    #expect(VisibleText.line(text) == shown)
  }

  @Test func blockKeepsLines() {
    #expect(VisibleText.block("a\r\n\r\nb\rc\n\td\u{B}") == "a\n\nb\nc\n\td⟨U+000B⟩")
  }

  @Test("nothing that acts on a terminal or on the line's order is left", arguments: HostileText.all)
  func nothingHiddenIsLeft(text: String) {
    #expect(!VisibleText.line(text).unicodeScalars.contains(where: VisibleText.isHidden))
  }

  @Test(
    "clipping counts what it leaves out",
    arguments: [("abc", 5, "abc", 0), ("abc", 3, "abc", 0), ("abcd", 3, "abc", 1), ("日本語", 1, "日", 2), ("", 0, "", 0)])
  func clip(text: String, limit: Int, shown: String, left: Int) {
    let clipped = VisibleText.clipped(text, to: limit)
    #expect(clipped.text == shown && clipped.left == left)
  }
}

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

  @Test func outcomesReadAsWords() {
    #expect(Numerals.category("neutralSafe") == "neutral safe")
    #expect(Numerals.category("offLanguage") == "off language")
    #expect(Numerals.category("someOther") == "someOther")
  }
}
