import Foundation
import IsoglossCore
import Testing

@testable import IsoglossStore

/// A cache gives back what it was given, to every process that opens it, and nothing else.
struct ResponseCacheFileTests {
  private let folder: URL
  private var url: URL { folder.appending(path: "deep/responses.sqlite") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-cache-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func completion(_ text: String) -> Completion {
    Completion(text: text, finish: .length, promptTokens: 3, completionTokens: 2, seconds: 0.25)
  }

  @Test func whatIsStoredComesBackAlsoLaterAndElsewhere() async throws {
    let first = try ResponseCacheFile(at: url)
    let second = try ResponseCacheFile(at: url)
    try await first.store(completion("ā\u{0}\n💥"), for: "k")
    #expect(try await first.completion(for: "k") == completion("ā\u{0}\n💥"))
    #expect(try await second.completion(for: "k") == completion("ā\u{0}\n💥"))
    #expect(try await second.completion(for: "other") == nil)
    try await second.store(completion("new"), for: "k")
    #expect(try await first.completion(for: "k") == completion("new"))
    #expect(try await ResponseCacheFile(at: url).completion(for: "k") == completion("new"))
  }

  @Test func manyWritersAtOnceLoseNothing() async throws {
    let caches = try (0..<3).map { _ in try ResponseCacheFile(at: url) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<600 {
        group.addTask { try await caches[number % 3].store(completion("\(number)"), for: "k\(number)") }
      }
      try await group.waitForAll()
    }
    #expect(try await caches[0].count() == 600)
    for number in [0, 1, 299, 599] {
      #expect(try await caches[2].completion(for: "k\(number)")?.text == "\(number)")
    }
  }

  @Test func aRowThatCannotBeReadCountsAsAbsent() async throws {
    let cache = try ResponseCacheFile(at: url)
    try await cache.store(completion("x"), for: "k")
    for body in ["", "{", "[]", #"{"text":1}"#] {
      try await cache.replace("k", with: body)
      #expect(try await cache.completion(for: "k") == nil)
    }
    try await cache.store(completion("y"), for: "k")
    #expect(try await cache.completion(for: "k")?.text == "y")
  }

  @Test func aFileThatIsNoCacheIsRefusedAndLeftAsItIs() throws {
    let file = folder.appending(path: "other.txt")
    let text = String(repeating: "not a database, and longer than a page's header. ", count: 20)
    try Data(text.utf8).write(to: file)
    let error = #expect(throws: StoreError.self) { _ = try ResponseCacheFile(at: file) }
    #expect(error?.message.contains("--cache") == true)
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    #expect(throws: StoreError.self) { _ = try ResponseCacheFile(at: URL(filePath: "/proc/none/cache.sqlite")) }
  }
}
