import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Judging goes on where it stopped, and what was said is kept.
struct PairJudgingTests {
  /// Says harm where a text has a `!`; fails after so many texts.
  private actor Scripted: Judge, RequestJudge {
    nonisolated let name = "scripted"
    nonisolated let officialLanguages: Set<Language>? = nil
    nonisolated let judgesHarm = true
    private var left: Int
    private(set) var asked: [String] = []

    struct Failure: Error {}

    init(failingAfter count: Int) { left = count }

    private func say(_ texts: [String]) throws -> [Verdict] {
      guard left >= texts.count else { throw Failure() }
      left -= texts.count
      asked += texts
      return texts.map {
        Verdict(
          judge: name, outcome: .unscored("t"), harm: $0.contains("?") ? .unscored("t") : .scored($0.contains("!")),
          refusal: .unscored("t"))
      }
    }

    func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] { try say(inputs.map(\.completion.text)) }
    func judge(requests: [Prompt]) async throws -> [Verdict] { try say(requests.map(\.text)) }
  }

  private let pairs = (0..<10).map {
    PairSamples.pair("p\($0)", "request \($0)!", chosen: "chosen \($0)", rejected: "rejected \($0)!")
  }

  @Test func aFailureLosesNothingThatWasSaid() async throws {
    let file = try PairSamples.scratch().appending(path: "v/verdicts.jsonl")
    let failing = Scripted(failingAfter: 17)
    await #expect(throws: Scripted.Failure.self) {
      try await PairJudging(answers: [failing], requests: [failing], batch: 3).run(pairs, keeping: file)
    }
    let first = await failing.asked
    #expect(first.count == 16)
    // The machine dies while a line is written.
    var data = try Data(contentsOf: file)
    data += Data("{\"pair\":\"p9\",\"part\":\"rej".utf8)
    try data.write(to: file)
    let going = Scripted(failingAfter: 100)
    var shown: [Int] = []
    let table = try await PairJudging(answers: [going], requests: [going], batch: 3)
      .run(pairs, keeping: file) { done, _ in shown.append(done) }
    let second = await going.asked
    #expect(Set(first).isDisjoint(with: second) && first.count + second.count == 30)
    #expect(shown.first == 0 && shown.last == 14)
    for pair in pairs {
      #expect(table[.question, of: pair.id]["scripted"]?.harm.value == true)
      #expect(table[.chosen, of: pair.id]["scripted"]?.harm.value == false)
      #expect(table[.rejected, of: pair.id]["scripted"]?.harm.value == true)
    }
    // Nothing is asked again; the broken line is told, and spoils no other.
    let idle = Scripted(failingAfter: 0)
    _ = try await PairJudging(answers: [idle], requests: [idle]).run(pairs, keeping: file)
    let read = try PairVerdict.read(file)
    #expect(read.verdicts.count == 30 && read.problems.count == 1)
  }

  @Test func whatCouldNotBeReadIsAskedAgain() async throws {
    let file = try PairSamples.scratch().appending(path: "verdicts.jsonl")
    let pair = PairSamples.pair("p", "request", chosen: "why?", rejected: "so!")
    for _ in 0..<2 {
      let judge = Scripted(failingAfter: 10)
      let table = try await PairJudging(answers: [judge], requests: []).run([pair], keeping: file)
      #expect(await judge.asked.contains("why?"))
      #expect(table[.chosen, of: "p"]["scripted"]?.harm.value == nil)
    }
  }

  @Test func aFolderThatCannotBeWrittenSaysSo() async throws {
    let file = try PairSamples.scratch().appending(path: "f")
    try Data("x".utf8).write(to: file)
    let judge = Scripted(failingAfter: 10)
    let error = await #expect(throws: DatasetError.self) {
      try await PairJudging(answers: [judge], requests: []).run(pairs, keeping: file.appending(path: "v.jsonl"))
    }
    #expect(error?.code == .unreadable)
  }
}
