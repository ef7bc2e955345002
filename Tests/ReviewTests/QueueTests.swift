import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// A queue gives every item to as many annotators as the design wants, and to nobody needlessly.
struct QueueTests {
  private let now = Support.moment

  private func item(_ next: Queue.Next) -> String? { if case .item(let item, _) = next { item.id } else { nil } }

  /// Annotators take turns until nothing is left; what each answered.
  private func work(_ queue: inout Queue, _ names: [String]) -> [String: [String]] {
    var done: [String: [String]] = [:]
    var isMoving = true
    while isMoving {
      isMoving = false
      let given = names.map { ($0, item(queue.next(for: $0, now: now))) }
      for case (let name, let id?) in given {
        queue.finish(id, by: name)
        done[name, default: []].append(id)
        isMoving = true
      }
    }
    return done
  }

  @Test(arguments: [0.0, 0.2, 0.5, 1.0], [2, 3])
  func anOpenQueueGivesAShareToSeveral(overlap: Double, several: Int) throws {
    let items = Support.items(60)
    var queue = try Queue(items, design: .open(overlap: overlap, several: several), seed: 1)
    let done = work(&queue, ["anna", "ben", "carla"])
    let counts = done.values.flatMap { $0 }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    for language in ["en", "lv", "ar"] {
      let own = items.filter { $0.language?.code == language }
      let shared = own.count { counts[$0.id] == several }
      #expect(shared == Int((overlap * 20).rounded(.up)))
      #expect(own.count { counts[$0.id] == 1 } == 20 - shared)
    }
    #expect(done.values.allSatisfy { Set($0).count == $0.count })
    let progress = queue.progress(now: now)
    #expect(progress.finished == 60 && progress.given == progress.wanted && progress.taken == 0)
    #expect(progress.annotators.allSatisfy { $0.left == 0 })
  }

  @Test func theOrderIsSeededAndLanguagesTakeTurns() throws {
    func order(_ items: [Item], _ seed: UInt64) throws -> [String] {
      var queue = try Queue(items, design: .open(overlap: 0, several: 2), seed: seed)
      return work(&queue, ["anna"])["anna"] ?? []
    }
    let items = Support.items(30)
    let first = try order(items, 1)
    #expect(try order(items.reversed(), 1) == first)
    #expect(try order(items, 2) != first)
    let languages = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0.language?.code ?? "") })
    for turn in 0..<10 { #expect(Set(first[(3 * turn)..<(3 * turn + 3)].compactMap { languages[$0] }).count == 3) }
  }

  @Test func twoAtOnceAreNotGivenTheSameItemAndAReloadShowsItAgain() throws {
    var queue = try Queue(
      Support.items(2, languages: ["en"]), design: .open(overlap: 0, several: 2), seed: 1, lease: 60)
    let first = item(queue.next(for: "anna", now: now))
    #expect(item(queue.next(for: "anna", now: now + 30)) == first)
    let second = item(queue.next(for: "ben", now: now + 30))
    #expect(first != nil && second != nil && first != second)
    guard case .waiting(let until) = queue.next(for: "carla", now: now + 31) else {
      Issue.record("both are taken")
      return
    }
    #expect(until == now + 90)
    #expect(queue.progress(now: now + 31).taken == 2)
    // Anna has gone: her item is free again, and her late answer still counts.
    #expect(item(queue.next(for: "carla", now: until)) != nil)
    queue.finish(try #require(first), by: "anna")
    #expect(queue.progress(now: now).annotators.first { $0.annotator == "anna" }?.answered == 1)
  }

  @Test func whatIsPassedOverComesAgainOnRequest() throws {
    var queue = try Queue(Support.items(3, languages: ["en"]), design: .open(overlap: 0, several: 2), seed: 1)
    let first = try #require(item(queue.next(for: "anna", now: now)))
    queue.skip(first, by: "anna")
    let second = try #require(item(queue.next(for: "anna", now: now)))
    #expect(second != first)
    queue.skip(second, by: "anna")
    #expect(item(queue.next(for: "anna", revisit: true, now: now)) == first)
    queue.skip(first, by: "anna")
    #expect(item(queue.next(for: "anna", revisit: true, now: now)) == second)
    #expect(item(queue.next(for: "ben", now: now)) == first, "somebody else may know")
    queue.finish(second, by: "anna")
    #expect(queue.progress(now: now).annotators.first { $0.annotator == "anna" }?.skipped == 1)
    queue.skip(second, by: "anna")
    #expect(queue.progress(now: now).annotators.first { $0.annotator == "anna" }?.skipped == 1, "an answer stands")
  }

  @Test func annotatorsAreGivenLanguagesThatTheyRead() throws {
    var queue = try Queue(Support.items(6), design: .open(overlap: 0, several: 2), seed: 1)
    var found: [Language?] = []
    while case .item(let item, _) = queue.next(for: "anna", languages: [Language("lv")], now: now) {
      found.append(item.language)
      queue.finish(item.id, by: "anna")
    }
    #expect(found == [Language("lv"), Language("lv")])
  }

  @Test func pairsShareDisjointItems() throws {
    let items = (0..<90).map { "i\($0)" }
    let names = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
    let (shared, alone) = try Design.pairs(items, pairs: names, shared: 20, seed: 1)
    #expect(shared.map(\.count) == [20, 20, 20, 20] && Set(shared.joined()).count == 80)
    #expect(Set(shared.joined()).union(alone.values.joined()) == Set(items))
    #expect(try Design.pairs(items.reversed(), pairs: names, shared: 20, seed: 1).shared == shared)
    for bad in [[], [("a", "a")], [("a", "b"), ("b", "c")], [("", "b")]] {
      #expect(throws: ReviewError.self) { try Design.pairs(items, pairs: bad, shared: 20, seed: 1) }
    }
    for bad in [0, 23, .max] {
      #expect(throws: ReviewError.self) { try Design.pairs(items, pairs: names, shared: bad, seed: 1) }
    }
  }

  @Test func assignedItemsComeInTheirOrderToTheirAnnotatorsOnly() throws {
    let design = Design.assigned(["anna": ["i2", "i0"], "ben": ["i0"]])
    var queue = try Queue(Support.items(3), design: design, seed: 1)
    #expect(item(queue.next(for: "anna", now: now)) == "i2")
    queue.finish("i2", by: "anna")
    #expect(item(queue.next(for: "anna", now: now)) == "i0")
    #expect(item(queue.next(for: "ben", now: now)) == "i0", "blinded overlap: both answer it, at the same time too")
    #expect(queue.next(for: "carla", now: now) == .finished(skipped: 0))
    #expect(!queue.takes("i1", from: "anna") && queue.takes("i0", from: "ben"))
    #expect(queue.progress(now: now).wanted == 3)
  }

  @Test func badQueuesAreRefused() {
    let items = Support.items(3)
    #expect(throws: ReviewError.self) { try Queue(items + items, seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, design: .open(overlap: 1.1, several: 2), seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, design: .open(overlap: .nan, several: 2), seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, design: .open(overlap: 0.1, several: 1), seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, design: .assigned(["a": ["none"]]), seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, design: .assigned(["a": ["i1", "i1"]]), seed: 1) }
    #expect(throws: ReviewError.self) { try Queue(items, seed: 1, lease: 0) }
  }

  @Test func anEmptyQueueIsFinished() throws {
    var queue = try Queue([], seed: 1)
    #expect(queue.next(for: "anna", now: now) == .finished(skipped: 0))
    #expect(queue.progress(now: now).items == 0)
  }
}
