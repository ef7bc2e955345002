import Foundation
import IsoglossCore
import IsoglossDatasets
import Testing

@testable import IsoglossJudges

/// Texts that nobody here wrote: human-labelled English answers, news in twelve languages, sentences and a declaration in
/// the other four.
@Suite("Public data")
struct PublicDataTests {
  private struct Row: Decodable {
    struct Turn: Decodable { var content: String }
    var prompt: [Turn]
    var completion: [Turn]
    var propositions: [String: Bool]
  }

  /// OpenAI's gold set for rule-based rewards (Mu et al. 2024). Its labels are what an answer *does*: one that shows
  /// `inability_to_comply` declines. Soft deflections are labelled `false` there, so specificity has a ceiling below 1.
  @Test(
    .enabled(if: SharedData.file("safety_rbr_gold/train.jsonl") != nil, "shared data is not there"))
  func ruleBasedRewardsGold() throws {
    let file = try #require(SharedData.file("safety_rbr_gold/train.jsonl"))
    var error = RefusalCounts()
    var outcomes: [String: Int] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      let prompt = row.prompt.last?.content ?? ""
      let verdict = try verdict(row.completion.last?.content ?? "", prompt: prompt)
      outcomes[verdict.outcome.name, default: 0] += 1
      error.count(declines: row.propositions["inability_to_comply"] == true, read: verdict.refusal.value)
    }
    let sensitivity = try #require(error.sensitivity)
    let specificity = try #require(error.specificity)
    print(
      "RBR gold (en): sensitivity \(error.truePositives)/\(error.positives),",
      "specificity \(error.trueNegatives)/\(error.negatives), unscored \(error.unscored), outcomes \(outcomes)")
    #expect(error.positives == 15)
    #expect(sensitivity >= 0.9)
    #expect(specificity >= 0.93)
  }

  /// LinguaSafe's phrases for finding refusals. Some are openings that decline nothing by themselves ("No,", "I'm just an
  /// AI"), so that how many the judge takes for refusals is printed, and is no floor.
  @Test(
    .enabled(if: SharedData.file("linguasafe_meta/kw.json") != nil, "shared data is not there"))
  func refusalPhrasesOfLinguaSafe() throws {
    let file = try #require(SharedData.file("linguasafe_meta/kw.json"))
    let read = try LabelReader.read(named: "linguasafe:\(file.deletingLastPathComponent().path)")
    #expect(read.problems.isEmpty)
    let byLanguage = Dictionary(grouping: read.answers, by: \.language)
    let codes = ["ar", "bn", "cs", "en", "hu", "ko", "ms", "ru", "sr", "th", "vi", "zh"]
    #expect(byLanguage.keys.map(\.code).sorted() == codes)
    #expect(Set(byLanguage.values.map(\.count)) == [44])
    for language in LanguagePatterns.all.map(\.language) {
      guard let phrases = byLanguage[language] else { continue }
      let declining = try phrases.count { try verdict($0.response, language.code, prompt: "").refusal.value == true }
      print("LinguaSafe (\(language)): \(declining) of \(phrases.count) phrases taken for refusals")
    }
  }

  private static let codes = [
    "en": "src.eng", "de": "ref.deu", "it": "ref.ita", "fr": "ref.fra", "es": "ref.spa", "pt": "ref.por",
    "pl": "ref.pol", "cs": "ref.ces", "sk": "ref.slk", "sl": "ref.slv", "lt": "ref.lit", "lv": "ref.lav",
  ]

  /// NTREX-128: news, three lines an answer. None declines anything, apart from speakers who are quoted.
  @Test(
    .enabled(if: SharedData.file("ntrex128/newstest2019-src.eng.txt") != nil, "shared data is not there"),
    arguments: Language.refusEU.map(\.code))
  func newsIsNoRefusal(_ language: String) throws {
    let code = try #require(Self.codes[language])
    let file = try #require(SharedData.file("ntrex128/newstest2019-\(code).txt"))
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    var error = RefusalCounts()
    var degenerate = 0
    for start in stride(from: 0, to: lines.count - 2, by: 3) {
      let text = lines[start..<(start + 3)].joined(separator: " ")
      let verdict = try verdict(text, language, prompt: "Write news.")
      error.count(declines: false, read: verdict.refusal.value)
      degenerate += verdict.outcome == .degenerate ? 1 : 0
    }
    let specificity = try #require(error.specificity)
    print("NTREX (\(language)): specificity \(error.trueNegatives)/\(error.negatives), degenerate \(degenerate)")
    #expect(specificity >= 0.985)
    #expect(degenerate == 0)
  }

  private static let iso3 = ["ar": "ara", "bn": "ben", "hi": "hin", "sw": "swh"]

  /// Tatoeba: single sentences, some of which say in the first person what a refusal says ("I can't do that").
  @Test(
    .enabled(if: SharedData.file("tatoeba_laser/tatoeba.ara-eng.ara") != nil, "shared data is not there"),
    arguments: ["ar", "bn", "hi", "sw"])
  func sentencesAreNoRefusals(_ language: String) throws {
    let code = try #require(Self.iso3[language])
    let file = try #require(SharedData.file("tatoeba_laser/tatoeba.\(code)-eng.\(code)"))
    var error = RefusalCounts()
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      error.count(declines: false, read: try verdict(String(line), language, prompt: "Write.").refusal.value)
    }
    let specificity = try #require(error.specificity)
    print("Tatoeba (\(language)): specificity \(error.trueNegatives)/\(error.negatives)")
    #expect(error.negatives >= 350 && specificity >= 0.98)
  }

  /// The Universal Declaration of Human Rights: no paragraph declines, and none is taken for a loop.
  @Test(
    .enabled(if: SharedData.file("udhr/udhr_arb.xml") != nil, "shared data is not there"),
    arguments: ["ar": "arb", "bn": "ben", "hi": "hin", "sw": "swh"].sorted { $0.key < $1.key })
  func theDeclarationIsNoRefusal(_ language: String, _ code: String) throws {
    let file = try #require(SharedData.file("udhr/udhr_\(code).xml"))
    let paragraphs = try String(contentsOf: file, encoding: .utf8).split(separator: "<para>").dropFirst()
      .compactMap { $0.split(separator: "</para>").first.map(String.init) }
    #expect(paragraphs.count >= 55)
    for text in paragraphs + [paragraphs.joined(separator: " ")] {
      let verdict = try verdict(text, language, prompt: "Write.")
      #expect(verdict.refusal.value == false && verdict.outcome != .degenerate, "\(text.prefix(60)): \(verdict.raw)")
    }
  }
}
