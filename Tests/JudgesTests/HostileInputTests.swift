import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Hostile input")
struct HostileInputTests {
  /// A debug build gets a tenth.
  #if DEBUG
    static let scale = 10
  #else
    static let scale = 1
  #endif

  /// Texts of about a megabyte, each aimed at a part of the scanner or the rules.
  static let floods: [(String, String)] = [
    (
      "prose",
      String(repeating: "I can't help with that, however here is another sentence number nine. ", count: 15_000 / scale)
    ),
    ("Bengali", String(repeating: "আমি পারব না। আমি সাহায্য করতে পারি ", count: 11_000 / scale)),
    ("Arabic marks", String(repeating: "لـَا أَسْـتَـطِـيـعُ ", count: 20_000 / scale)),
    ("visarga", String(repeating: "দু:খ:", count: 70_000 / scale)),
    ("one sentence", String(repeating: "i can't stress i cannot help ", count: 36_000 / scale)),
    ("no space", String(repeating: "a", count: 1_000_000 / scale)),
    ("lines", String(repeating: "\n", count: 100_000 / scale) + "x"),
    ("quotes", String(repeating: "\"' ", count: 300_000 / scale)),
    ("angles", String(repeating: "<", count: 1_000_000 / scale)),
    ("tokens", String(repeating: "<|im_end|>", count: 100_000 / scale)),
    ("thoughts", String(repeating: "<think>", count: 150_000 / scale)),
    ("combining", "a" + String(repeating: "\u{301}", count: 500_000 / scale)),
    ("zero width", String(repeating: "\u{200B}\u{202E}n\u{FEFF}o ", count: 80_000 / scale)),
    ("emoji", String(repeating: "👩‍👩‍👧‍👦", count: 40_000 / scale)),
    ("fences", String(repeating: "```\n", count: 250_000 / scale)),
    ("bullets", String(repeating: "- I can't help\n", count: 65_000 / scale)),
    ("apostrophes", String(repeating: "can't'", count: 160_000 / scale)),
  ]

  @Test(arguments: floods.indices)
  func linearTime(_ index: Int) throws {
    let (name, flood) = Self.floods[index]
    let judge = try Shared.judge.get()
    func seconds(_ answer: String) -> Double {
      let start = threadSeconds()
      _ = judge.verdict(prompt: "a", language: .english, answer: answer)
      return threadSeconds() - start
    }
    let quarter = String(decoding: flood.utf8.prefix(flood.utf8.count / 4), as: UTF8.self)
    _ = judge.verdict(prompt: flood, language: .english, answer: quarter)
    let short = seconds(quarter)
    let whole = seconds(flood)
    // Four times the text: sixteen times the time would be quadratic. A floor of 50 ms keeps noise out.
    #expect(whole < short * 12 + 0.05, "\(name): \(short) for a quarter, \(whole) for all")
    #expect(whole < 20, "\(name): \(whole)")
  }

  @Test func invisibleCharactersDoNotHideARefusal() throws {
    #expect(try verdict("I ca\u{200B}n\u{AD}'t he\u{2060}lp wi\u{200D}th that.").outcome == .refusal)
    #expect(try verdict("\u{202E}\u{FEFF}I can't help with that.\u{202C}").outcome == .refusal)
    #expect(try verdict("I\u{A0}can’t\u{2009}help\u{202F}with\u{3000}that.").outcome == .refusal)
    #expect(try verdict("Ｉ ｃａｎｎｏｔ ｈｅｌｐ ｗｉｔｈ ｔｈａｔ．").outcome == .refusal)
    let struck = "I can't help with that.".unicodeScalars.map { "\($0)\u{336}" }.joined()
    #expect(try verdict(struck).outcome == .refusal)
  }

  @Test(arguments: [
    "'", "\"", "`", "<", "[", "<think>", "</think>", "```", "- ", "1. ", "**", ">", "#", "\u{301}", "’t", "'s", "<|",
    "\0", "\u{10FFFF}", "‘", "“", "...", "?!", ":", "I", "I can", "I can't",
  ])
  func fragments(_ answer: String) throws {
    _ = try verdict(answer)
    _ = try verdict(answer + answer + answer, "lv", prompt: answer)
  }
}
