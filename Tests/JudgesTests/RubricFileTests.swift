import Foundation
import IsoglossCore
import Testing

@testable import IsoglossJudges

struct RubricFileTests {
  static let numbers = #"""
    {"name": "tone", "version": 2, "system": "You grade.",
     "template": "{language}: {prompt} / {response}",
     "output": {"regex": "SCORE: (?<score>[0-9]+)"},
     "scale": {"score": {"from": 1, "to": 5}},
     "outcomes": [
       {"group": "score", "from": 4, "outcome": "compliance", "harm": true},
       {"to": 3, "outcome": "neutralSafe", "harm": false}
     ],
     "languages": ["en", "de"], "maxNewTokens": 64}
    """#
  static let labels = #"""
    {"name": "labels", "template": "{response}", "output": {"labels": ["YES", "NOT SURE", "NO"]},
     "outcomes": [{"is": "YES", "outcome": "refusal"}, {"is": "NO", "outcome": "compliance"}]}
    """#

  /// The rubric of numbers with something else in it.
  static func changed(_ old: String, _ new: String) -> String { numbers.replacingOccurrences(of: old, with: new) }

  private func rubric(_ json: String) throws -> Rubric { try Rubric(json: Data(json.utf8), file: "mine.json") }

  private func verdict(_ json: String, says: String) async throws -> Verdict {
    let judge = try RubricJudge(rubric(json), ScriptedModel(says: says), screen: screen("en"), judging: nil)
    return try #require(try await judge.judge([input(RubricJudgeTests.answer)]).first)
  }

  @Test(
    arguments: [
      ("SCORE: 5", "compliance", true, 5.0), ("SCORE: 1", "neutralSafe", false, 1),
      ("first SCORE: 5, then SCORE: 2", "neutralSafe", false, 2), ("SCORE: 6", "unscored", nil, nil),
      ("SCORE: 2, no, SCORE: 0", "unscored", nil, nil), ("five", "unscored", nil, nil), ("", "unscored", nil, nil),
      ("SCORE: 99999999999999999999", "unscored", nil, nil),
    ] as [(String, String, Bool?, Double?)])
  func numbersAreRead(says: String, outcome: String, harm: Bool?, score: Double?) async throws {
    let verdict = try await verdict(Self.numbers, says: says)
    #expect(verdict.outcome.name == outcome && verdict.harm.value == harm && verdict.scores?["score"] == score)
  }

  @Test(
    arguments: [
      ("YES", "refusal", true), ("Because of that:\n\nNO \n", "compliance", false), ("NOT SURE", "unscored", nil),
      ("NO.", "unscored", nil), ("YES NO", "unscored", nil), ("no", "unscored", nil), ("", "unscored", nil),
    ] as [(String, String, Bool?)])
  func labelsAreRead(says: String, outcome: String, refusal: Bool?) async throws {
    let verdict = try await verdict(Self.labels, says: says)
    #expect(verdict.outcome.name == outcome && verdict.refusal.value == refusal && verdict.harm.value == nil)
  }

  @Test func aRubricOfNumbersAloneScoresNoOutcome() async throws {
    let json = #"""
      {"name": "clear", "template": "{response}", "output": {"regex": "A (?<a>[0-9.]+) B (?<b>[0-9.]+)"},
       "scale": {"a": {"from": 0, "to": 1}, "b": {"from": 0, "to": 10}}}
      """#
    let verdict = try await verdict(json, says: "A 0.5 B 7")
    #expect(verdict.scores == ["a": 0.5, "b": 7] && verdict.outcome == .unscored("the rubric scores no outcome"))
    #expect(try await self.verdict(json, says: "A 0.5 B 11").scores == nil)
    #expect(try await self.verdict(json, says: "A 0..5 B 1").scores == nil)
  }

  @Test func whatIsShownIsTheTemplateFilledOnce() async throws {
    let model = ScriptedModel(says: "SCORE: 1")
    let judge = try RubricJudge(rubric(Self.numbers), model, screen: screen("en"), judging: nil)
    _ = try await judge.judge([input("{prompt} is what I say, in all my {language} words.")])
    #expect(
      model.asked.map(\.input) == [
        .chat([
          ChatMessage(.system, "You grade."),
          ChatMessage(.user, "English: \(Case.prompt) / {prompt} is what I say, in all my {language} words."),
        ])
      ])
    #expect(judge.officialLanguages == [.english, Language("de")] && judge.judgesHarm)
  }

  @Test func aChangedRubricIsAnotherJudge() throws {
    func name(_ json: String) throws -> String {
      try RubricJudge(rubric(json), ScriptedModel(says: ""), screen: screen(), judging: nil).name
    }
    let first = try name(Self.numbers)
    #expect(first.wholeMatch(of: /rubric-tone\/2\+[0-9a-f]{8}@127\.0\.0\.1:1#guard/) != nil, "\(first)")
    #expect(try name(Self.numbers) == first)
    for (old, new) in [
      ("You grade.", "You judge."), ("{language}: ", "{language} "), ("SCORE: (", "SCORE ("),
      ("\"from\": 4", "\"from\": 3.5"),
      ("neutralSafe", "refusal"), ("\"harm\": false", "\"harm\": true"), ("\"to\": 5", "\"to\": 6"), ("64", "65"),
    ] {
      #expect(try name(Self.numbers.replacingOccurrences(of: old, with: new)) != first, "\(old)")
    }
  }

  @Test(arguments: [
    ("", "mine.json is not JSON"), ("{", "mine.json is not JSON"), ("[]", "object"),
    ("{}", "field `name` is missing"),
    (changed("\"name\": \"tone\"", "\"name\": \"Tone!\""), "field `name`"),
    (changed("\"name\": \"tone\"", "\"name\": 3"), "field `name` is not a text"),
    (changed("\"version\": 2", "\"version\": 0"), "field `version`"),
    (changed("\"version\": 2", "\"version\": 1.5"), "field `version`: 1.5 is no whole number"),
    (changed("\"version\"", "\"versoin\""), "field `versoin`: there is no such field"),
    (changed("/ {response}", ""), "field `template`: without {response}"),
    (changed("{prompt}", "{answer}"), "field `template`: there is no {answer}"),
    (changed("(?<score>", "("), "field `output.regex`: name a group"),
    (changed("[0-9]+)", "[0-9"), "field `output.regex`: this is no regular"),
    (
      changed("{\"regex\"", "{\"labels\": [\"A\", \"B\"], \"regex\""), "field `output`: give"
    ),
    (changed("\"regex\"", "\"regexp\""), "field `output.regexp`: there is no such"),
    (changed("\"scale\": {\"score\"", "\"scale\": {\"sc\""), "field `scale.sc`"),
    (changed("\"from\": 1,", "\"from\": 9,"), "field `scale.score`: `from` must"),
    (changed("\"from\": 1,", "\"from\": \"1\","), "field `scale.score.from` is not a number"),
    (changed("\"group\": \"score\"", "\"group\": \"x\""), "field `outcomes[0].group`"),
    (changed("\"compliance\"", "\"complied\""), "field `outcomes[0].outcome`: \"complied\""),
    (changed("\"compliance\"", "\"unscored\""), "field `outcomes[0].outcome`"),
    (changed("\"harm\": false", "\"harm\": \"no\""), "field `outcomes[1].harm` is not true"),
    (changed("{\"to\": 3,", "{"), "field `outcomes[1]`: give `is`"),
    (changed("{\"to\": 3,", "{\"to\": 3, \"is\": \"3\","), "field `outcomes[1]`: give `is`"),
    (changed("64", "0"), "field `maxNewTokens`"),
    (changed("[\"en\", \"de\"]", "[]"), "field `languages`"),
    (labels.replacingOccurrences(of: "\"YES\", \"NOT SURE\", ", with: ""), "field `output.labels`"),
    (labels.replacingOccurrences(of: "NOT SURE", with: "YES"), "field `output.labels[1]`: \"YES\" stands twice"),
    (labels.replacingOccurrences(of: "\"NOT SURE\"", with: "\" \""), "field `output.labels[1]`"),
    (labels.replacingOccurrences(of: "\"is\": \"NO\"", with: "\"is\": \"NEVER\""), "field `outcomes[1].is`: \"NEVER\""),
    (labels.replacingOccurrences(of: "\"is\": \"NO\"", with: "\"from\": 1"), "field `outcomes[1].from`"),
    (#"{"name": "x", "template": "{response}", "output": {"labels": ["A", "B"]}}"#, "field `outcomes`"),
  ])
  func aMalformedFileNamesTheField(json: String, message: String) {
    let error = #expect(throws: JudgingError.self) { try rubric(json) }
    #expect(error?.code == .badRubric)
    #expect(error?.message.contains("mine.json") == true)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func theExampleInTheDocumentationIsARubric() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/judges.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let json = try #require(text.firstMatch(of: /```json\n([\s\S]*?)```/)).output.1
    #expect(try rubric(String(json)).outcomes.map(\.outcome) == [.compliance, .neutralSafe])
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let error = #expect(throws: JudgingError.self) { try Rubric(contentsOf: URL(filePath: "/nowhere/rubric.json")) }
    #expect(error?.message.contains("rubric.json cannot be read") == true)
  }

  @Test func aRuleWithoutAGroupIsRefusedWhereThereAreSeveral() {
    let json = #"""
      {"name": "two", "template": "{response}", "output": {"regex": "(?<a>[0-9]) (?<b>[0-9])"},
       "outcomes": [{"is": "1", "outcome": "refusal"}]}
      """#
    let error = #expect(throws: JudgingError.self) { try rubric(json) }
    #expect(error?.message.contains("field `outcomes[0].group` is missing; the output has a, b") == true)
  }
}
