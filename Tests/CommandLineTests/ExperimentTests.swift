import Foundation
import Testing

/// A grid through the command line: whole, killed, changed, and its tables.
@Suite(.serialized, .waitsForPrograms)
struct ExperimentTests {
  private let folder: URL
  private let recipe: URL

  init() throws {
    folder = try Program.scratch()
    let model = try TinyModelFolder.make(in: folder)
    let pairs = try TinyModelFolder.pairs(in: folder)
    recipe = folder.appending(path: "grid.yaml")
    let text = folder.appending(path: "text")
    try FileManager.default.createDirectory(at: text, withIntermediateDirectories: true)
    for code in ["en", "de", "lv"] {
      try Data("A line in \(code).\nAnother one.\n".utf8).write(to: text.appending(path: "\(code).txt"))
    }
    try Data(
      """
      name: tiny-grid
      base: \(model.path)
      stage: {name: align, pairs: \(pairs.path), loss: dpo+sft, rate: 1e-2, batch: 6, rank: 4, mixture: {harmless: 1, repeats: true}}
      cells:
        - {mixtures: [english, balanced, "single:lv"], total: 36, seeds: [0]}
      evaluation: {prompts: isogloss-12, groups: 2, max-new-tokens: 4, text: \(text.path), lines: 2}
      """.utf8
    ).write(to: recipe)
    // References of this test's models do not belong among the user's; the language identifier is the user's.
    let home = folder.appending(path: "home")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let real =
      ProcessInfo.processInfo.environment["ISOGLOSS_HOME"].map { URL(filePath: $0) }
      ?? URL(filePath: NSHomeDirectory()).appending(path: ".cache/isogloss")
    try FileManager.default.createSymbolicLink(
      at: home.appending(path: "lid"), withDestinationURL: real.appending(path: "lid"))
  }

  private var environment: [String: String] { ["ISOGLOSS_HOME": folder.appending(path: "home").path] }

  private func grid(_ out: String, _ more: [String] = []) -> [String] {
    ["experiment", "run", recipe.path, "--out", folder.appending(path: out).path, "--threads", "1"] + more
  }

  private func run(_ arguments: [String]) throws -> Program.Ending {
    try Program.run(arguments, environment: environment)
  }

  /// Results by name, without times.
  private func results(_ out: String) throws -> [String: String] {
    let url = folder.appending(path: "\(out)/results")
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".json") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        let data = try Data(contentsOf: url.appending(path: name))
        var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        for key in ["seconds", "session"] { object[key] = nil }
        let plain = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        return (name, String(decoding: plain, as: UTF8.self))
      })
  }

  @Test func killedItGoesOnToTheSameResults() throws {
    let whole = try run(grid("whole"))
    #expect(whole.status == 0 && whole.errors.contains("[4/4] single-lv.total-36.seed-0"), "\(whole.errors)")
    let expected = try results("whole")
    #expect(expected.count == 4)
    for round in 0..<4 {
      let (process, finish) = try Program.start(grid("killed"), environment: environment, in: folder)
      // Once a run is begun that was not there before, at a seeded moment.
      let begun = {
        (try? FileManager.default.contentsOfDirectory(
          atPath: folder.appending(path: "killed/cells").path))?.count ?? 0
      }
      while process.isRunning, begun() < min(3, round) { usleep(2_000) }
      usleep(UInt32((round * 7919) % 11 * 20_000))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      _ = try finish()
    }
    let last = try run(grid("killed"))
    #expect(last.status == 0, "\(last.errors)")
    #expect(try results("killed") == expected)
    let again = try run(grid("killed"))
    #expect(again.status == 0 && !again.errors.contains("[1/"), "\(again.errors)")
  }

  @Test func statusAndTablesAreMadeOfWhatIsThere() throws {
    #expect(try run(grid("part", ["--limit", "2"])).status == 0)
    let status = try run(["experiment", "status", recipe.path, "--out", folder.appending(path: "part").path])
    #expect(status.status == 0 && status.output.contains("2 of 4 runs finished"), "\(status.output)\(status.errors)")
    let page = folder.appending(path: "p.html")
    let table = try run(
      ["experiment", "table", folder.appending(path: "part").path, "--full", "--html", page.path])
    #expect(table.status == 0 && table.output.hasPrefix("English alone leaves the other languages"), "\(table.errors)")
    for word in ["Table 1", "Table 2", "Table 3", "Figure 4", "Figure 6", "Figure 7"] {
      #expect(table.output.contains(word), "\(word)")
    }
    #expect(try String(contentsOf: page, encoding: .utf8).contains("asked in (the paper&#39;s Table 2)"))
    let json = try run(["experiment", "table", folder.appending(path: "part").path, "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["runs"] as? Int == 1)
  }

  @Test func otherSettingsInTheSameFolderAreRefused() throws {
    #expect(try run(grid("other", ["--limit", "1"])).status == 0)
    let text = try String(contentsOf: recipe, encoding: .utf8).replacing("max-new-tokens: 4", with: "max-new-tokens: 5")
    try Data(text.utf8).write(to: recipe)
    let ending = try run(grid("other"))
    #expect(ending.status == 1 && ending.errors.contains("made under other settings"), "\(ending.errors)")
    for (extra, says) in [
      (["--threads", "0"], "numbers from 1"), (["--limit", "0"], "numbers from 1"),
      (["--judges-only", "--without-slow-judges"], "nothing to do"),
    ] {
      let ending = try run(grid("other", extra))
      #expect(ending.status == 2 && ending.errors.contains(says), "\(ending.errors)")
    }
    let none = try run(["experiment", "table", folder.path])
    #expect(none.status == 1 && none.errors.contains("There is no finished run"), "\(none.errors)")
  }
}
