import Foundation
import Testing

/// The documents' walks, walked: blocks under `<!-- run -->` are run in order, a page in one folder of its own.
///
/// Words of the mark: `status=N` for another exit status than 0, `loose` where what is printed differs from machine to
/// machine, `shared` for a block that needs `../shared/data`. Otherwise a `console` must print what it shows: `…` as a line
/// stands for any lines, within one for any text. A server of the documents is `scripts/servers/mini.py` here.
@Suite(.waitsForPrograms)
struct WalkthroughTests {
  /// Where documents have their server, and a model that it serves.
  private static let server = "127.0.0.1:8000"
  private static let served = "v1#./smollm2-135m-instruct"

  static let walks = Document.all.filter { $0.blocks.contains { $0.run != nil } }

  @Test func thereAreWalks() { #expect(Self.walks.count >= 6) }

  // The walks wait for one another and for other tests: the limit ends a deadlock and says nothing about speed.
  @Test(.timeLimit(.minutes(30)), arguments: walks)
  func everyStepHolds(document: Document) async throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = try Self.workplace(in: folder)
    let servers = document.text.contains(Self.server) ? try await MiniServers() : nil
    defer { servers?.stop() }
    for block in document.blocks {
      guard let marks = block.run else { continue }
      if marks.contains("shared"), !Program.hasShared {
        print("\(document.path):\(block.line) is not walked: there is no \(Program.shared.path)")
        continue
      }
      let status = marks.compactMap { $0.hasPrefix("status=") ? Int32($0.dropFirst(7)) : nil }.first ?? 0
      for step in Self.steps(block) {
        var command = step.command
        if let servers {
          command = command.replacing(Self.server, with: "127.0.0.1:\(servers.port)")
            .replacing(Self.served, with: "v1#target")
        }
        let ending = try Program.run(
          // Line by line, as a terminal shows both outputs.
          ["stdbuf", "-oL", "bash", "-c", "exec 2>&1; set -e; cd '\(place.path)'; \(command)"],
          environment: ["PATH": "\(place.path)/.bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "")"],
          executable: URL(filePath: "/usr/bin/env"))
        let step = (command: "\(document.path):\(block.line): \(step.command)", output: step.output)
        // What comes after a step that failed says nothing.
        try #require(
          ending.status == status, "\(step.command) ended with \(ending.status):\n\(ending.output.suffix(2000))")
        guard block.kind == "console", !marks.contains("loose") else { continue }
        let difference = Self.difference(shown: step.output, seen: Self.lines(ending.output))
        #expect(
          difference == nil, "\(step.command)\n\(difference ?? "")\nwhat was printed:\n\(ending.output.prefix(4000))")
      }
    }
  }

  /// A folder with the program and the project's data, recipes and scripts, as a checkout has them.
  private static func workplace(in folder: URL) throws -> URL {
    let files = FileManager.default
    let place = folder.appending(path: "isogloss")
    try files.createDirectory(at: place.appending(path: ".bin"), withIntermediateDirectories: true)
    try files.createSymbolicLink(at: place.appending(path: ".bin/isogloss"), withDestinationURL: Program.url)
    if Program.hasShared {
      try files.createDirectory(at: folder.appending(path: "shared"), withIntermediateDirectories: true)
      try files.createSymbolicLink(at: folder.appending(path: "shared/data"), withDestinationURL: Program.shared)
    }
    for name in ["data", "recipes", "examples", "scripts", "docs", "Tests"] {
      try files.createSymbolicLink(
        at: place.appending(path: name), withDestinationURL: Program.root.appending(path: name))
    }
    return place
  }

  /// Commands with what is shown below each; a block that is no console is one command.
  private static func steps(_ block: Document.Block) -> [(command: String, output: [String])] {
    guard block.kind == "console" else { return [(block.lines.joined(separator: "\n"), [])] }
    var steps: [(command: String, output: [String])] = []
    var isContinued = false
    for line in block.lines {
      if isContinued {
        steps[steps.count - 1].command += "\n" + line
      } else if line.hasPrefix("$ ") {
        steps.append((String(line.dropFirst(2)), []))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output.append(line)
        continue
      }
      isContinued = line.hasSuffix("\\")
    }
    return steps
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.components(separatedBy: "\n")
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The first shown line that was not printed in its place; null where all were.
  static func difference(shown: [String], seen: [String]) -> String? {
    var next = 0
    var mayPass = false
    for line in shown.map(trimmed) {
      if line == "…" {
        mayPass = true
        continue
      }
      let parts = line.components(separatedBy: "…")
      guard let place = seen[next...].firstIndex(where: { matches(trimmed($0), parts) }), mayPass || place == next
      else {
        return "not printed there: \(line)"
      }
      next = place + 1
      mayPass = false
    }
    return mayPass || next == seen.count ? nil : "printed, and not shown: \(seen[next])"
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Whether a line is these parts in order, with anything between them.
  private static func matches(_ line: String, _ parts: [String]) -> Bool {
    guard parts.count > 1 else { return line == parts[0] }
    guard line.hasPrefix(parts[0]), let last = parts.last, line.hasSuffix(last) else { return false }
    var rest = line.dropFirst(parts[0].count)
    for part in parts.dropFirst() where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  @Test(arguments: [
    (["a", "b"], ["a", "b"], true), (["a"], ["a", "b"], false), (["a", "…"], ["a", "b", "c"], true),
    (["a", "c"], ["a", "b", "c"], false), (["a", "…", "c"], ["a", "b", "c"], true),
    (["n = … [", "…"], ["n = 5 ["], true),
    (["n = … s"], ["n = 5 s"], true), (["n = … s"], ["n = 5 t"], false), ([], ["a"], false), (["…"], [], true),
  ])
  func comparison(shown: [String], seen: [String], holds: Bool) {
    #expect((Self.difference(shown: shown, seen: seen) == nil) == holds)
  }
}
