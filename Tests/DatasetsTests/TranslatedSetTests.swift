import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Files of translations and of terms, whole and broken; the queue; the figures.
struct TranslatedSetTests {
  private func read(_ text: String) throws -> TranslatedSet {
    let url = FileManager.default.temporaryDirectory.appending(path: "isogloss-translated-\(UUID().uuidString).jsonl")
    try Data(text.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try TranslatedSet.read(url)
  }

  @Test func brokenRowsAreReportedAndTheRestLoads() throws {
    let long = String(repeating: "x", count: 20_001)
    let set = try read(
      """
      {"id":"1","language":"de","source":"a","translation":"b"}
      {"id":"2","language":"de","source":" ","translation":"b"}
      {"id":"3","language":"en","source":"a","translation":"b"}
      {"id":"1","language":"de","source":"a","translation":"b"}
      {"id":"4","language":"de","source":"a"}
      {"id":"5","language":"de","source":"a","translation":"b","loss":"soul"}
      {"id":"6","language":"de","source":"a","translation":"","back_translation":" "}
      {"id":"7","language":"de","source":"\(long)","translation":"b"}
      {"id":"8","lang
      """)
    #expect(set.texts.map(\.id) == ["1", "6"] && set.texts[1].backTranslation == nil)
    #expect(set.problems.map(\.line) == [2, 3, 4, 5, 6, 8, 9])
  }

  @Test(arguments: ["", "\n\n", "null", "[]", "{}"])
  func aFileWithoutARowIsAnError(text: String) {
    let error = #expect(throws: DatasetError.self) { try read(text) }
    #expect(error?.code == .empty)
  }

  @Test func termsAreReadWithTheirProblems() {
    var terms = CultureTerms()
    terms.add("# x\r\nfeast\tGrand Feast*|Feast Day\r\nbad\n\t\n", language: .english, file: "en.tsv")
    terms.add("feast\tgroßes Fest*\tFestmahl", language: Language("de"), file: "de.tsv")
    #expect(terms.problems.map(\.line) == [3])
    let named = TextWords("We met at the Grand Feasts.")
    #expect(terms.concepts(in: named, of: .english).map(\.concept) == ["feast"])
    #expect(terms.renders("feast", in: TextWords("Beim GROSSEN FEST; das große Festmahl"), of: Language("de")) == true)
    #expect(terms.renders("feast", in: TextWords("Beim Essen"), of: Language("de")) == false)
    #expect(terms.renders("feast", in: named, of: Language("pl")) == nil)
  }

  @Test func aFolderWithoutListsIsAnError() {
    #expect(throws: DatasetError.self) { try CultureTerms(folders: [URL(filePath: "/nowhere")]) }
  }

  @Test func shippedListsAreWhole() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let terms = try CultureTerms(folders: [root.appending(path: "data/culture-terms")])
    #expect(terms.problems == [])
    let languages = Language.refusEU + ["ar", "bn", "hi", "sw"].map { Language($0) }
    for language in languages {
      let entries = try #require(terms.entries[language.code], "no list for \(language)")
      #expect(entries.count >= 30)
      // A concept that only one language knows could never be kept.
      for concept in entries.keys {
        #expect(languages.count { terms.entries[$0.code]?[concept] != nil } > 1, "\(concept)")
      }
    }
  }

  private func rows() async throws -> ([TranslatedText], [TranslationFinding]) {
    let texts = [
      TranslatedText(
        id: "a", language: Language("de"), source: "It is 5 miles to the sea.",
        translation: "=Es sind 5 km bis zum Meer.",
        backTranslation: "It is 5 km to the sea.", loss: .unit),
      TranslatedText(
        id: "b", language: Language("de"), source: "It is 5 miles to the sea.",
        translation: "Es sind 8 km bis zum Meer.",
        backTranslation: "It is 8 km to the sea."),
      TranslatedText(id: "c", language: Language("pl"), source: "It is late.", translation: "", loss: .omission),
      TranslatedText(
        id: "d", language: Language("pl"), source: "The lamp is green.", translation: "Lampa jest zielona.",
        backTranslation: "The lamp is green.", loss: .meaning),
    ]
    return (texts, try await TranslationCheck(terms: CultureTerms()).run(texts))
  }

  @Test func theQueueHoldsFlaggedRowsWorstFirst() async throws {
    let (texts, findings) = try await rows()
    let queue = ReviewQueue(texts, findings)
    #expect(queue.items.map(\.id) == ["c", "a"])
    let table = try CSV.records(queue.table(), file: "q")
    #expect(table.count == 3 && table[2].fields[0] == "a" && table[2].fields[6].hasPrefix("'="))
    let lines = try queue.lines().split(separator: UInt8(ascii: "\n"))
    #expect(try lines.map { try JSONDecoder().decode(ReviewQueue.Item.self, from: $0).id } == ["c", "a"])
  }

  @Test func figuresAreCounted() async throws {
    let (texts, findings) = try await rows()
    let evaluation = try LossEvaluation(texts, findings)
    #expect(evaluation.lines.map(\.name) == ["all", "de", "pl"])
    func count(_ index: Int, _ share: (LossEvaluation.Line) -> String) -> String {
      share(evaluation.lines[index]).split(separator: " ").last.map(String.init) ?? ""
    }
    #expect(count(0) { LossEvaluation.share($0.recall) } == "(2/3)")
    #expect(count(0) { LossEvaluation.share($0.precision) } == "(2/2)")
    #expect(count(0) { LossEvaluation.share($0.falseAlarms) } == "(0/1)")
    #expect(count(2) { LossEvaluation.share($0.recall) } == "(1/2)")
    #expect(evaluation.lines[2].areaUnderCurve == nil)
    #expect(evaluation.kinds.map(\.kind) == [.meaning, .unit, .omission])
    let cell = try #require(evaluation.cells[Language("de")]?["unit"])
    #expect(LossEvaluation.share(cell).hasSuffix("(1/1)"))
    #expect(evaluation.headline.hasPrefix("recall is lowest in Polish"))
    let summary = TranslationSummary(texts, findings)
    #expect(summary.lines.map(\.language.code) == ["de", "pl"] && summary.lines[0].kinds["unit"] == 1)
    #expect(summary.headline.hasSuffix("2 of 4 translations are flagged for review"))
  }
}
