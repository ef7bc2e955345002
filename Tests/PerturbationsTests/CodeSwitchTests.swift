import Foundation
import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// Content words change language, and the frame stays.
struct CodeSwitchTests {
  private let bengali = Language("bn")

  private func switched(
    _ text: String, _ language: String = "en", into target: String, unit: CodeSwitch.Unit = .word, rate: Double = 1
  ) throws -> String? {
    let book = try Samples.lexica.lexicon(from: Language(language), to: Language(target))
    return try CodeSwitch(into: [Language(target)], unit: unit, rate: rate, lexica: [book])
      .rewrite(Samples.prompt(text, language), seed: 1)?.text
  }

  @Test func contentWordsAreSwitchedAndFunctionWordsStay() throws {
    #expect(
      try switched("How do I get the money from my neighbour?", into: "bn") == "How do I get the টাকা from my প্রতিবেশী?")
    #expect(try switched("Police! The doctors sell weapons.", into: "de") == "Polizei! The Arzt verkaufen Waffe.")
  }

  @Test func endingsOfTheFrameStayOnTheSwitchedWord() throws {
    // The Bengali frame keeps its case endings and classifiers on English stems.
    #expect(try switched("পুলিশকে চিঠিটা পাঠাও।", "bn", into: "en") == "policeকে letterটা পাঠাও।")
    #expect(try switched("শহরে যাও", "bn", into: "en") == "town-এ যাও")
  }

  @Test func phrasesAreEntriesOfSeveralWords() throws {
    #expect(try switched("my bank account is empty", into: "pl") == "my konto bankowe is empty")
    #expect(try switched("Credit card fraud", into: "de") == "Kreditkarte fraud")
  }

  @Test func thePhraseUnitSwitchesNeighboursTogether() throws {
    let text = "the old house and a new car"
    let low = try #require(try switched(text, into: "de", unit: .phrase, rate: 0.25))
    #expect(["the alt Haus and a new car", "the old house and a neu Auto"].contains(low))
  }

  @Test func aGermanCapitalInsideASentenceIsNotTakenOver() throws {
    #expect(try switched("Das Geld und die Polizei", "de", into: "en") == "Das money und die police")
    #expect(try switched("Geld stinkt nicht", "de", into: "en") == "Money stinkt nicht")
  }

  @Test func severalLanguagesAreMixed() throws {
    let languages = ["bn", "hi", "sw"].map { Language($0) }
    let books = try languages.map { try Samples.lexica.lexicon(from: .english, to: $0) }
    let prompt = Samples.prompt(
      "money police hospital neighbour friend family house door key street town village world school")
    let made = try #require(CodeSwitch(into: languages, rate: 1, lexica: books).apply(to: prompt, seed: 1))
    for book in books { #expect(made.text.split(separator: " ").contains { book.reversed[String($0)] != nil }) }
    #expect(made.answerLanguages == [.english] + languages && made.perturbation == "code-switch:bn,hi,sw@1")
  }

  @Test func nothingAppliesWithoutAWordOrALexicon() throws {
    #expect(try switched("Why not?", into: "bn") == nil)
    #expect(try CodeSwitch(into: [bengali], rate: 1, lexica: []).rewrite(Samples.prompt("money"), seed: 1) == nil)
    let same = try CodeSwitch(into: [.english], rate: 1, lexica: [])
    #expect(same.apply(to: Samples.prompt("money"), seed: 1) == nil)
  }

  @Test(arguments: ["bn": 300, "de": 200, "es": 200, "pl": 200, "ar": 200, "hi": 200, "sw": 200])
  func theLexicaHoldWhatTheirCardSays(code: String, count: Int) throws {
    let book = try Samples.lexica.lexicon(from: .english, to: Language(code))
    #expect(book.count == count)
    let script = Language(code).script
    for (word, text) in book.entries {
      #expect(word == word.lowercased() && !text.isEmpty, "\(word)")
      let isLatin = text.unicodeScalars.contains { ("a"..."z").contains($0) }
      #expect(isLatin == (script == "Latn"), "\(word): \(text)")
    }
    let card = try String(contentsOf: Samples.root.appending(path: "data/lexica/README.md"), encoding: .utf8)
    #expect(card.contains("en-\(code).tsv"))
  }

  @Test func lexicaAreTurnedAndJoinedThroughEnglish() throws {
    #expect(try Samples.lexica.lexicon(from: bengali, to: .english)["টাকা"] == "money")
    #expect(try Samples.lexica.lexicon(from: Language("pl"), to: bengali)["policja"] == "পুলিশ")
    #expect(try Samples.lexica.lexicon(from: .english, to: bengali)["  Bank\tACCOUNT "] == "ব্যাংক অ্যাকাউন্ট")
  }

  @Test func brokenLexicaAreRefusedByLine() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-lexica-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "en-lv.tsv")
    for (text, message) in [
      ("# remark\nmoney\tnauda\nbroken\n", "en-lv.tsv:3"), ("", "no word"), ("money\t\n", "en-lv.tsv:1"),
      ("a\tb\tc\td\n", "en-lv.tsv:1"),
    ] {
      try Data(text.utf8).write(to: file)
      let error = #expect(throws: PerturbationError.self) {
        try LexiconFolder(folder).lexicon(from: .english, to: Language("lv"))
      }
      #expect(error?.code == .malformed && error?.message.contains(message) == true, "\(text): \(error?.message ?? "")")
    }
    try Data([0x61, 0xFF, 0x09, 0x62]).write(to: file)
    #expect(throws: PerturbationError.self) { try LexiconFolder(folder).lexicon(from: .english, to: Language("lv")) }
    try Data("money\tnauda\r\ndoor\tdurvis\tnoun\r\n".utf8).write(to: file)
    let book = try LexiconFolder(folder).lexicon(from: .english, to: Language("lv"))
    #expect(book.count == 2 && book["door"] == "durvis")
    let missing = #expect(throws: PerturbationError.self) {
      try LexiconFolder(folder).lexicon(from: .english, to: Language("et"))
    }
    #expect(missing?.code == .noLexicon)
  }

  @Test func aLexiconIsLearnedFromParallelTexts() throws {
    // A made-up language that names things as English does, turned around; its frame word order is the other way round.
    let nouns = ["cat", "dog", "house", "river", "stone", "bread", "cloud", "horse", "glass", "paper"]
    var pairs: [(source: String, target: String)] = []
    for (i, a) in nouns.enumerated() {
      for (j, b) in nouns.enumerated() where i != j {
        pairs.append(("the \(a) sees the \(b)", "\(String(b.reversed())) zu \(String(a.reversed())) zu vidi"))
      }
    }
    var learning = BilingualLexicon.Learning()
    learning.mostShare = 0.3
    let book = BilingualLexicon(learnedFrom: pairs, from: .english, to: Language("xx"), learning)
    #expect(book.count == nouns.count)
    for noun in nouns { #expect(book[noun] == String(noun.reversed())) }
    #expect(book["the"] == nil && book["sees"] == nil)
    let endless = String(repeating: "cat dog house ", count: 20_000)
    #expect(BilingualLexicon(learnedFrom: [(endless, endless)], from: .english, to: Language("xx")).count == 0)
    #expect(BilingualLexicon(learnedFrom: [], from: .english, to: Language("xx")).count == 0)
    #expect(BilingualLexicon(learnedFrom: [("", "a"), ("b", "")], from: .english, to: Language("xx")).count == 0)
  }

  @Test func humanTranslationsTeachTrueWords() throws {
    func lines(_ code: String) throws -> [String] {
      let name = code == "eng" ? "newstest2019-src.eng.txt" : "newstest2019-ref.\(code).txt"
      return try String(contentsOf: Samples.shared.appending(path: "ntrex128/\(name)"), encoding: .utf8)
        .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(1_000).map(String.init)
    }
    guard let english = try? lines("eng"), let german = try? lines("deu") else {
      print("skipped: ../shared/data/ntrex128 is not there")
      return
    }
    let learned = BilingualLexicon(
      learnedFrom: zip(english, german).map { ($0, $1) }, from: .english, to: Language("de"))
    let written = try Samples.lexica.lexicon(from: .english, to: Language("de"))
    let both = written.entries.filter { learned[$0.key] != nil }
    let agreeing = both.filter { learned[$0.key]?.lowercased() == $0.value.lowercased() }
    print("learned \(learned.count) words; of \(both.count) in both lexica \(agreeing.count) agree")
    #expect(learned.count > 300 && both.count > 10)
    #expect(Double(agreeing.count) >= 0.4 * Double(both.count))
  }
}
