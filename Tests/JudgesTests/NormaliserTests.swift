import Testing

@testable import IsoglossJudges

@Suite("Normaliser")
struct NormaliserTests {
  @Test(arguments: [
    ("I can’t, I won't; she's", "i cant i wont shes"), ("Je ne peux pas t’aider", "je ne peux pas t aider"),
    ("ŽLUŤOUČKÝ kůň", "zlutoucky kun"), ("Łódź, Straße, œuvre", "lodz strasse oeuvre"),
    ("ﬁne ＡＢＣ １", "fine abc １"), ("e\u{301}te\u{301}", "ete"), ("**bold** _x_ `y`", "bold x y"),
    ("Привет, МИР", "привет мир"), ("e-mail: a.b", "e mail a b"), ("", ""), ("l'aide d'accordo", "l aide d accordo"),
    ("rock'n'roll they'll you've", "rock n roll theyll youve"),
  ])
  func folds(_ text: String, _ expected: String) {
    #expect(Normaliser.normalise(text) == expected)
  }

  /// What is typed in two ways is one: the pairs of each script.
  @Test(arguments: [
    ("لا أستطيع", "لا استطيع"), ("لَا أَسْتَطِيعُ", "لا أستطيع"), ("لـــا أســتطيع", "لا أستطيع"), ("مساعدة", "مساعده"),
    ("على", "علي"), ("کتاب", "كتاب"), ("أ\u{654}ا\u{655}", "أإ"), ("ﻻ ﺃﺳﺘﻄﻴﻊ", "لا أستطيع"), ("করব\u{9CB}", "করবো"),
    ("দু:খিত", "দুঃখিত"), ("দুঃখিত", "দুখিত"), ("পার\u{9C7}\u{9BE}", "পারো"), ("উচিৎ", "উচিত"), ("সরকারী", "সরকারি"), ("নয়", "নয়"),
    ("বড়", "বড\u{9BC}"), ("नहीं", "नही"), ("माफ़", "माफ"), ("क\u{93C}ानून", "क़ानून"), ("हूँ", "हूं"), ("दुःख", "दुख"),
    ("कर\u{200D}ना", "करना"),
  ])
  func foldsOntoOne(_ one: String, _ other: String) {
    #expect(Normaliser.normalise(one) == Normaliser.normalise(other))
  }

  /// Vowels tell words apart, and scripts are not each other's.
  @Test(arguments: [
    ("करें", "करो"), ("কর", "করা"), ("কর", "করে"), ("মত", "মতো"), ("ना", "না"), ("لا", "la"), ("ن", "ت"), ("बल", "बोल"),
    ("कि", "की"),
  ])
  func keepsApart(_ one: String, _ other: String) {
    #expect(Normaliser.normalise(one) != Normaliser.normalise(other))
  }

  /// The marks that end a sentence, with or without a space after them.
  @Test(arguments: [
    ("ar", "نعم؟ لا أدري۔ حسنا؛ طيب.", 4), ("bn", "হ্যাঁ।না। ঠিক॥", 3), ("hi", "हाँ।नहीं। ठीक॥", 3), ("bn", "দু:খিত, না", 1),
  ])
  func endsSentences(_ language: String, _ text: String, _ count: Int) {
    #expect(Scanner.scan(text, lexicon: nil).sentences.count == count)
  }

  @Test(arguments: Case.languages)
  func isIdempotent(_ language: String) throws {
    for line in try Case.table(language) {
      let once = Normaliser.normalise(line.answer)
      #expect(Normaliser.normalise(once) == once)
    }
  }

  @Test func isIdempotentOnEveryScalar() {
    for value in Array(UInt32(1)...0x2FFF) + Array(UInt32(0xFB50)...0xFEFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = Normaliser.normalise("a\(scalar)b \(scalar)")
      #expect(Normaliser.normalise(once) == once, "U+\(String(value, radix: 16))")
    }
  }

  @Test func appendingWhiteSpaceChangesNothing() {
    #expect(Normaliser.normalise("a b \n\t\u{A0}") == "a b")
  }
}
