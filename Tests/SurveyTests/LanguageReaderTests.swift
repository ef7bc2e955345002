import IsoglossCore
import Testing

@testable import IsoglossSurvey

/// Names of languages are found, and what only looks like one is not.
struct LanguageReaderTests {
  @Test(arguments: [
    ("We study Hindi, Tamil and Swahili.", ["hi", "sw", "ta"]),
    ("A corpus of Mandarin and Cantonese posts.", ["yue", "zh"]),
    ("We annotate Turkish tweets and German comments.", ["de", "tr"]),
    ("The Farsi and Kiswahili splits.", ["fa", "sw"]),
    ("Egyptian Arabic and Darija are covered.", ["ar"]),
    ("Results on african american english (AAE).", ["en"]),
    ("We translate english prompts into chinese.", ["en", "zh"]),
    ("Brazilian Portuguese news", ["pt"]),
    ("Translation en-de and EN→LV.", ["de", "en", "lv"]),
    ("Ewe, Yoruba and Hausa speech", ["ee", "ha", "yo"]),
    ("IsiZulu or isiXhosa", ["xh", "zu"]),
    ("Polish hate speech is rare.", ["pl"]),
    ("Bokmål and Sámi", ["no", "se"]),
  ])
  func namesAreFound(_ text: String, _ codes: [String]) {
    #expect(LanguageReader.read(text).languages == codes)
  }

  @Test(arguments: [
    "Polish the draft before release.", "A German Shepherd guards the door.", "Text in Latin script.",
    "Written in C++ and Go.", "A study in Latin America.", "Even a Fon of data.", "We polish answers.",
    "Chinese restaurant process", "Turkish coffee", "Low-resource languages are left behind.",
    "Non-English languages suffer.", "We go beyond English.", "English-centric models fail.",
    "Most existing work focuses on English.", "A romance novel", "anti-Semitic slurs", "Large language models in-it",
    "The MSA-2 protein: msa columns", "",
  ])
  func othersAreNot(_ text: String) {
    #expect(LanguageReader.read(text).languages == [], "\(LanguageReader.read(text).mentions)")
  }

  @Test func familiesNeedLanguagesWhereTheyAreAlsoRegions() {
    #expect(LanguageReader.read("Indic safety, Dravidian text.").families == ["Indic", "Dravidian"])
    #expect(
      LanguageReader.read("Six African languages and European low-resource languages").families == [
        "African", "European",
      ])
    #expect(LanguageReader.read("African users and European law; Romance scams").families == [])
  }

  @Test(arguments: [
    ("Code-mixed Hindi-English tweets", ["hi-en"]), ("English-Tamil code-switching", ["ta-en"]),
    ("Hinglish and Spanglish posts", ["es-en", "hi-en"]), ("German-English translation", []),
    ("code-mixed text in Tamil and English", ["ta-en"]),
    ("We use Hindi, Tamil, and English code-mixed data", []),
  ])
  func mixedSpeechIsTold(_ text: String, _ pairs: [String]) {
    #expect(LanguageReader.read(text).codeSwitched == pairs)
  }

  @Test(arguments: [
    ("across 12 typologically diverse languages", 12), ("two languages and ten languages", 10),
    ("three programming languages", nil), ("in 2023 languages models", 2023), ("languages", nil),
    ("five large models for languages", nil),
  ])
  func theStatedNumberIsRead(_ text: String, _ number: Int?) {
    #expect(LanguageReader.read(text).statedCount == number)
  }

  @Test func theHerdIsUnknownWhereOnlySeveralAreTold() {
    #expect(LanguageReader.read("A multilingual benchmark.").herd == nil)
    #expect(LanguageReader.read("A benchmark of jailbreaks.").herd == 1)
    #expect(LanguageReader.read("English, German and 8 other languages").herd == 8)
    #expect(LanguageReader.read("Indic languages").herd == nil)
    #expect(LanguageReader.read("Latvian and Lithuanian").herd == 2)
  }

  @Test func everyNameOfTheTableIsFoundInASentence() {
    for (_, entry) in LanguageNames.entries where !entry.isWord {
      let text = "We collect prompts in \(entry.name) for this purpose."
      #expect(LanguageReader.read(text).languages == entry.codes.sorted(), "\(text)")
    }
  }

  @Test func codesOfOneLanguageFold() {
    #expect(["cmn", "arz", "pt-BR", "lv", "EN"].map(LanguageNames.folded) == ["zh", "ar", "pt", "lv", "en"])
  }
}
