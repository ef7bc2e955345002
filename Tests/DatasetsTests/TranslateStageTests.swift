import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Translations keep placeholders and quotations, and a text that fails moves no other.
struct TranslateStageTests {
  private let folder: URL
  private let pl = Language("pl")
  private let lv = Language("lv")

  init() throws { folder = try Build.scratch("translate") }

  private func row(_ id: String, _ text: String, group: String? = nil, _ language: Language = .english) -> DataRow {
    DataRow(
      Prompt(
        id: id, group: group, language: language, hazard: .S2, style: .slang, intent: .harmful, text: text,
        provenance: Provenance(source: "t")))
  }

  private func place(_ job: String = "job") -> StagePlace { StagePlace(work: folder, job: job) }

  /// Puts `PL:` or `LV:` before the text; fails on `bad`, loses what stands in braces on `lossy`.
  private func translator() -> ChatTranslator {
    ChatTranslator(
      ScriptedChat("m") { request in
        guard let text = request.messages.last?.content, !text.contains("bad") else { return nil }
        let target = request.messages[0].content.contains("Polish") ? "PL" : "LV"
        return "\(target): \(text.contains("lossy") ? text.replacing("⟦0⟧", with: "") : text)"
      })
  }

  @Test func aFailedRowMovesNoOther() async throws {
    let rows = (0..<50).map { row("r\($0)", $0 % 7 == 3 ? "bad \($0)" : "text \($0)", group: "g\($0)") }
    let output = try await TranslateStage(name: "translate", engine: translator(), targets: [pl, lv])
      .run(rows, in: place())
    #expect(output.dropped.count == 14)
    #expect(output.dropped.allSatisfy { $0.reason == "scripted failure" && $0.hazard == .S2 })
    for row in output.rows {
      let number = try #require(row.prompt.group).dropFirst()
      switch row.prompt.language {
      case pl: #expect(row.prompt.text == "PL: text \(number)" && row.id == "g\(number).pl")
      case lv: #expect(row.prompt.text == "LV: text \(number)" && row.id == "g\(number).lv")
      default: #expect(row.id == "r\(number)")
      }
    }
    let translated = try #require(output.rows.first { $0.id == "g0.pl" })
    #expect(translated.prompt.provenance.author == "machine-translated")
    #expect(translated.prompt.provenance.origin == .english)
    let step = try #require(translated.steps.last)
    #expect(step.engine == "m" && step.source == "r0" && step.text == "text 0" && step.version.count == 16)
  }

  @Test func placeholdersAndQuotationsAreKept() async throws {
    let texts = [
      "Hello {name}, see https://example.org/a?b=1 and [CITY]: %1$s", "lossy {name}", "He said \"go\" <b>now</b>",
      "⟦0⟧",
    ]
    let rows = texts.enumerated().map { row("r\($0)", $1) }
    let output = try await TranslateStage(name: "t", engine: translator(), targets: [pl], keepsSource: false)
      .run(rows, in: place())
    #expect(output.rows.map(\.prompt.text) == [texts[0], texts[2], texts[3]].map { "PL: \($0)" })
    #expect(output.dropped.map(\.reason) == ["placeholders were changed: {name}"])
    #expect(TranslationForm.flaw(of: "On powiedział idź", from: "He said \"go\"") == "the quotation marks are gone")
    #expect(TranslationForm.flaw(of: "On powiedział „idź”", from: "He said \"go\"") == nil)
    #expect(TranslationForm.flaw(of: " \n", from: "a") == "the translation is empty")
    #expect(TranslationForm.flaw(of: "{a} {a}", from: "{a}") == "placeholders were changed: {a}")
  }

  @Test func whatIsThereInALanguageIsNotMadeAgainAndAnswersGoAlong() async throws {
    var pair = row("g.en", "text", group: "g")
    pair.chosen = DataRow.Answer(text: "no", model: "m")
    pair.rejected = DataRow.Answer(text: "yes", model: "m")
    let output = try await TranslateStage(name: "t", engine: translator(), targets: [pl, lv])
      .run([pair, row("g.pl", "tekst", group: "g", pl)], in: place())
    #expect(output.rows.map(\.id) == ["g.en", "g.lv", "g.pl"])
    #expect(output.rows[1].chosen?.text == "LV: no" && output.rows[1].rejected?.text == "LV: yes")
    #expect(output.rows[1].pair?.prompt == "LV: text")
    // Several rows of one request stay several.
    var second = pair
    (pair.id, second.id) = ("g.en.1", "g.en.2")
    let several = try await TranslateStage(name: "t", engine: translator(), targets: [lv])
      .run([pair, second], in: place("several"))
    #expect(several.rows.map(\.id) == ["g.en.1", "g.1.lv", "g.en.2", "g.2.lv"])
  }

  @Test func humanTranslationsComeFromAFileAndWhatItLacksIsDropped() async throws {
    let csv = folder.appending(path: "h.csv")
    try Data("source,language,text\r\n\"one, \"\"two\"\"\",pl,\"jeden, „dwa”\"\r\nx,pl\r\n,pl,y\n".utf8).write(to: csv)
    let file = try TranslationFile(contentsOf: csv)
    #expect(file.problems.map(\.line) == [3, 4])
    let output = try await TranslateStage(name: "t", engine: file, targets: [pl], keepsSource: false)
      .run([row("a", "one, \"two\" "), row("b", "three")], in: place())
    #expect(output.rows.map(\.prompt.text) == ["jeden, „dwa”"])
    #expect(output.rows.first?.prompt.provenance.author == "human")
    #expect(output.dropped.map(\.id) == ["b.pl"])
    let lines = folder.appending(path: "h.jsonl")
    try Data(#"{"source":"a","language":"pl","text":"b"}"#.utf8).write(to: lines)
    #expect(try TranslationFile(contentsOf: lines).version != file.version)
    for text in ["", "a,b,c\n", "source,language,text\n", "source,language,text\n\"x"] {
      try Data(text.utf8).write(to: csv)
      #expect(throws: DatasetError.self) { _ = try TranslationFile(contentsOf: csv) }
    }
  }

  @Test func theModelIsToldFormalityTermsAndContext() async throws {
    let seen = ScriptedChat("m") { $0.messages[0].content }
    let told = ChatTranslator(
      seen, formality: .more, glossary: [pl: ["court": "sąd", "judge": "sędzia"]], context: "law letters")
    let rules = try #require(try await told.translate(["The court sat."], from: .english, to: pl).first)
    #expect(rules.contains("formally") && rules.contains("court = sąd") && !rules.contains("sędzia"))
    #expect(rules.contains("law letters") && rules.contains("from English into Polish"))
    #expect(told.version != ChatTranslator(seen).version)
  }

  @Test func failuresAreTriedAgainOnlyWhereItIsWished() async throws {
    let rows = [row("a", "bad"), row("b", "good")]
    let stage = TranslateStage(name: "t", engine: translator(), targets: [pl])
    #expect(try await stage.run(rows, in: place()).dropped.count == 1)
    let mended = TranslateStage(
      name: "t", engine: ChatTranslator(ScriptedChat("m") { "PL \($0.messages[1].content)" }), targets: [pl])
    #expect(try await mended.run(rows, in: place()).dropped.count == 1)
    var again = place()
    again.retriesFailed = true
    let output = try await mended.run(rows, in: again)
    #expect(output.dropped.isEmpty)
    // What was translated is not asked for, and paid for, once more.
    let made = output.rows.filter { $0.prompt.language == pl }.map(\.prompt.text)
    #expect(made == ["PL bad", "PL: good"])
  }
}
