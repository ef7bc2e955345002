import Foundation
import IsoglossCore
import Synchronization
import Testing

@testable import IsoglossEvaluation

/// Scores a text by a rule of its own, and keeps what it was asked.
final class ScriptedScorer: ScoringModel {
  private let rule: @Sendable (String, String) -> Double
  private let asked = Mutex<[[String]]>([])
  var prompts: [[String]] { asked.withLock { $0 } }

  init(_ rule: @escaping @Sendable (_ prompt: String, _ continuation: String) -> Double) { self.rule = rule }

  func logLikelihoods(_ items: [(prompt: String, continuation: String)]) async throws -> [Double] {
    asked.withLock { $0.append(items.map(\.prompt)) }
    return items.map { rule($0.prompt, $0.continuation) }
  }
}

struct CapabilityTests {
  private func question(
    _ number: Int, _ language: String = "en", subject: String = "law", answer: Int = 0,
    part: ChoiceQuestion.Part = .test
  ) -> ChoiceQuestion {
    ChoiceQuestion(
      id: "\(subject)/\(part.rawValue)/\(number).\(language)", group: "\(subject)/\(part.rawValue)/\(number)",
      language: Language(language), subject: subject, category: "Humanities", question: "\u{1F} Q\(number)? \n",
      options: ["w", "x", " y", ""], answer: answer, part: part)
  }

  @Test func theTemplateIsGlobalMMLUs() throws {
    let plain = "Q1?\nA. w\nB. x\nC.  y\nD. \nAnswer:"
    #expect(ChoicePrompt.text(question(1)) == plain)
    let questions = [
      question(8, part: .example), question(9, answer: 2, part: .example), question(7, "lv", part: .example),
      question(1),
    ]
    let task = try ChoiceTask(name: "t", questions, shots: 2, unit: .subject)
    #expect(task.questions.map(\.id) == ["law/test/1.en"])
    #expect(
      task.prompt(0)
        == "Q8?\nA. w\nB. x\nC.  y\nD. \nAnswer: A\n\nQ9?\nA. w\nB. x\nC.  y\nD. \nAnswer: C\n\n" + plain)
    let error = #expect(throws: EvaluationError.self) {
      try ChoiceTask(name: "t", questions, shots: 3, unit: .subject)
    }
    #expect(error?.code == .tooFewExamples)
    #expect(try ChoiceTask(name: "t", questions, shots: 0, unit: .subject).prompt(0) == plain)
  }

  private struct PromptGolden: Decodable {
    var shots: [String: Int]
    var prompts: [String: [String: String]]
  }
  private struct Row: Decodable {
    var sample_id, subject, subject_category, question, option_a, option_b, option_c, option_d, answer: String

    func question(_ language: String, _ part: ChoiceQuestion.Part) -> ChoiceQuestion {
      ChoiceQuestion(
        id: "\(sample_id).\(language)", group: sample_id, language: Language(language), subject: subject,
        category: subject_category, question: question, options: [option_a, option_b, option_c, option_d],
        answer: ChoicePrompt.letters.firstIndex(of: answer) ?? -1, part: part)
    }
  }

  @Test(arguments: [("first_n", ChoiceQuestion.Unit.subject), ("default", .category)])
  func promptsAreThoseOfLmEval(sampler: String, unit: ChoiceQuestion.Unit) throws {
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let golden = try JSONDecoder().decode(
      PromptGolden.self, from: Data(contentsOf: here.appending(path: "Goldens/choice-prompts.json")))
    var questions: [ChoiceQuestion] = []
    for language in ["de", "en", "lv", "pl"] {
      for (file, part) in [("dev", ChoiceQuestion.Part.example), ("test", .test)] {
        let url = here.appending(path: "../CommandLineTests/Goldens/choice/\(language)/\(file).jsonl")
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
          questions.append(try JSONDecoder().decode(Row.self, from: Data(line.utf8)).question(language, part))
        }
      }
    }
    let task = try ChoiceTask(name: "t", questions, shots: #require(golden.shots[sampler]), unit: unit)
    let hashes = try #require(golden.prompts[sampler])
    #expect(hashes.count == 100 && task.questions.count == 100)
    for (position, question) in task.questions.enumerated() {
      #expect(ContentHash.of(task.prompt(position)) == hashes[question.id], "\(question.id)")
    }
  }

  @Test func aLanguageBelowGuessingIsNotAboveIt() throws {
    // A quarter of forty in English, and two of forty in Latvian.
    let scores = [("en", 10), ("lv", 2)].flatMap { language, right in
      (0..<40).map { ChoiceScore(question($0, language), choice: $0 < right ? 0 : 1) }
    }
    let measures = try ChoiceMeasures(
      ChoiceScorer.Result(scores: scores, seconds: 1), task: "t", method: .likelihood, shots: 0, resamples: 500)
    #expect(measures.rows.map(\.isAtChance) == [true, false])
    #expect(measures.headline.contains("no language is above guessing"))
  }

  @Test func examplesMayBeDrawnAsPythonDraws() throws {
    let pool = (0..<5).map { question($0, answer: $0 % 4, part: .example) }
    let asked = (10..<13).map { question($0) }
    let task = try ChoiceTask(name: "t", pool + asked, shots: 2, unit: .category)
    // random.Random(1234).sample(range(5), 2), three times.
    let drawn = [[3, 0], [0, 4], [4, 0]]
    for (position, places) in drawn.enumerated() {
      #expect(task.prompt(position) == ChoicePrompt.text(asked[position], after: places.map { pool[$0] }))
    }
    let first = try ChoiceTask(name: "t", pool + asked, shots: 2, unit: .category, taking: .first)
    #expect(first.prompt(2) == ChoicePrompt.text(asked[2], after: pool.prefix(2)))
  }

  @Test func theFirstOfTheLargestIsChosenAndUnitsStayTogether() async throws {
    let questions = (0..<300).map { question($0, subject: $0 % 2 == 0 ? "law" : "art", answer: $0 % 4) }
    let task = try ChoiceTask(name: "t", questions, shots: 0, unit: .subject)
    #expect(task.portions(of: 100).map(\.count) == [150, 150])
    #expect(task.portions(of: 256).map(\.count) == [300])
    #expect(task.portions(of: 100).allSatisfy { Set($0.map { questions[$0].subject }).count == 1 })
    let model = ScriptedScorer { _, letter in letter == " B" || letter == " C" ? -1 : -2 }
    let result = try await ChoiceScorer(model).run(task)
    #expect(result.scores.map(\.id) == questions.map(\.id))
    #expect(result.scores.allSatisfy { $0.choice == 1 && $0.logLikelihoods == [-2, -1, -1, -2] })
    #expect(result.scores.count(where: \.isRight) == 75)
    // What an earlier sitting scored is not asked again.
    let known = result.scores.filter { $0.subject == "law" }
    let rest = ScriptedScorer { _, _ in 0 }
    let recorded = Mutex(0)
    let again = try await ChoiceScorer(rest).run(
      task, known: known, record: { scores in recorded.withLock { $0 += scores.count } })
    #expect(rest.prompts.flatMap { $0 }.count == 4 * 150)
    #expect(recorded.withLock { $0 } == 150)
    #expect(again.scores.filter { $0.subject == "law" } == known)
  }

  private func scores(_ language: String, right: Int, of count: Int, first: Int = 0) -> [ChoiceScore] {
    (0..<count).map { ChoiceScore(question(first + $0, language), choice: $0 < right ? 0 : 1) }
  }

  @Test func atChanceIsSaid() throws {
    let all = scores("en", right: 60, of: 100) + scores("lv", right: 27, of: 100)
    let measures = try ChoiceMeasures(
      ChoiceScorer.Result(scores: all, seconds: 1), task: "t", method: .likelihood, shots: 0, resamples: 500)
    #expect(measures.rows.map(\.isAtChance) == [false, true])
    #expect(measures.worst?.language == Language("lv"))
    #expect(measures.rows[1].gap?.value == -0.33)
    #expect(abs((measures.mean ?? 0) - 0.435) < 1e-12)
    #expect(measures.headline.hasPrefix("Worst language: Latvian, 27 %"))
    #expect(measures.headline.contains("at chance"))
    // Below chance is not at chance; nor is a hundredth above it with enough questions.
    let low = try ChoiceMeasures(
      ChoiceScorer.Result(scores: scores("pl", right: 5, of: 100), failed: 3, seconds: 1), task: "t",
      method: .generated,
      shots: 0, resamples: 500)
    #expect(!low.rows[0].isAtChance && low.failed == 3)
    let none = try ChoiceMeasures(
      ChoiceScorer.Result(scores: [], seconds: 0), task: "t", method: .likelihood, shots: 0, resamples: 500)
    #expect(none.worst == nil && none.headline == "No question was answered")
    let text = String(describing: measures.section)
    #expect(text.contains("at chance") && text.contains("guessing"))
  }

  @Test(
    arguments: [
      ("B", 1), ("The answer is C.", 2), ("(D)", 3), ("A", 0), ("A. because", 0), ("A dog barks", nil), ("A or B", nil),
      ("", nil), ("I do not know", nil), ("Berlin", nil), ("  the Danube. ", 1), ("b", nil), ("B, B and again B", 1),
    ] as [(String, Int?)])
  func lettersAreReadWhereOneIsNamed(answer: String, choice: Int?) {
    #expect(
      GenerativeChoice.choice(in: answer, options: ["The Rhine", "The Danube", "The Elbe", "The Vistula"]) == choice)
  }

  @Test func aFailedRequestIsNoWrongAnswer() async throws {
    let task = try ChoiceTask(name: "t", (0..<6).map { question($0) }, shots: 0, unit: .subject)
    let failing: Set = ["law/test/1.en", "law/test/4.en"]
    let result = try await GenerativeChoice(ScriptedModel(failing: failing)).run(task)
    #expect(result.failed == 2)
    #expect(result.scores.map(\.id) == [0, 2, 3, 5].map { "law/test/\($0).en" })
    #expect(result.scores.allSatisfy { $0.choice == nil && $0.logLikelihoods.isEmpty })
  }

  @Test func bitsPerByte() async throws {
    // One nat a byte: 1 / ln 2 bits. The Latvian line has two bytes more.
    let model = ScriptedScorer { prompt, text in prompt.isEmpty ? -Double(text.utf8.count) : .nan }
    let bits = try await TextBits(
      [
        (.english, ["abcd", "", "ab"]), (Language("lv"), ["āā", "x", "āb"]),
        (Language("de"), ["abcdefgh", "y", "abcd"]),
      ],
      model: model, resamples: 200)
    #expect(bits.lines == 2)
    #expect(bits.rows.allSatisfy { abs($0.perByte.value - 1 / log(2)) < 1e-12 })
    #expect(bits.rows.map(\.bytes) == [6, 7, 12])
    #expect(bits.rows.map { $0.overEnglish?.value } == [nil, 7.0 / 6, 2])
    #expect(bits.worst?.language == Language("de"))
    #expect(model.prompts.flatMap { $0 }.count == 6)
    await #expect(throws: EvaluationError.self) {
      try await TextBits([(.english, ["a", " "]), (Language("lv"), ["", "b"])], model: model)
    }
    await #expect(throws: EvaluationError.self) { try await TextBits([], model: model) }
  }

  private func pair(
    _ number: Int, _ language: String, _ behaviour: MatchedAnswers.Behaviour = .toxicity
  ) -> MatchedAnswers {
    MatchedAnswers(
      id: "\(behaviour)-\(number).\(language)", group: "\(behaviour)-\(number)", behaviour: behaviour,
      language: Language(language), prompt: "p\(number)", preferred: "good", dispreferred: "bad",
      provenance: Provenance(source: "test"))
  }

  @Test func marginsOfMatchedAnswers() async throws {
    // English prefers the good answer always, Latvian in every second pair.
    let model = ScriptedScorer { prompt, answer in
      let number = Double(prompt.dropFirst()) ?? 0
      return answer == " good" ? -1 - number : answer == " bad" ? -3 : .nan
    }
    let pairs = (0..<4).map { pair($0, "en") } + (2..<6).map { pair($0, "lv") }
    let margins = try await MarginScorer(model).run(pairs)
    #expect(margins.map(\.value) == [2, 1, 0, -1, 0, -1, -2, -3])
    let measures = try MarginMeasures(margins, resamples: 200)
    #expect(measures.rows.map(\.margin.value) == [0.5, -1.5])
    #expect(measures.rows.map(\.share.value) == [0.5, 0])
    // Pairs 2 and 3 stand in both.
    #expect(measures.rows[1].gap?.value == 0 && measures.rows[1].gap?.n == 2)
    #expect(measures.worst.map(\.language) == [Language("lv")])
    #expect(measures.headline.contains("Toxicity: worst in Latvian"))
    #expect(try MarginMeasures([]).headline == "No pair was scored")
  }

  @Test func refusalsAreScoredInTheChatFrame() async throws {
    let error = await #expect(throws: EvaluationError.self) {
      try await MarginScorer(ScriptedScorer { _, _ in 0 }).run([pair(1, "en", .refusal)])
    }
    #expect(error?.code == .noChatScores)
    let asText = try await MarginScorer(ScriptedScorer { $1 == " good" ? 1 : 0 }, frame: .text)
      .run([pair(1, "en", .refusal)])
    #expect(asText.map(\.value) == [1])
  }

  @Test func fluencyCountsWhatCannotBeUsed() async throws {
    func item(_ text: String?, _ language: String) -> RunItem {
      RunItem(
        prompt: Prompt(
          id: UUID().uuidString, language: Language(language), intent: .benign, text: "p",
          provenance: Provenance(source: "test")),
        completion: text.map {
          Completion(text: $0, finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0)
        }, verdicts: [:])
    }
    struct Screen: Judge {
      let name = "screen"
      let officialLanguages: Set<Language>? = nil
      let judgesHarm = false
      func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
        inputs.map { input in
          let outcome: Outcome =
            input.completion.text.isEmpty ? .empty : input.completion.text == "la la" ? .degenerate : .compliance
          return Verdict(judge: name, outcome: outcome, harm: .unscored(""), refusal: .unscored(""), raw: "")
        }
      }
    }
    let model = ScriptedScorer { _, text in -Double(text.utf8.count) * log(2) * 3 }
    let fluency = try await AnswerFluency(
      [item("fine", "en"), item("la la", "en"), item(nil, "en"), item("", "lv"), item("labi", "lv"), item("", "lv")],
      screen: Screen(), model: model, resamples: 200)
    #expect(fluency.rows.map(\.unusable.value) == [0.5, 2.0 / 3])
    #expect(fluency.rows.map(\.kinds) == [["degenerate": 1], ["empty": 2]])
    #expect(fluency.rows.allSatisfy { abs(($0.perByte?.value ?? 0) - 3) < 1e-12 })
    #expect(fluency.rows.allSatisfy { abs(($0.perplexity ?? 0) - 8) < 1e-9 })
    #expect(fluency.headline.contains("Latvian"))
    await #expect(throws: EvaluationError.self) {
      try await AnswerFluency([item(nil, "en")], screen: Screen(), model: model)
    }
  }
}
