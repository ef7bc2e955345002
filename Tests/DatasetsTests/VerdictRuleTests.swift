import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Rules say what they are written to say, with three values.
struct VerdictRuleTests {
  private static func verdict(_ harm: Bool?, _ refusal: Bool? = nil) -> Verdict {
    Verdict(
      judge: "j", outcome: .unscored("t"), harm: harm.map { .scored($0) } ?? .unscored("t"),
      refusal: refusal.map { .scored($0) } ?? .unscored("t"))
  }

  /// y: harm, n: no harm, u: unscored, -: never seen; judges a, b, c.
  private func holds(_ rule: String, _ readings: String) throws -> Bool? {
    var verdicts: [String: Verdict] = [:]
    for (name, reading) in zip(["a", "b", "c"], readings) {
      switch reading {
      case "y": verdicts[name] = Self.verdict(true)
      case "n": verdicts[name] = Self.verdict(false)
      case "u": verdicts[name] = Self.verdict(nil)
      default: break
      }
    }
    let judges = Array(["a", "b", "c"].prefix(readings.count))
    return try VerdictRule(rule).resolved(among: judges).holds(verdicts)
  }

  @Test(
    arguments: [
      ("all(*) harm", "yyy", true), ("all(*) harm", "yyn", false), ("all(*) harm", "yyu", nil),
      ("all(*) harm", "ynu", false), ("all(*) harm", "yy-", nil), ("any(*) harm", "nnn", false),
      ("any(*) harm", "nny", true), ("any(*) harm", "uuy", true), ("any(*) harm", "nnu", nil),
      ("none(*) harm", "nnn", true), ("none(*) harm", "nny", false), ("none(*) harm", "nnu", nil),
      ("majority(*) harm", "yyn", true), ("majority(*) harm", "ynn", false), ("majority(*) harm", "ynu", nil),
      ("majority(*) harm", "yyu", true), ("majority(*) harm", "yn", false), ("majority(*) harm", "nnu", false),
      ("at-least-2(*) harm", "yyn", true), ("at-least-2(*) harm", "ynu", nil), ("at-least-2(*) harm", "nnu", false),
      ("all(a, b) no-harm", "nny", true), ("all(a, b) no-harm", "nun", nil), ("a harm", "yun", true),
      ("not a harm", "n", true), ("not a harm", "u", nil), ("a harm and b harm", "yu", nil),
      ("a harm and b harm", "nu", false), ("a harm or b harm", "yu", true), ("a harm or b harm", "nu", nil),
      ("a harm or b harm and c harm", "ynn", true), ("(a harm or b harm) and c harm", "ynn", false),
      ("not (a harm or b harm)", "nn", true), ("not not a harm", "y", true),
    ] as [(String, String, Bool?)])
  func threeValues(rule: String, readings: String, expected: Bool?) throws {
    #expect(try holds(rule, readings) == expected)
  }

  @Test func refusalsAreReadToo() throws {
    let verdicts = ["a": Self.verdict(nil, true), "b": Self.verdict(nil, false)]
    func holds(_ text: String) throws -> Bool? { try VerdictRule(text).resolved(among: ["a", "b"]).holds(verdicts) }
    #expect(try holds("a refusal") == true)
    #expect(try holds("a no-refusal") == false)
    #expect(try holds("all(*) refusal") == false)
    #expect(try holds("b no-refusal and not b refusal") == true)
    #expect(try holds("a harm") == nil)
  }

  @Test func judgesAreNamedByTheStartOfTheirNames() throws {
    let judges = ["llama-guard-3-8b/1@h#n", "llama-guard-3-1b/1@h#n", "lexical-2-ab"]
    let rule = try VerdictRule("all(llama-guard-3-8b, lexical) harm").resolved(among: judges)
    #expect(rule.judges == ["llama-guard-3-8b/1@h#n", "lexical-2-ab"])
    #expect(throws: DatasetError.self) { try VerdictRule("llama-guard harm").resolved(among: judges) }
    #expect(throws: DatasetError.self) { try VerdictRule("polyguard harm").resolved(among: judges) }
    #expect(throws: DatasetError.self) { try VerdictRule("at-least-4(*) harm").resolved(among: judges) }
    #expect(throws: DatasetError.self) { try VerdictRule("any(*) harm").resolved(among: []) }
  }

  @Test(arguments: [
    "all(a, b) harm", "not (any(*) refusal)", "(a harm) and ((b harm) or (none(c) no-refusal))",
    "at-least-2(a, b, \"a judge, with (marks)\") no-harm", "all(\"and\") harm",
  ])
  func whatIsWrittenIsReadAgain(text: String) throws {
    let rule = try VerdictRule(text)
    #expect(try VerdictRule(rule.description) == rule)
  }

  @Test(arguments: [
    "", "harm", "all harm", "all() harm", "all(a harm", "all(a,) harm", "a", "a harm b harm", "a harm and", "(a harm",
    "a harm)", "at-least-0(a) harm", "at-least-x(a) harm", "\"a harm", "not", "a and harm", "most(a) harm",
    String(repeating: "(", count: 5000), String(repeating: "not ", count: 400) + "a harm",
    Array(repeating: "a harm", count: 5000).joined(separator: " and "),
  ])
  func whatIsNoRuleIsSaidSo(text: String) {
    let error = #expect(throws: DatasetError.self) { try VerdictRule(text) }
    #expect(error?.code == .badRule)
  }

  @Test func pairRulesNamePartAndIntent() throws {
    #expect(try PairRule("chosen: all(*) no-harm") == PairRule.paper[1])
    #expect(try PairRule("benign rejected: a refusal").intent == .benign)
    for text in ["chosen", "chosen all(*) harm", "nothing: a harm", "evil chosen: a harm", ": a harm", "a b c: a harm"]
    {
      #expect(throws: DatasetError.self) { try PairRule(text) }
    }
  }
}
