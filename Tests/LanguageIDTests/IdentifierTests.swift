import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

struct IdentifierTests {
  @Test(arguments: [
    ("__label__lv", "lv"), ("__label__lvs_Latn", "lv"), ("__label__arb_Arab", "ar"), ("ekk_Latn", "et"),
    ("__label__cmn_Hani", "zh"), ("zho_Hans", "zh"), ("__label__zh", "zh"), ("__label__als", "als"),
    ("__label__als_Latn", "sq"), ("__label__arz_Arab", "arz"), ("__label__arz", "arz"), ("eng_Latn", "en"),
    ("slv_Latn", "sl"), ("slk_Latn", "sk"), ("ces_Latn", "cs"), ("lit_Latn", "lt"), ("pol_Latn", "pl"),
    ("por_Latn", "pt"), ("spa_Latn", "es"), ("fra_Latn", "fr"), ("ita_Latn", "it"), ("deu_Latn", "de"),
    ("swh_Latn", "sw"), ("pes_Arab", "fa"), ("grn_Latn", "gn"), ("gug_Latn", "gn"), ("ydd_Hebr", "yi"),
    ("war", "war"), ("ceb", "ceb"),
  ])
  func labelsBecomeLanguages(_ label: String, _ code: String) {
    #expect(LabelLanguage.language(of: label).code == code)
  }

  @Test(.enabled(if: Place.isThere(Home.languageModel), "lid.176.ftz is not there: run make setup"))
  func identifies() throws {
    let identifier = try FastTextIdentifier.embedded()
    #expect(identifier.name.hasPrefix("lid.176.ftz sha256:"))
    let guesses = identifier.identify("Atvainojiet, bet es nevaru palīdzēt\nar šo pieprasījumu.", count: 3)
    #expect(guesses.count == 3)
    #expect(guesses.first?.language == Language("lv"))
    #expect(guesses.first?.label == "lv")
    #expect(guesses.allSatisfy { $0.probability >= 0 && $0.probability <= 1 })
    #expect(guesses.map(\.probability) == guesses.map(\.probability).sorted(by: >))
    for empty in ["", " ", "\n\t \u{2028}"] { #expect(identifier.identify(empty, count: 3).isEmpty) }
  }

  @Test func lineBreaksCountAsSpaces() throws {
    let identifier = FastTextIdentifier(
      try FastTextModel(contentsOf: Place.goldens.appendingPathComponent("softmax.bin")), name: "small")
    #expect(identifier.identify("kati\nmoru\r\nti", count: 4) == identifier.identify("kati moru ti", count: 4))
  }
}
