import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Answers by two sides, and their revision by principles of their language.
struct ReviseStageTests {
  private let folder: URL
  init() throws { folder = try Build.scratch("revise") }

  private func prompt(_ id: String, _ language: String = "pl", _ intent: Intent = .harmful) -> DataRow {
    DataRow(
      Prompt(
        id: id, language: Language(language), hazard: .S7, intent: intent, text: "request \(id)",
        provenance: Provenance(source: "t")))
  }

  private func writer(_ name: String, _ script: @escaping @Sendable (ChatRequest) -> String?) -> AnswerStage.Writer {
    AnswerStage.Writer(
      name: name, model: ScriptedChat(name, script: script), system: "In {language}.", decoding: Decoding())
  }

  @Test func refusalsAreChosenForHarmAndComplianceOtherwise() async throws {
    let stage = try AnswerStage(
      name: "answer", refusals: [writer("no") { "no to \($0.messages[1].content) \($0.messages[0].content)" }],
      compliances: [writer("yes") { $0.messages[1].content.hasSuffix("c") ? nil : "yes" }])
    let output = try await stage.run(
      [prompt("a"), prompt("b", "pl", .benign), prompt("c"), prompt("d")], in: StagePlace(work: folder, job: "j"))
    #expect(output.rows.map(\.id) == ["a", "b", "d"])
    #expect(output.rows[0].chosen?.text == "no to request a In Polish." && output.rows[0].rejected?.text == "yes")
    #expect(output.rows[1].chosen?.text == "yes")
    #expect(output.rows[2].chosen?.text == "no to request d In Polish.")
    #expect(output.dropped.map(\.reason) == ["no compliance: scripted failure"])
  }

  @Test func severalWritersMakeSeveralPairs() async throws {
    let stage = try AnswerStage(
      name: "answer", refusals: [writer("n1") { _ in "n1" }, writer("n2") { _ in "n2" }],
      compliances: [writer("y1") { _ in "y1" }, writer("y2") { _ in "y2" }, writer("y3") { _ in "y3" }])
    let output = try await stage.run([prompt("a")], in: StagePlace(work: folder, job: "j"))
    #expect(output.rows.map(\.id) == ["a.1", "a.2", "a.3"])
    #expect(output.rows.compactMap { $0.chosen?.text } == ["n1", "n2", "n1"])
    #expect(output.rows.compactMap { $0.rejected?.text } == ["y1", "y2", "y3"])
    #expect(throws: DatasetError.self) { _ = try AnswerStage(name: "a", refusals: [], compliances: []) }
  }

  private let constitution = Constitution(
    language: Language("pl"), culture: "Polska", isReviewed: false, sources: [],
    principles: [
      .init(id: "p1", hazards: [.S7], critique: "krytyka 1", revision: "poprawka 1"),
      .init(id: "p2", hazards: [], critique: "krytyka 2", revision: "poprawka 2"),
      .init(id: "p3", hazards: [.S1], critique: "krytyka 3", revision: "poprawka 3"),
    ])

  @Test func everyRoundTakesAPrincipleOfTheHazardAndKeepsTheTrail() async throws {
    let model = ScriptedChat("reviser") { request in
      let last = request.messages.last?.content ?? ""
      if request.id.hasPrefix("fails"), last.hasPrefix("poprawka") { return nil }
      return last.hasPrefix("krytyka") ? "found by \(last)" : "\"better by \(last)\""
    }
    let stage = try ReviseStage(name: "revise", side: .chosen, model: model, constitutions: [constitution], rounds: 3)
    var rows = ["a", "fails", "b"].map { prompt($0) } + [prompt("lv", "lv"), prompt("none")]
    for position in 0..<4 { rows[position].chosen = DataRow.Answer(text: "draft \(rows[position].id)", model: "m") }
    let output = try await stage.run(rows, in: StagePlace(work: folder, job: "j"))
    #expect(output.rows.map(\.id) == ["a", "b"])
    #expect(output.dropped.map(\.id) == ["fails", "lv", "none"])
    #expect(output.dropped[1].reason == "there are no principles in Latvian")
    let answer = try #require(output.rows.first?.chosen)
    #expect(answer.revisions.map(\.round) == [1, 2, 3])
    #expect(answer.revisions[0].before == "draft a" && answer.revisions[1].before.hasPrefix("better by poprawka"))
    #expect(Set(answer.revisions.prefix(2).map(\.principle)) == ["p1", "p2"])
    #expect(answer.revisions[2].principle == answer.revisions[0].principle)
    #expect(answer.revisions.allSatisfy { $0.critique == "found by krytyka \($0.principle.dropFirst())" })
    #expect(answer.text == "better by poprawka \(answer.revisions[2].principle.dropFirst())")
    // A row's principles depend on none of its neighbours.
    let alone = try await stage.run([rows[2]], in: StagePlace(work: folder, job: "k"))
    #expect(alone.rows.first == output.rows.last)
  }

  @Test func theConversationIsInTheOrderOfTheMethod() async throws {
    let model = ScriptedChat("m") { $0.messages.map { "\($0.role.rawValue): \($0.content)" }.joined(separator: "|") }
    var row = prompt("a")
    row.rejected = DataRow.Answer(text: "draft", model: "m")
    let stage = try ReviseStage(
      name: "r", side: .rejected, model: model,
      constitutions: [
        Constitution(
          language: Language("pl"), culture: "c", isReviewed: false, sources: [],
          principles: [.init(id: "p", hazards: [], critique: "criticise", revision: "rewrite")])
      ])
    let output = try await stage.run([row], in: StagePlace(work: folder, job: "j"))
    let answer = try #require(output.rows.first?.rejected)
    #expect(answer.revisions.first?.critique == "user: request a|assistant: draft|user: criticise")
    #expect(
      answer.text
        == "user: request a|assistant: draft|user: criticise|assistant: user: request a|assistant: draft|user: criticise"
        + "|user: rewrite")
  }
}
