import Foundation
import IsoglossCore
import Synchronization
import Testing

@testable import TestServers

/// A survey as people make it: at a terminal that is killed, by a model on a server, with decisions, from exports.
@Suite(.waitsForPrograms)
struct SurveyTests {
  private let folder: URL
  private let survey: String
  private let count = 24

  init() throws {
    folder = try Program.scratch()
    survey = folder.appending(path: "survey").path
    let rows = (0..<count).map { number in
      #"{"id":"p\#(number)","title":"Paper \#(number)","abstract":"The safety of models in Zulu.","year":"2024"}"#
    }
    let papers = folder.appending(path: "papers.jsonl")
    try rows.joined(separator: "\n").write(to: papers, atomically: true, encoding: .utf8)
    for arguments in [["survey", "ingest", survey, papers.path], ["survey", "select", survey]] {
      let ending = try Program.run(arguments)
      try #require(ending.status == 0, "\(ending.errors)")
    }
  }

  private func annotations(by name: String) throws -> [Annotation] {
    let file = URL(filePath: survey).appending(path: "annotations/\(name).jsonl")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    // A last line without its end is being written.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return try lines.map { try JSONDecoder().decode(Annotation.self, from: Data($0.utf8)) }
  }

  /// Runs a program that reads these lines.
  private func run(_ arguments: [String], lines: [String]) throws -> Program.Ending {
    let input = folder.appending(path: "\(UUID().uuidString).in")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: input)
    return try Program.start(arguments, in: folder, input: try FileHandle(forReadingFrom: input)).finish()
  }

  private func answers(topic: String) -> [String] { [topic, "zu", "yes", "non-english-standalone", "1"] }

  @Test func aTerminalThatIsKilledInTheMiddleGoesOnWhereItWas() throws {
    let arguments = ["survey", "annotate", "hand", survey, "--by", "anna"]
    var kept = 0
    for kill in 0..<20 {
      let pipe = Pipe()
      let (process, finish) = try Program.start(arguments, in: folder, input: pipe)
      // One paper and a half: the half is lost, the whole one is not.
      let lines = answers(topic: "bias") + ["jailbreak", "zu"]
      try pipe.fileHandleForWriting.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
      if kill % 4 != 3 { while process.isRunning, try annotations(by: "anna").count < 5 * (kept + 1) { usleep(5_000) } }
      Foundation.kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      let now = try annotations(by: "anna")
      #expect(now.count >= 5 * kept && now.count <= 5 * (kept + 1), "an answer was lost, or came twice")
      kept = Set(now.map(\.item)).count
    }
    #expect(kept >= 15 && kept < count)
    let rest = (kept..<count).flatMap { _ in answers(topic: "bias") }
    let ending = try run(arguments, lines: rest)
    #expect(ending.status == 0 && ending.errors.contains("\(count - kept) papers annotated by anna, 0 are left"))
    let all = try annotations(by: "anna")
    #expect(all.count == 5 * count && Set(all.map { [$0.item, $0.question] }).count == 5 * count)
  }

  @Test func twoWhoDifferAreComparedAndDecided() throws {
    for name in ["anna", "ben"] {
      let lines = (0..<count).flatMap { answers(topic: name == "ben" && $0 < 3 ? "privacy" : $0 < 9 ? "2" : "3") }
      let ending = try run(["survey", "annotate", "hand", survey, "--by", name], lines: lines)
      #expect(ending.status == 0 && ending.errors.contains(" 0 are left"), "\(ending.errors)")
    }
    let agree = try Program.run(["survey", "agree", survey, "--json"])
    #expect(agree.status == 0 && agree.output.contains("\"kappa\""))
    let adjudicate = ["survey", "annotate", "adjudicate", survey, "--between", "anna, ben"]
    var ending = try run(adjudicate, lines: ["privacy", "toxicity", "q"])
    #expect(ending.errors.contains("2 of 3 disputed papers are decided"), "\(ending.errors)")
    ending = try run(adjudicate, lines: ["privacy"])
    #expect(ending.errors.contains("3 of 3 disputed papers are decided"), "\(ending.errors)")
    #expect(try annotations(by: "adjudicator").map(\.value) == ["privacy", "toxicity", "privacy"])
    #expect(!ending.output.contains("anna") && !ending.output.contains("ben"), "answers are not shown")
    let report = try Program.run(["survey", "report", survey])
    #expect(report.status == 0, "\(report.errors)")
    // A name that nobody bears would leave the others' labels to stand for both.
    for arguments in [
      ["survey", "report", survey, "--labels", "anna,bem"],
      ["survey", "agree", survey, "--annotators", "anna,ben,bem"],
      ["survey", "annotate", "adjudicate", survey, "--between", "anna,bem"],
    ] {
      let ending = try Program.run(arguments)
      #expect(ending.status == 2 && ending.output.isEmpty && ending.errors.contains("\"bem\""), "\(ending.errors)")
    }
    let twice = try Program.run(["survey", "report", survey, "--labels", "anna,ben,anna", "--json"])
    let once = try Program.run(["survey", "report", survey, "--labels", "anna,ben", "--json"])
    #expect(twice.output == once.output, "one voice each")
  }

  @Test func twoTerminalsOfOneAnnotatorAreRefused() throws {
    let arguments = ["survey", "annotate", "hand", survey, "--by", "anna"]
    let pipe = Pipe()
    let (process, finish) = try Program.start(arguments, in: folder, input: pipe)
    let lines = answers(topic: "bias")
    try pipe.fileHandleForWriting.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
    while process.isRunning, try annotations(by: "anna").isEmpty { usleep(5_000) }
    let second = try Program.run(arguments)
    #expect(second.status == 1 && second.errors.contains("another program"), "\(second.errors)")
    try pipe.fileHandleForWriting.close()
    #expect(try finish().status == 0)
    let hostile = try Program.run(["survey", "annotate", "hand", survey, "--by", "../x"])
    #expect(hostile.status == 1 && hostile.errors.contains("no annotator"))
  }

  private struct Answer: Encodable {
    var topic = "toxicity"
    var languages = ["zu"]
    var explicit = "yes"
    var kind = "non-english-standalone"
    var herd = 1
    var quotes: [String: String]
  }

  private struct Reply: Encodable {
    struct Choice: Encodable {
      struct Message: Encodable { var role = "assistant", content: String }
      var message: Message
      var finish_reason = "stop"
    }
    var choices: [Choice]
    var usage = ["prompt_tokens": 7, "completion_tokens": 3]
  }

  /// What a model says of a paper; it quotes what the fourth does not say.
  private static func reply(_ prompt: String) -> LoopbackServer.Act {
    let quote = prompt.contains("Title: Paper 3\n") ? "in Xhosa" : "models in Zulu"
    let answer = Answer(
      quotes: Dictionary(uniqueKeysWithValues: ["topic", "languages", "explicit", "kind", "herd"].map { ($0, quote) }))
    guard let text = try? JSONEncoder().encode(answer),
      let body = try? JSONEncoder().encode(
        Reply(choices: [.init(message: .init(content: String(decoding: text, as: UTF8.self)))]))
    else { return .drop }
    return .json(String(decoding: body, as: UTF8.self))
  }

  @Test func aModelOnAServerAnnotatesAndIsGoneOnFromAfterAKill() async throws {
    let count = count
    let half = AsyncStream.makeStream(of: Void.self)
    let isKilled = Atomic(false)
    try await LoopbackServer.with { seen in
      if seen.number > count / 2 { half.continuation.finish() }
      // Answers half, and the rest after the program has been killed.
      return seen.number <= count / 2 || isKilled.load(ordering: .relaxed) ? Self.reply(seen.prompt) : .hang
    } body: { server in
      let arguments = [
        "survey", "annotate", "model", survey, "--by", "qwen", "--model", server.address, "--concurrency", "4",
      ]
      let (process, finish) = try Program.start(arguments, in: folder)
      for await _ in half.stream {}
      Foundation.kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      isKilled.store(true, ordering: .relaxed)
      let kept = try annotations(by: "qwen")
      #expect(kept.count < 5 * count && kept.count % 5 == 0)
      // Used by the new thread alone.
      nonisolated(unsafe) let again = try Program.start(arguments, in: folder).finish
      let ending = try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try again() }) }
      }
      #expect(ending.status == 0, "\(ending.errors)")
      let all = try annotations(by: "qwen")
      #expect(all.count == 5 * count && Array(all.prefix(kept.count)) == kept)
      let odd = all.filter { $0.value == "unscored" }
      #expect(odd.map(\.item) == [String](repeating: "p3", count: 5))
      #expect(odd.allSatisfy { $0.comment?.contains("quotes what the paper does not say") == true })
      #expect(
        all.filter { $0.item != "p3" && $0.question == "languages" }.allSatisfy { $0.comment == "models in Zulu" })
      #expect(ending.output.contains("5 of \(5 * count) answers unscored"), "\(ending.output)")
    }
  }

  @Test func exportsOfArXivOpenReviewAndAnyTableRun() throws {
    let place = folder.appending(path: "example").path
    let ending = try Program.start(
      ["examples/survey/ingest.sh", place], environment: ["ISOGLOSS": Program.url.path], in: folder,
      executable: URL(filePath: "/bin/bash")
    ).finish()
    #expect(ending.status == 0, "\(ending.errors)")
    let text = try String(contentsOfFile: "\(place)/papers.jsonl", encoding: .utf8)
    struct Row: Decodable {
      var id: String
      var year: Int?
      var venues, sources: [String]
    }
    let papers = try text.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    // Six records of three exports; one paper is in two of them.
    #expect(papers.count == 5)
    #expect(papers.first { $0.sources.count == 2 }?.venues == ["iclr"], "the publication stands before its preprint")
    #expect(papers.first { $0.id == "v-1" }?.year == 2023 && papers.first { $0.id == "note-2" }?.year == 2024)
    #expect(ending.output.contains("English"))
  }
}
