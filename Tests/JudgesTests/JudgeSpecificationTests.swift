import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossJudges

/// What `--judge` takes, and what it says about the rest.
struct JudgeSpecificationTests {
  private static let url = "http://127.0.0.1:8000/v1"

  private func kind(_ text: String) throws -> JudgeSpecification.Kind { try JudgeSpecification(text).kind }

  @Test func singleJudgesAreRead() throws {
    let url = Self.url
    #expect(try kind("lexical") == .lexical)
    #expect(try kind("probe") == .probe)
    #expect(try kind("llama-guard-3@\(url)") == .guardModel(.llamaGuard3, .served(url: url, model: nil), .chat))
    #expect(
      try kind("llama-guard-3-1b@\(url)#a/b:c@d")
        == .guardModel(.llamaGuard3Small, .served(url: url, model: "a/b:c@d"), .chat))
    #expect(
      try kind("polyguard/completions@HTTPS://h/v1#n")
        == .guardModel(.polyGuard, .served(url: "HTTPS://h/v1", model: "n"), .completions))
    #expect(try kind("llama-guard-3:/a/b.gguf") == .guardModel(.llamaGuard3, .local("/a/b.gguf"), .chat))
    #expect(try kind("adjudicator@\(url)#n") == .rubric(.adjudicator(seesPrompt: false), .served(url: url, model: "n")))
    #expect(
      try kind("adjudicator/with-prompt@\(url)#n")
        == .rubric(.adjudicator(seesPrompt: true), .served(url: url, model: "n")))
    #expect(try kind("strongreject@\(url)#n") == .rubric(.strongREJECT, .served(url: url, model: "n")))
    #expect(try kind("xstest@smollm2-135m-instruct") == .rubric(.xsTest, .local("smollm2-135m-instruct")))
    #expect(try kind("quality:/m") == .rubric(.quality, .local("/m")))
    #expect(
      try kind("rubric:/home/a@b/r.json@\(url)#n@x")
        == .rubric(.file("/home/a@b/r.json"), .served(url: url, model: "n@x")))
    #expect(try kind("rubric:r.json@/models/m") == .rubric(.file("r.json"), .local("/models/m")))
  }

  @Test func ensemblesAreRead() throws {
    let url = Self.url
    let text = "ensemble:llama-guard-3@\(url),polyguard@http://g/v1,adjudicator=http://a/v1#gpt"
    guard case .ensemble(.paper, let members, let adjudicator) = try kind(text) else {
      Issue.record("no ensemble")
      return
    }
    #expect(members.map(\.text) == ["llama-guard-3@\(url)", "polyguard@http://g/v1"])
    #expect(adjudicator?.kind == .rubric(.adjudicator(seesPrompt: false), .served(url: "http://a/v1", model: "gpt")))
    #expect(try JudgeSpecification(text).servers == [url, "http://g/v1", "http://a/v1"])
    // Where the adjudicator and the rule stand among the members does not matter.
    guard
      case .ensemble(.paper, let same, _?) = try kind(
        "ensemble:rule=paper,adjudicator@http://a/v1#g,polyguard@\(url),llama-guard-3:/g")
    else {
      Issue.record("no ensemble")
      return
    }
    #expect(same.count == 2)
    // Under another rule an adjudicator is a member like any other.
    guard
      case .ensemble(.majority, let three, nil) = try kind(
        "ensemble:polyguard@\(url),llama-guard-3@\(url),adjudicator@\(url)#x,rule=majority")
    else {
      Issue.record("no ensemble")
      return
    }
    #expect(three.count == 3)
  }

  @Test(arguments: [
    ("", "There is no judge"), ("lexical2", "There is no judge lexical2: write lexical, probe, llama-guard-3@http"),
    ("llamaguard@http://h/v1", "There is no judge"), ("llama-guard-3", "llama-guard-3 needs a place"),
    ("quality", "quality needs a place"),
    ("lexical@http://h", "There is no judge"), ("llama-guard-3@", "after @ stands http://HOST/v1#NAME"),
    ("llama-guard-3:", "local weights stand after a colon"),
    ("llama-guard-3:http://h/v1", "llama-guard-3@http://HOST/v1#NAME"),
    ("llama-guard-3/raw@http://h/v1", "stands chat or completions"), ("polyguard@http://", "has no host"),
    ("polyguard@http://h/v1#", "put #NAME after it"), ("adjudicator@http://h/v1", "put #NAME after it"),
    ("adjudicator/x@http://h/v1#n", "stands with-prompt"), ("xstest/x@http://h/v1#n", "has no variants"),
    ("rubric@http://h/v1#n", "rubric:FILE@"), ("rubric:r.json", "rubric:FILE@"),
    ("rubric:@http://h/v1#n", "rubric:FILE@"),
    ("ensemble", "There is no judge"), ("ensemble@http://h", "after a colon"), ("ensemble:", "a judge is missing"),
    ("ensemble:polyguard@http://h/v1,", "a judge is missing"), ("ensemble:polyguard@http://h/v1", "takes two guards"),
    ("ensemble:lexical,polyguard@http://h/v1", "does not judge harm"),
    ("ensemble:polyguard@http://h/v1,quality@http://h/v1#n,rule=any", "does not judge harm"),
    ("ensemble:polyguard@http://h/v1,xstest@http://h/v1#n,rule=any", "does not judge harm"),
    ("ensemble:polyguard@http://h/v1,polyguard@http://h/v1", "named twice"),
    ("ensemble:polyguard@http://h/v1,llama-guard-3:/g,rule=some", "a rule is given once"),
    ("ensemble:polyguard@http://h/v1,llama-guard-3:/g,rule=any,rule=any", "a rule is given once"),
    ("ensemble:polyguard@http://h/v1,llama-guard-3:/g,rule=any,adjudicator=http://h/v1#n", "asks no adjudicator"),
    ("ensemble:polyguard@http://h/v1,ensemble:llama-guard-3:/g", "single judges"),
    ("ensemble:polyguard:/a,llama-guard-3:/g,adjudicator=http://h/v1#n,adjudicator=http://i/v1#n", "one adjudicator"),
  ])
  func whatCannotBeReadSaysWhatToWrite(text: String, part: String) {
    let error = #expect(throws: JudgingError.self) { _ = try JudgeSpecification(text) }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
  }

  @Test func hostileTextsAreReadOrRefusedAndNeverTrap() throws {
    let pieces = [
      "ensemble:", "rubric:", "llama-guard-3", "polyguard", "adjudicator", "=", "@", ":", "#", ",", "/", "rule=any",
      "http://", "h", "\u{0}", "é", "💥", " ", "\n", "http://h/v1#n",
    ]
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        pieces[Int.random(in: pieces.indices, using: &generator)]
      }.joined()
      do {
        let read = try JudgeSpecification(text)
        #expect(read.text == text)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }
}
