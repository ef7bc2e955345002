import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

/// Against a transcription of the published measure in Python with fastText itself (scripts/goldens/languageid.py).
@Suite(.enabled(if: Place.isThere(Home.languageModel), "lid.176.ftz is not there: run make setup"))
struct ConsistencyTests {
  struct Counts: Decodable {
    var total: Int
    var whole_scored: Int
    var whole_passed: Int
    var scored: Int
    var passed: Int
    var word_total: Int
    var word_scored: Int
    var word_passed: Int
    var line_accuracy: Double?
    var whole_confusion: [String: Int]
    var line_confusion: [String: Int]
  }

  struct MadeUp: Decodable {
    var pairs: [[String]]
    var expected: Counts
  }

  private func same(_ found: LanguageConsistency, _ expected: Counts, _ name: String) {
    #expect(found.whole.total == expected.total, "\(name)")
    #expect(found.whole.scored == expected.whole_scored, "\(name)")
    #expect(found.whole.passed == expected.whole_passed, "\(name)")
    #expect(found.lines.total == expected.total, "\(name)")
    #expect(found.lines.scored == expected.scored, "\(name)")
    #expect(found.lines.passed == expected.passed, "\(name)")
    #expect(found.words.total == expected.word_total, "\(name)")
    #expect(found.words.scored == expected.word_scored, "\(name)")
    #expect(found.words.passed == expected.word_passed, "\(name)")
    #expect(abs((found.lineAccuracy ?? -1) - (expected.line_accuracy ?? -1)) < 1e-12, "\(name)")
    #expect(table(found.wholeConfusion) == expected.whole_confusion, "\(name)")
    #expect(table(found.lineConfusion) == expected.line_confusion, "\(name)")
  }

  private func table(_ confusion: LanguageConfusion) -> [String: Int] {
    Dictionary(
      confusion.cells.map { ("\($0.expected.code) \($0.found?.code ?? "unknown")", $0.count) }, uniquingKeysWith: +)
  }

  @Test func madeUpAnswers() throws {
    let golden = try Place.golden("consistency-made-up.json", as: MadeUp.self)
    let identifier = try FastTextIdentifier.embedded()
    let pairs = golden.pairs.map { (expected: Language($0[0]), text: $0[1]) }
    let all = LanguageConsistency.measure(pairs, with: identifier)
    same(all, golden.expected, "made up")
    // Merging parts gives the whole.
    var merged = LanguageConsistency.measure(pairs.prefix(7), with: identifier)
    merged.merge(LanguageConsistency.measure(pairs.dropFirst(7), with: identifier))
    #expect(merged == all)
    #expect(try JSONDecoder().decode(LanguageConsistency.self, from: JSONEncoder().encode(all)) == all)
  }

  static let outputs = Place.shared.appendingPathComponent("language_confusion/outputs_sample")

  @Test(.enabled(if: Place.isThere(outputs), "shared data is not there"))
  func realOutputs() throws {
    let golden = try Place.golden("consistency.json", as: [String: Counts].self)
    let identifier = try FastTextIdentifier.embedded()
    var cells: [String: [(expected: Language, text: String)]] = [:]
    for file in ["gpt-4-turbo", "llama-3-instruct", "mistral-8x7b"] {
      let rows = CommaSeparated.rows(
        try String(contentsOf: Self.outputs.appendingPathComponent("\(file).csv"), encoding: .utf8))
      let header = try #require(rows.first)
      let completion = try #require(header.firstIndex(of: "completion"))
      let task = try #require(header.firstIndex(of: "task"))
      let language = try #require(header.firstIndex(of: "language"))
      for row in rows.dropFirst() where row.count == header.count {
        cells["\(file)/\(row[task])/\(row[language])", default: []].append((Language(row[language]), row[completion]))
      }
    }
    #expect(Set(cells.keys) == Set(golden.keys))
    for (key, pairs) in cells {
      same(LanguageConsistency.measure(pairs, with: identifier), try #require(golden[key]), key)
    }
  }

  @Test func nothingToScoreIsNoRate() throws {
    let identifier = try FastTextIdentifier.embedded()
    let refusals = ["Nē.", "Nevaru.", ""].map { (expected: Language("lv"), text: $0) }
    let found = LanguageConsistency.measure(refusals, with: identifier)
    #expect(found.lines.rate == nil)
    #expect(found.lines.coverage == 0)
    #expect(found.lines.skipped == 3)
    #expect(found.words.total == 0)
    #expect(found.words.rate == nil)
    #expect(found.lineAccuracy == nil)
    #expect(found.whole.scored == 2)
    #expect(LanguageConsistency().whole.coverage == nil)
  }

  @Test func wordsFollowTheGivenList() throws {
    let identifier = try FastTextIdentifier.embedded()
    let answers = [(expected: Language("ru"), text: "Это обычный ответ на русском языке со словом kubernetes внутри.")]
    #expect(LanguageConsistency.measure(answers, with: identifier).words.rate == 0)
    let listed = ConsistencyRules(englishWords: ["house", "mixture"])
    #expect(LanguageConsistency.measure(answers, with: identifier, rules: listed).words.rate == 1)
  }

  @Test func scriptsWithoutSpacesHaveTokens() throws {
    let identifier = try FastTextIdentifier.embedded()
    let answers = [
      (expected: Language("zh"), text: "很抱歉我不能帮助您完成这个请求。"), (expected: Language("zh"), text: "不行。"),
      (expected: Language("ja"), text: "申し訳ありませんが、そのご依頼にはお答えできません。"),
      (expected: Language("zh"), text: "很抱歉我不能帮助您完成这个please请求谢谢。"),
    ]
    let found = LanguageConsistency.measure(answers, with: identifier)
    #expect(found.lines.scored == 3)
    #expect(found.lines.passed == 3)
    #expect(found.words.passed == 2)
  }
}

/// Rows of comma-separated values with quotes, as Python's csv writes them.
enum CommaSeparated {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var quoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if quoted {
        if scalar != "\"" {
          field.append(scalar)
        } else if scalars.first == "\"" {
          field.append(scalar)
          scalars.removeFirst()
        } else {
          quoted = false
        }
        continue
      }
      switch scalar {
      case "\"": quoted = true
      case ",":
        row.append(String(field))
        field = .init()
      case "\n":
        row.append(String(field))
        field = .init()
        rows.append(row)
        row = []
      case "\r": break
      default: field.append(scalar)
      }
    }
    if !row.isEmpty || !field.isEmpty { rows.append(row + [String(field)]) }
    return rows
  }
}
