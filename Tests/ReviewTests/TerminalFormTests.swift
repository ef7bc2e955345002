import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// At a terminal the same form is asked line by line.
struct TerminalFormTests {
  private func session(_ url: URL = Support.place()) throws -> Session {
    try Session(
      form: Support.form, items: Support.items(3), design: .assigned(["anna": ["i0", "i1", "i2"]]), seed: 0,
      journal: url)
  }

  private func run(_ lines: [String], _ session: Session) async throws -> (TerminalForm.Result, shown: [String]) {
    var lines = lines
    var shown: [String] = []
    let result = try await TerminalForm(
      session, annotator: "anna", read: { lines.isEmpty ? nil : lines.removeFirst() }, show: { shown.append($0) }
    ).run()
    #expect(lines.isEmpty, "every line is read")
    return (result, shown)
  }

  @Test func answersAreTakenByKeyByNameAndGoneBackFrom() async throws {
    let session = try session()
    let (result, shown) = try await run(["1", "nonsense here", "zu, EN", "b", "b", "c", "", ""], session)
    #expect(result == .init(answered: 1, left: 2))
    #expect(await session.annotations.map(\.value) == ["c", "en zu"])
    #expect(shown.contains { $0.contains("takes language codes") && $0.contains("q ends") })
    #expect(shown.contains { $0.contains("The text of 0") } && shown.contains { $0.contains("1 a  2 b  3 c") })
  }

  /// Several choices are taken by the keys that are shown, too.
  @Test func severalAreTakenByTheirKeys() async throws {
    let form = Form(
      name: "f",
      questions: [.init(id: "flaws", text: "What?", kind: .many, choices: [Form.Choice("long"), Form.Choice("odd")])])
    let session = try Session(
      form: form, items: Support.items(3), design: .assigned(["anna": ["i0", "i1", "i2"]]), seed: 0,
      journal: Support.place())
    let (result, shown) = try await run(["2, 1", "long, 2", "3", "none"], session)
    #expect(result == .init(answered: 3, left: 0))
    #expect(await session.annotations.map(\.value) == ["long, odd", "long, odd", "none"])
    #expect(shown.contains { $0.contains("1 long  2 odd") } && shown.contains { $0.contains("is \"3\"") })
  }

  @Test func itGoesBackToTheItemBefore() async throws {
    let session = try session()
    let (result, shown) = try await run(["1", "en", "", "b", "b", "3", "", "why", "q"], session)
    #expect(result == .init(answered: 1, left: 2))
    #expect(await session.annotations.map(\.value) == ["c", "en", "why"])
    #expect(await session.history(of: "i0", by: "anna").count == 5)
    #expect(shown.contains { $0.contains("[a]") }, "what was answered is shown")
  }

  @Test func whatIsPassedOverComesAgainInTheNextSitting() async throws {
    let url = Support.place()
    var open: Session? = try session(url)
    var result = try await run(["s", "1", "en", "", "s"], try #require(open)).0
    #expect(result == .init(answered: 1, left: 2))
    open = nil
    open = try session(url)
    result = try await run(["s", "2", "lv", ""], try #require(open)).0
    #expect(result == .init(answered: 1, left: 1))
    #expect(await open?.annotations.map(\.item) == ["i1", "i1", "i2", "i2"])
  }

  @Test func theEndOfTheInputEndsItAndHalfAnItemIsAskedAgain() async throws {
    let session = try session()
    #expect(try await run(["1"], session).0 == .init(answered: 0, left: 3))
    #expect(try await run([], session).0 == .init(answered: 0, left: 3))
    #expect(await session.annotations.isEmpty)
  }
}
