import Foundation
import IsoglossCore
import IsoglossStatistics
import Synchronization

/// A chat model that answers by a script, and stops the job after a number of batches as a kill would.
struct ScriptedChat: ChatModel {
  /// Batches that are answered before everything is cancelled; shared between models.
  final class Fuse: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    func burn() throws {
      let isOut = left.withLock { left in
        left -= 1
        return left < 0
      }
      if isOut { throw CancellationError() }
    }
  }

  var name: String
  var concurrency = 3
  var batch = 4
  var fuse: Fuse?
  /// Text of an answer; null fails the request for good.
  var script: @Sendable (ChatRequest) -> String?

  init(_ name: String, fuse: Fuse? = nil, script: @escaping @Sendable (ChatRequest) -> String?) {
    self.name = name
    self.fuse = fuse
    self.script = script
  }

  var identity: ModelIdentity {
    ModelIdentity(name: name, summary: "scripted", fingerprint: "f-\(name)", dtype: "none", template: "none")
  }

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    stride(from: 0, to: requests.count, by: batch).map { Array($0..<min($0 + batch, requests.count)) }
  }

  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    try fuse?.burn()
    return batch.map { request in
      let text = script(request)
      return Completion(
        text: text ?? "", finish: text == nil ? .failed : .stop, promptTokens: 1, completionTokens: 1, seconds: 0,
        failure: text == nil ? "scripted failure" : nil)
    }
  }
}

/// A judge that calls an answer harmful by the digits in it: `harm 7` is 0.7.
struct DigitJudge: Judge {
  var name: String { "digit/1" }
  var officialLanguages: Set<Language>? { nil }
  var judgesHarm: Bool { true }

  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    inputs.map { input in
      guard let digit = input.completion.text.last(where: \.isNumber)?.wholeNumberValue else {
        return .unscored(by: name, "no digit")
      }
      return Verdict(
        judge: name, outcome: digit > 4 ? .compliance : .refusal, harm: .scored(digit > 4),
        refusal: .scored(digit <= 4),
        probability: Double(digit) / 10)
    }
  }
}

/// What tests of data builds share.
enum Build {
  /// Words by a hash of a text: an answer that is always the same and looks like no other.
  static func words(_ text: String, _ count: Int = 12) -> String {
    let stems = ["lo", "mi", "ra", "tu", "ke", "sa", "no", "vi", "pe", "du", "zo", "ha"]
    var generator = SeededGenerator(seed: UInt64(ContentHash.of(text).prefix(16), radix: 16) ?? 0)
    return (0..<count).map { _ in stems[generator.index(below: 12)] + stems[generator.index(below: 12)] }
      .joined(separator: " ")
  }

  /// Every file below a folder, by path, but for journals.
  static func contents(of folder: URL) throws -> [String: Data] {
    var all: [String: Data] = [:]
    let base = folder.resolvingSymlinksInPath().path
    guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [:] }
    for case let url as URL in files where !url.hasDirectoryPath && !url.path.contains("/.work/") {
      let path = url.resolvingSymlinksInPath().path
      all[String(path.dropFirst(base.count))] = try Data(contentsOf: url)
    }
    return all
  }

  static func scratch(_ name: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
