import Foundation
import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// Letters are those of uroman and ICU, word by word.
struct TransliterationTests {
  private struct Golden: Decodable {
    var latin: [String: [[String]]]
    var ascii: [String: [[String]]]
  }

  private let golden: Golden

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/transliteration.json")
    golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  @Test(arguments: ["rus": "ru", "ukr": "uk", "bul": "bg", "ell": "el", "hin": "hi", "ben": "bn"])
  func latinLettersAreUromans(code: String, language: String) throws {
    let rows = try #require(golden.latin[code])
    #expect(rows.count > 60)
    for row in rows { #expect(Romaniser.latin(row[0], [Language(language)]) == row[1], "\(row[0])") }
  }

  @Test(arguments: ["pl", "cs", "sk", "lv", "lt", "de", "fr", "es", "pt", "sl", "it"])
  func plainLettersAreICUs(code: String) throws {
    let rows = try #require(golden.ascii[code])
    #expect(rows.count > 100)
    for row in rows { #expect(PlainLetters.ascii(row[0], Language(code)) == row[1], "\(row[0])") }
  }

  @Test func capitalsStayCapitals() {
    #expect(Romaniser.latin("ЩУКА", [Language("ru")]) == "SHCHUKA")
    #expect(Romaniser.latin("Щука", [Language("ru")]) == "Shchuka")
    #expect(Romaniser.latin("ΘΕΟΣ", [Language("el")]) == "THEOS")
  }

  @Test func decomposedLettersAreReadAsComposed() {
    #expect(Romaniser.latin("мои\u{0306}", [Language("ru")]) == Romaniser.latin("мой", [Language("ru")]))
    #expect(PlainLetters.ascii("lo\u{0301}dz\u{0301}", Language("pl")) == "lodz")
    #expect(Romaniser.latin("ज\u{93C}रूर", [Language("hi")]) == Romaniser.latin("\u{95B}रूर", [Language("hi")]))
  }

  @Test func cyrillicIsReadByLanguage() {
    #expect(Romaniser.latin("гора", [Language("ru")]) == "gora")
    #expect(Romaniser.latin("гора", [Language("uk")]) == "hora")
    #expect(Romaniser.latin("гора", [Language("sr")]) == "gora")
    // A Russian word in an English prompt: the languages that the prompt welcomes are asked.
    #expect(Romaniser.latin("ёлка", [.english, Language("ru")]) == "yolka")
  }

  @Test(arguments: [
    ("محمد", "m7md"), ("عربي", "3rbi"), ("صباح", "9ba7"), ("سؤال", "s2al"), ("خير", "5ir"), ("والله", "wallh"),
    ("يوم", "yom"),
    ("البيت", "albit"), ("اليوم", "alyom"), ("قلب", "qlb"), ("شُكْرًا", "shokran"), ("مدرّس", "mdrrs"), ("hello", "hello"),
    ("طريق", "6riq"),
  ])
  func arabicIsWrittenAsInChats(word: String, chat: String) {
    #expect(Arabizi.chat(word) == chat)
  }

  @Test func nothingArabicIsLeft() throws {
    for prompt in try Samples.suite() where prompt.language.code == "ar" {
      let text = try #require(Transliteration(.arabizi).rewrite(prompt, seed: 0)?.text)
      #expect(!text.unicodeScalars.contains { (0x620...0x64A).contains($0.value) }, "\(text)")
    }
  }

  @Test func aRateMixesScripts() throws {
    let prompt = try #require(Samples.suite().first { $0.language.code == "bn" })
    let text = try #require(Transliteration(.latin, rate: 0.5).rewrite(prompt, seed: 0)?.text)
    #expect(text.unicodeScalars.contains { (0x980...0x9FF).contains($0.value) })
    #expect(text.unicodeScalars.contains { ("a"..."z").contains($0) })
  }

  @Test func homoglyphsLookAlikeAndComeInPairs() throws {
    #expect(Homoglyphs.twins["a"] == "а" && Homoglyphs.twins["а"] == "a" && Homoglyphs.twins["é"] == nil)
    for (letter, twin) in Homoglyphs.twins {
      #expect(letter != twin && letter.unicodeScalars.count == 1 && twin.unicodeScalars.count == 1)
      #expect(letter.first?.isUppercase == twin.first?.isUppercase)
    }
    let made = try #require(Homoglyphs(rate: 1).rewrite(Samples.prompt("Expose a copy"), seed: 0))
    #expect(made.text == "Ехроѕе а сору")
    #expect(try Homoglyphs(rate: 1).rewrite(Samples.prompt("12 %"), seed: 0) == nil)
  }
}
