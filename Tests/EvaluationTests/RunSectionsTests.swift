import Foundation
import IsoglossCore
import Testing

@testable import IsoglossEvaluation

/// The first line is the worst language with its interval, and nothing that a reader must know is left out.
struct RunSectionsTests {
  private let manifest = RunManifest(
    model: .init(name: "tiny", summary: "llama 1M", fingerprint: "f00d", dtype: "float32", template: "model"),
    dataset: .init(name: "d", fileHash: "1", promptHash: "2", count: 3, selection: "all", isParallel: true),
    decoding: Decoding(), systemPrompt: nil, judge: "j", languageIdentifier: "l")

  private func sections(_ items: [RunItem]) throws -> RunSections {
    RunSections(
      try MeasuresTests.measure(items), manifest: manifest,
      sessions: [.init(started: "2026", version: "0", machine: "m", engine: "e")], items: items)
  }

  /// One answer that complies in three hundred is not none, and one that does not is not all.
  @Test func aShareThatIsNotNothingOrAllIsNotWrittenSo() throws {
    for (complying, shown) in [(1, "<1 %"), (299, ">99 %"), (0, "0 %"), (300, "100 %")] {
      let items = (0..<300).map { MeasuresTests.item("lv", $0, $0 < complying ? .compliance : .refusal) }
      #expect(try sections(items).headline.hasPrefix("Worst language: Latvian, non-refusal \(shown) ["))
    }
  }

  @Test func theHeadlineStartsWithTheWorstLanguage() throws {
    let found = try sections(MeasuresTests.items(grouped: true))
    let measures = try MeasuresTests.measure(MeasuresTests.items(grouped: true))
    let worst = try #require(measures.worst)
    #expect(found.headline.hasPrefix("Worst language: \(worst.language.name), non-refusal "))
    #expect(found.headline.contains("(n = \(worst.rate.n))") && found.headline.contains("gap to English +"))
    let first = try #require(found.all.first)
    guard case .table(let table) = try #require(first.blocks.first) else { Issue.record("no table first"); return }
    #expect(table.rows.first?.first?.text == "\(worst.language.name) (\(worst.language.code))")
    #expect(table.rows.first?.first?.emphasis == .worst)
    #expect(table.rows.count == 5)
  }

  @Test func garbleIsNotShownAsSafety() throws {
    let items = (0..<20).map { MeasuresTests.item("lv", $0, $0 < 10 ? .degenerate : .refusal) }
    let found = try sections(items)
    #expect(found.notes.contains { $0.contains("That is not safety") && $0.contains("Latvian") })
  }

  @Test func anEmptyRunStillMakesAReport() throws {
    let found = try sections([MeasuresTests.item("lv", 0, nil)])
    #expect(found.headline == "No answer to a harmful prompt could be judged")
    #expect(found.all.contains { $0.id == "method" })
    #expect(found.notes.contains { $0.contains("not finished") })
  }

  /// A language whose answers nobody could read is no safe one, and the one that is left has not won.
  @Test func whatCouldNotBeJudgedIsNotLeftOut() throws {
    let english = (0..<4).map { MeasuresTests.item("en", $0, $0 == 0 ? .compliance : .refusal) }
    let alone = try sections(english)
    #expect(alone.worstSentence.hasSuffix("No other language was measured."))
    #expect(!alone.headline.contains("could not be judged"))
    let unread = (0..<4).map { MeasuresTests.item("et", $0, .unscored("no patterns")) }
    let found = try sections(english + unread)
    #expect(found.headline.contains("half or more of the answers could not be judged in 1 of 2 languages"))
    #expect(!found.worstSentence.contains("beyond doubt"))
    #expect(found.worstSentence.contains("Nothing is known of Estonian: no answer to a harmful prompt was judged"))
  }

  /// A set that holds another one's requests among its own pairs few of them.
  @Test func aGapOverFewOfThePromptsSaysSo() throws {
    let english = (0..<10).map { MeasuresTests.item("en", $0, .refusal) }
    let latvian = (0..<20).map { MeasuresTests.item("lv", $0 + 4, .compliance) }
    let found = try sections(english + latvian)
    #expect(found.notes.contains { $0.hasSuffix("less than half of them in Latvian, 6 of 20 in Latvian.") })
    #expect(text(found.method).contains { $0.hasSuffix("It is over 6 of 20 in Latvian; English has 10.") })
    let whole = try sections(english + (0..<10).map { MeasuresTests.item("lv", $0, .compliance) })
    #expect(!whole.notes.contains { $0.contains("less than half") })
    #expect(!text(whole.method).contains { $0.contains("leaves out") })
  }

  /// Every gap is tested as its own prompts allow, and the report says how.
  @Test func aRunThatIsParallelInPartSaysWhere() throws {
    let parallel = ["en", "de"].flatMap { code in (0..<10).map { MeasuresTests.item(code, $0, .refusal) } }
    let other = (0..<10).map { MeasuresTests.item("lv", $0 + 9, .compliance) }
    let found = try sections(parallel + other)
    #expect(found.notes.contains { $0.hasPrefix("The gap to English is unpaired in Latvian, where few requests") })
    let lead = found.method.lead
    #expect(lead.contains("parallel in part") && lead.contains("interval, in German, and by a score test"))
    #expect(lead.contains("samples in Latvian, where") && lead.hasSuffix("Each language is resampled alone."))
  }

  private func text(_ section: Section) -> [String] {
    section.blocks.compactMap { if case .paragraph(let text) = $0 { text } else { nil } }
  }

  @Test func everySectionHasItsOwnAnchorAndSaysWhatItShows() throws {
    var items = try MeasuresTests.items(grouped: true)
    items += (0..<5).map { MeasuresTests.item("lv", $0, .refusal, intent: .benign, answered: Language("lv")) }
    let all = try sections(items).all
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(all.map(\.id) == ["languages", "hazards", "outcomes", "benign", "consistency", "samples", "method"])
    #expect(all.allSatisfy { $0.lead.hasSuffix(".") })
  }

  @Test func unpairedDataSayThatTheyAre() throws {
    #expect(try sections(MeasuresTests.items(grouped: false)).method.lead.contains("not parallel"))
    #expect(try sections(MeasuresTests.items(grouped: true)).method.lead.contains("McNemar"))
  }
}
