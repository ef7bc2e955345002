import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// A session is one door for any number of annotators: what they answer is kept, corrected and compared.
struct SessionTests {
  private func session(_ url: URL = Support.place(), overlap: Double = 1, count: Int = 6) throws -> Session {
    try Session(
      form: Support.form, items: Support.items(count), design: .open(overlap: overlap, several: 2), seed: 3,
      journal: url)
  }

  @Test func anItemIsAskedAnsweredAndGone() async throws {
    let session = try session()
    let turn = try await session.next(for: "anna")
    guard case .work(let work) = turn else {
      Issue.record("there is work")
      return
    }
    #expect(work.questions.map(\.id) == ["kind", "languages", "note"] && work.answers.isEmpty)
    let receipt = try await session.record(Support.submission(work.item.id, by: "anna", kind: "B", languages: "LV en"))
    #expect(receipt.annotations.map(\.value) == ["b", "en lv"] && !receipt.isRepeat)
    #expect(try await session.next(for: "anna").item != work.item.id)
    let progress = await session.progress()
    #expect(progress.given == 1 && progress.wanted == 12)
    #expect(progress.annotators == [.init(annotator: "anna", answered: 1, skipped: 0, left: 5)])
  }

  @Test func aCorrectionCountsAndTheEarlierAnswerIsKept() async throws {
    let url = Support.place()
    var session: Session? = try session(url)
    let item = try #require(try await session?.next(for: "anna").item)
    _ = try await session?.record(Support.submission(item, by: "anna", kind: "a"))
    let next = try #require(try await session?.next(for: "anna").item)
    #expect(await session?.previous(for: "anna", before: next) == item)
    #expect(await session?.previous(for: "anna", before: item) == nil)
    let again = try #require(try await session?.work(on: item, for: "anna"))
    #expect(again.answers == ["kind": "a", "languages": "en"])
    _ = try await session?.record(Support.submission(item, by: "anna", kind: "c"))
    for _ in 0..<2 {
      #expect(await session?.annotations.map(\.value) == ["c", "en"])
      #expect(await session?.history(of: item, by: "anna").map(\.value) == ["a", "en", "c", "en"])
      #expect(await session?.progress().annotators.map(\.answered) == [1])
      session = nil
      session = try self.session(url)
    }
  }

  @Test func aRepeatedSendChangesNothing() async throws {
    let session = try session()
    let first = Support.submission("i0", by: "anna", kind: "a", key: "k")
    #expect(try await !session.record(first).isRepeat)
    _ = try await session.record(Support.submission("i0", by: "anna", kind: "b"))
    // The first page is sent again after the correction: the correction stands.
    #expect(try await session.record(first).isRepeat)
    #expect(await session.annotations.first?.value == "b")
    await #expect(throws: ReviewError.self) {
      try await session.record(Support.submission("i0", by: "anna", kind: "c", key: "k"))
    }
  }

  @Test func whatIsNoAnswerIsRefusedAndNothingIsKept() async throws {
    let url = Support.place()
    let session = try session(url)
    func code(_ item: String, _ answers: [String: String], by name: String = "anna", key: String = "k") async
      -> ReviewError.Code?
    {
      do {
        _ = try await session.record(Submission(key: key, item: item, annotator: name, answers: answers))
        return nil
      } catch { return (error as? ReviewError)?.code }
    }
    let good = ["kind": "a", "languages": "en"]
    #expect(await code("i0", [:]) == .badAnswer)
    #expect(await code("i0", ["kind": "a"]) == .badAnswer)
    #expect(await code("i0", ["kind": "z", "languages": "en"]) == .badAnswer)
    #expect(await code("i0", good.merging(["other": "x"]) { $1 }) == .badAnswer)
    #expect(await code("nowhere", good) == .notFound)
    for name in ["", "../x", "a b", ".a", "a\nb", String(repeating: "a", count: 99)] {
      #expect(await code("i0", good, by: name) == .badSetting)
    }
    #expect(await code("i0", good, key: "") == .badSetting)
    #expect(await code("i0", good, key: String(repeating: "k", count: 201)) == .badSetting)
    #expect(try Data(contentsOf: url).isEmpty)
    #expect(await code("i0", good) == nil)
  }

  @Test func whatIsPassedOverIsRemembered() async throws {
    let url = Support.place()
    var session: Session? = try session(url, count: 2)
    let first = try #require(try await session?.next(for: "anna").item)
    try await session?.skip(first, by: "anna", key: "s", comment: "garbled")
    session = nil
    session = try self.session(url, count: 2)
    let open = try #require(session)
    let second = try #require(try await open.next(for: "anna").item)
    #expect(second != first)
    _ = try await open.record(Support.submission(second, by: "anna"))
    #expect(try await open.next(for: "anna") == .finished(skipped: 1))
    #expect(try await open.next(for: "anna", revisit: true).item == first)
    #expect(await open.annotations.allSatisfy { $0.question != Form.skipped })
    _ = try await open.record(Support.submission(first, by: "anna"))
    #expect(try await open.next(for: "anna") == .finished(skipped: 0))
  }

  @Test func twoAtOnceAnswerEverythingOnceAndSharedItemsTwice() async throws {
    let url = Support.place()
    let session = try Session(
      form: Support.form, items: Support.items(60), design: .open(overlap: 0.2, several: 2), seed: 3, journal: url)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in ["anna", "ben"] {
        group.addTask {
          while case .work(let work) = try await session.next(for: name) {
            _ = try await session.record(Support.submission(work.item.id, by: name, kind: "b"))
            await Task.yield()
          }
        }
      }
      try await group.waitForAll()
    }
    let answers = await session.annotations.filter { $0.question == "kind" }
    #expect(Set(answers.map(\.item)).count == 60 && answers.count == 72)
    #expect(try Journal.annotations(of: url).count == 144)
    let rows = try await session.agreement(resamples: 50).rows
    #expect(rows.map(\.items) == [12, 12] && rows.allSatisfy { $0.raw?.value == 1 })
  }

  @Test func answersOfAnotherFormDoNotCountAndStay() async throws {
    let url = Support.place()
    do {
      let journal = try Journal(url)
      _ = try journal.append([Support.annotation("gone", "kind", "a", by: "anna")], key: "1")
      _ = try journal.append([Support.annotation("i0", "gone", "a", by: "anna")], key: "2")
      _ = try journal.append([Support.annotation("i0", "kind", "unscored", by: "anna")], key: "3")
      _ = try journal.append([Support.annotation("i0", "kind", "a", by: "anna")], key: "4")
    }
    let size = try Data(contentsOf: url).count
    let session = try session(url)
    #expect(session.foreign == 3)
    #expect(await session.annotations.count == 1)
    #expect(await session.progress().given == 0, "an item is done when all that is required is answered")
    #expect(try Data(contentsOf: url).count == size)
  }

  @Test func nobodyIsShownAnothersAnswers() async throws {
    let session = try session()
    _ = try await session.record(Support.submission("i0", by: "anna", kind: "c"))
    #expect(try await session.work(on: "i0", for: "ben").answers.isEmpty)
  }

  @Test func anAssignedItemIsItsAnnotatorsOnly() async throws {
    let session = try Session(
      form: Support.form, items: Support.items(2), design: .assigned(["anna": ["i0"]]), seed: 0,
      journal: Support.place())
    await #expect(throws: ReviewError.self) { try await session.record(Support.submission("i1", by: "anna")) }
    await #expect(throws: ReviewError.self) { try await session.work(on: "i0", for: "ben") }
    _ = try await session.record(Support.submission("i0", by: "anna"))
    #expect(await session.progress().finished == 1)
  }
}
