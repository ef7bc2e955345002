import Foundation
import IsoglossCore
import Testing

/// `isogloss data build` as a user runs it: killed at random, with a dry run, with mistakes.
@Suite(.waitsForPrograms)
struct DataBuildTests {
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  private static let languages = ["de", "en", "lv", "pl"]

  /// refuseu-mini with principles of its own, its servers on another port, and a server in the embedded model's place.
  private func recipe(port: Int, target: String? = nil) throws -> URL {
    var text = try String(
      contentsOf: Program.root.appending(path: "recipes/refuseu-mini.yaml"), encoding: .utf8)
    text = text.replacing("127.0.0.1:8788", with: "127.0.0.1:\(port)")
    if let target { text = text.replacing("smollm2-135m-instruct", with: "\"\(target)\"") }
    let principles = folder.appending(path: "principles")
    try FileManager.default.createDirectory(at: principles, withIntermediateDirectories: true)
    for language in Self.languages {
      try """
      language: \(language)
      culture: test
      principles: [{id: p, critique: "Critique in \(language)?", revision: "Rewrite in \(language)."}]
      """.write(to: principles.appending(path: "\(language).yaml"), atomically: true, encoding: .utf8)
    }
    text = text.replacing("side: chosen\n", with: "side: chosen\n      principles: \(principles.path)\n")
    let url = folder.appending(path: "recipe-\(port).yaml")
    try text.write(to: url, atomically: true, encoding: .utf8)
    return url
  }

  private let environment = ["DEEPL_AUTH_KEY": "0e4c1b9a-mini-key:fx"]

  /// Waits outside the cooperative pool.
  private func finished(_ finish: @escaping () throws -> Program.Ending) async throws -> Program.Ending {
    nonisolated(unsafe) let finish = finish
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try finish() }) }
    }
  }

  /// Every file below a folder but for journals, by path.
  private func contents(of url: URL) throws -> [String: Data] {
    let base = url.resolvingSymlinksInPath().path
    var all: [String: Data] = [:]
    for case let file as URL in FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil) ?? .init()
    where !file.hasDirectoryPath && !file.path.contains("/.work/") {
      all[String(file.resolvingSymlinksInPath().path.dropFirst(base.count))] = try Data(contentsOf: file)
    }
    return all
  }

  @Test func killedTwentyTimesABuildEndsWithTheSameFiles() async throws {
    let servers = try await MiniServers()
    defer { servers.stop() }
    let recipe = try recipe(port: servers.port, target: "http://127.0.0.1:\(servers.port)/v1#target")
    func arguments(_ out: String) -> [String] {
      ["data", "build", recipe.path, "--out", folder.appending(path: out).path]
    }
    let straight = try await finished(
      Program.start(arguments("whole"), environment: environment, in: folder).finish)
    #expect(straight.status == 0, "\(straight.errors)")
    let files = try contents(of: folder.appending(path: "whole"))

    var events = servers.events.makeAsyncIterator()
    // What the first build asked is not counted.
    servers.ended(-1)
    while let event = await events.next() {
      if case .ended = event { break }
    }
    var generator = SystemRandomNumberGenerator()
    var kills = 0
    while kills < 20 {
      let (process, finish) = try Program.start(arguments("killed"), environment: environment, in: folder)
      nonisolated(unsafe) let wait = finish
      let number = kills
      Thread.detachNewThread {
        _ = try? wait()
        servers.ended(number)
      }
      var left = Int.random(in: 1...90, using: &generator)
      var hasEnded = false
      while let event = await events.next() {
        if case .request = event { left -= 1 }
        if left == 0 { kill(process.processIdentifier, SIGKILL) }
        if case .ended(number) = event {
          hasEnded = true
          break
        }
      }
      #expect(hasEnded)
      kills += 1
    }
    let last = try await finished(
      Program.start(arguments("killed"), environment: environment, in: folder).finish)
    #expect(last.status == 0, "\(last.errors)")
    let other = try contents(of: folder.appending(path: "killed"))
    #expect(Set(other.keys) == Set(files.keys))
    for (name, data) in files { #expect(other[name] == data, "\(name) differs") }
    for (name, data) in files.merging(other, uniquingKeysWith: { $1 }) {
      #expect(data.firstRange(of: Data("mini-key".utf8)) == nil, "the key is in \(name)")
    }
  }

  @Test func aDryRunAsksNobodyAndCountsEverything() throws {
    let recipe = try recipe(port: 9)
    let text = try Program.run(["data", "build", recipe.path, "--dry-run"])
    #expect(text.status == 0, "\(text.errors)")
    for word in ["translate", "rainbow", "answer", "revise", "deepl", "mutator", "estimated cost 0"] {
      #expect(text.output.contains(word), "\(word) is not in the dry run")
    }
    let json = try Program.run(["data", "build", recipe.path, "--dry-run", "--json"])
    struct Output: Decodable {
      struct Stage: Decodable {
        var stage: String
        var calls: Int
      }
      var stages: [Stage]
    }
    let stages = try JSONDecoder().decode(Output.self, from: Data(json.output.utf8)).stages
    // 12 seeds into three languages, at most 50 texts a call; 4 languages x 8 iterations x 4 proposals x 2 rewritings.
    #expect(stages.first?.stage == "translate" && stages.first?.calls == 1)
    #expect(stages.first { $0.stage == "rainbow" }?.calls == 256)
  }

  @Test func mistakesAreSaidInALine() async throws {
    let missing = try Program.run(["data", "build", "no.yaml"])
    #expect(missing.status == 1 && missing.errors.contains("no.yaml"))
    let recipe = try recipe(port: 9, target: "http://127.0.0.1:9/v1#target")
    let keyless = try Program.run(
      ["data", "build", recipe.path, "--out", folder.appending(path: "k").path], environment: ["DEEPL_AUTH_KEY": ""])
    #expect(keyless.status == 1 && keyless.errors.contains("DEEPL_AUTH_KEY"), "\(keyless.errors)")
    let url = folder.appending(path: "bad.yaml")
    try "name: x\nseeds: {pairs: isogloss-12}\nstages: [{fly: {}}]".write(to: url, atomically: true, encoding: .utf8)
    let bad = try Program.run(["data", "build", url.path])
    #expect(bad.status == 1 && bad.errors.contains("bad.yaml:3"), "\(bad.errors)")
  }
}
