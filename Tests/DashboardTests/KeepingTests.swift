import Foundation
import Testing

@testable import IsoglossDashboard

/// What is made once and served many times.
struct KeepingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-kept-\(UUID().uuidString)")

  private actor Counter {
    var count = 0
    func next() -> Int {
      count += 1
      return count
    }
  }

  @Test func aCrowdWaitsForOneMakingAndAChangeMakesAnother() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "x")
    try Data("1".utf8).write(to: file)
    let (kept, counter) = (Kept<Int>(patience: 0, tick: 0), Counter())
    let version = try FileVersion(of: file)
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 { group.addTask { try await kept.value(at: version) { await counter.next() }.value } }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(values == [1])
    try Data("22".utf8).write(to: file)
    let later = try FileVersion(of: file)
    #expect(later != version && later.tag != version.tag)
    #expect(try await kept.value(at: later) { await counter.next() }.value == 2)
    #expect(try await kept.value(at: later) { await counter.next() }.value == 2)
    // While a file is written, what cost much is served for a while.
    let patient = Kept<Int>(patience: 1e9, tick: 0)
    #expect(try await patient.value(at: version) { await counter.next() }.value == 3)
    #expect(try await patient.value(at: later) { await counter.next() }.value == 3)
  }

  @Test func aFailureIsToldAndTriedAgain() async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("1".utf8).write(to: folder.appending(path: "x"))
    let (kept, version) = (Kept<Int>(), try FileVersion(of: folder.appending(path: "x")))
    await #expect(throws: DashboardError.self) {
      try await kept.value(at: version) { throw DashboardError(.unreadable, "no") }
    }
    #expect(try await kept.value(at: version) { 7 }.value == 7)
  }

  @Test func theLeastUsedPartsAreForgottenFirst() async {
    let cache = PageCache(most: 100_000)
    for number in 0..<50 {
      await cache.keep(String(repeating: "x", count: 10_000), as: "\(number)")
      _ = await cache.part("0")
    }
    #expect(await cache.bytes <= 100_000)
    #expect(await cache.part("0") != nil)
    #expect(await cache.part("1") == nil)
    await cache.keep(String(repeating: "x", count: 90_000), as: "large")
    #expect(await cache.part("large") == nil)
  }

  @Test(arguments: [
    ("a=1&b=2", ["a": "1", "b": "2"]), ("a=%C4%81+b", ["a": "ā b"]), ("a=%zz&b=%4", ["a": "%zz", "b": "%4"]),
    ("a", ["a": ""]), ("&&=x&a=1&a=2", ["": "x", "a": "2"]), ("a=%FF", ["a": "\u{FFFD}"]),
  ])
  func fieldsAreReadAsBrowsersWriteThem(text: String, values: [String: String]) {
    #expect(FormFields(text).values == values)
  }

  @Test func fieldsComeBackFromTheirQuery() {
    var fields = FormFields()
    fields["q"] = "a&b=c ā/%\u{0}"
    fields["f"] = "x/y.sqlite"
    fields["none"] = ""
    #expect(fields.query.hasPrefix("f=x/y.sqlite&q="))
    #expect(FormFields(fields.query).values == ["q": "a&b=c ā/%\u{0}", "f": "x/y.sqlite"])
  }
}
