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
