import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Translations are read from a data build as its stages left them.
struct BuiltTranslationTests {
  private let folder: URL
  init() throws { folder = try Build.scratch("translations") }

  private func row(_ id: String, _ language: String, _ text: String, _ steps: DataRow.Step...) -> DataRow {
    var row = DataRow(
      Prompt(
        id: id, language: Language(language), intent: .harmful, text: text, provenance: Provenance(source: "t")))
    row.steps = steps
    return row
  }

  private func step(_ stage: String, _ text: String?, _ language: String?) -> DataRow.Step {
    DataRow.Step(stage: stage, engine: "e", version: "1", text: text, language: language.map { Language($0) })
  }

  private func translation(_ row: DataRow) -> [String]? {
    guard case .translated(let text, by: _) = row.wording else { return nil }
    return [text.sourceLanguage.code, text.language.code, text.source, text.translation]
  }

  @Test func onlyWordsThatAreStillTheTranslatorsAreTranslations() {
    let translated = step("translate", "The sea", "en")
    #expect(translation(row("1", "de", "Das Meer", translated)) == ["en", "de", "The sea", "Das Meer"])
    // Answers and revisions leave the request as it is, and so does a search that keeps its seed.
    #expect(translation(row("1", "de", "Das Meer", translated, step("answer", nil, nil)))?[2] == "The sea")
    #expect(translation(row("1", "de", "Das Meer", translated, step("rainbow", "Das Meer", "de")))?[2] == "The sea")
    // A translator that gave the text back has lost everything.
    #expect(translation(row("1", "de", "The sea", translated)) == ["en", "de", "The sea", "The sea"])
    // Through two languages, what is compared is the last step.
    #expect(translation(row("1", "lv", "Jūra", translated, step("translate", "Das Meer", "de")))?[0] == "de")
    #expect(row("1", "de", "Die See", translated, step("rainbow", "Das Meer", "de")).wording == .rewritten)
    #expect(row("1", "en", "The sea", step("rainbow", "The lake", "en")).wording == .original)
    #expect(row("1", "en", "The sea").wording == .original)
  }

  /// A build of two translating stages, a search and answers.
  private func build() async throws -> URL {
    let model = ScriptedChat("m") { "t \($0.messages[1].content)" }
    let writer = AnswerStage.Writer(name: "w", model: ScriptedChat("w") { _ in "a" }, decoding: Decoding())
    let seeds = ["The sea", "The lake"].enumerated().map { number, text in
      DataRow(
        Prompt(
          id: "s\(number)", language: .english, intent: .harmful, text: text, provenance: Provenance(source: "t")))
    }
    let out = folder.appending(path: "out")
    _ = try await DataPipeline(
      [
        TranslateStage(name: "first", engine: ChatTranslator(model), targets: [Language("pl")]),
        TranslateStage(name: "second", engine: ChatTranslator(model), targets: [Language("lv")]),
        try AnswerStage(name: "answer", refusals: [writer], compliances: [writer]),
      ], in: out
    ).run(seeds)
    return out
  }

  @Test func aBuildsTranslationsAreReadOnceEach() async throws {
    let out = try await build()
    let set = try TranslatedSet.read(out)
    #expect(set.problems.isEmpty && set.rewritten == 0)
    #expect(set.texts.map(\.id) == ["s0.pl", "s1.pl", "s0.lv", "s1.lv"])
    #expect(set.texts.allSatisfy { $0.sourceLanguage == .english && $0.translation.hasPrefix("t ") })
    #expect(set.texts.map(\.source) == ["The sea", "The lake", "The sea", "The lake"])
    // A stage that is named itself is read whole, a later one too, and so is its file alone.
    #expect(try TranslatedSet.read(out.appending(path: "01-first")).texts.map(\.id) == ["s0.pl", "s1.pl"])
    let last = try TranslatedSet.read(out.appending(path: "03-answer"))
    #expect(Set(last.texts.map(\.id)) == Set(set.texts.map(\.id)))
    #expect(try TranslatedSet.read(out.appending(path: "03-answer/rows.jsonl")).texts == last.texts)
  }

  @Test func aDamagedRowIsNamedByItsStage() async throws {
    let out = try await build()
    let rows = out.appending(path: "02-second/rows.jsonl")
    let text = try String(contentsOf: rows, encoding: .utf8)
    try (text.replacing("\"format\":1", with: "\"format\":9", maxReplacements: 1) + "{\"id\":\"x\",\"steps\":[]}\n{")
      .write(to: rows, atomically: true, encoding: .utf8)
    let set = try TranslatedSet.read(out)
    #expect(set.problems.map(\.file) == Array(repeating: "02-second/rows.jsonl", count: 3))
    #expect(set.problems.first?.reason.contains("format") == true, "\(set.problems)")
    #expect(set.texts.count == 4)
  }

  @Test func whatHoldsNoTranslationIsAnErrorThatSaysWhy() throws {
    func message(_ rows: [DataRow]) throws -> String {
      let file = folder.appending(path: "rows.jsonl")
      try JSONLines.data(rows).write(to: file)
      let error = #expect(throws: DatasetError.self) { try TranslatedSet.read(file) }
      return error?.message ?? ""
    }
    let rewritten = row(
      "1", "de", "Die See", step("translate", "The sea", "en"), step("rainbow", "Das Meer", "de"))
    #expect(try message([rewritten]).contains("1 requests were rewritten"))
    #expect(try message([row("1", "en", "The sea")]).contains("no readable translation"))
  }
}
