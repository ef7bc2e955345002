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

  @Test(arguments: Case.languages)
  func isIdempotent(_ language: String) throws {
    for line in try Case.table(language) {
      let once = Normaliser.normalise(line.answer)
      #expect(Normaliser.normalise(once) == once)
    }
  }

  @Test func isIdempotentOnEveryScalar() {
    for value in (UInt32(1)...0x2FFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = Normaliser.normalise("a\(scalar)b \(scalar)")
      #expect(Normaliser.normalise(once) == once, "U+\(String(value, radix: 16))")
    }
  }

  @Test func appendingWhiteSpaceChangesNothing() {
    #expect(Normaliser.normalise("a b \n\t\u{A0}") == "a b")
  }
}
