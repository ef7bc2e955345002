import Foundation
import IsoglossCore
import IsoglossStore
import Testing

/// A run with a real model through the command line: whole, interrupted, killed, changed.
@Suite(.serialized, .waitsForPrograms)
struct EvalTests {
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  private func arguments(_ run: String, _ more: [String] = []) -> [String] {
    [
      "eval", "--model", "smollm2-135m-instruct", "--languages", "en,pl,lv", "--limit", "14", "--max-new-tokens", "24",
      "--rows", "8", "--batch", "8", "--run", folder.appending(path: run).path,
    ] + more
  }

  private func items(_ run: String) throws -> [RunItem] {
    try RunStore.read(folder.appending(path: run)).items().map { item in
      var item = item
      item.completion?.seconds = 0
      return item
    }
  }

  @Test func killedTwentyTimesARunEndsAsAnUninterruptedOne() throws {
    let whole = try Program.run(arguments("whole.sqlite"))
    #expect(whole.status == 0, "\(whole.errors)")
    var answered = 0
    var kills = 0
    var inTheMiddle = 0
    var restarts = 0
    while kills < 20 {
      let (process, finish) = try Program.start(arguments("killed.sqlite"), in: folder)
      // Seeded moments: most while the program starts, every third soon after it has recorded another batch.
      if kills % 3 == 2 {
        while process.isRunning, recorded("killed.sqlite") <= answered { usleep(5_000) }
      }
      usleep(UInt32((kills * 7919) % 13 * 30_000))
      guard process.isRunning else {
        // It was done first: a fast machine, or one that looked too late. It is begun anew.
        _ = try finish()
        for name in ["killed.sqlite", "killed.sqlite-wal", "killed.sqlite-shm"] {
          try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
        answered = 0
        restarts += 1
        try #require(restarts < 5, "it was too fast to be killed")
        continue
      }
      kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      kills += 1
      let now = recorded("killed.sqlite")
      #expect(now >= answered, "a finished batch was lost")
      if now > 0, now < 84 { inTheMiddle += 1 }
      answered = now
    }
    #expect(kills == 20 && inTheMiddle >= 3, "killed \(kills) times, \(inTheMiddle) in the middle")
    let last = try Program.run(arguments("killed.sqlite"))
    #expect(last.status == 0, "\(last.errors)")
    for (found, wanted) in zip(try items("killed.sqlite"), try items("whole.sqlite")) {
      #expect(found == wanted)
    }
    #expect(try items("killed.sqlite").count == 84)
    #expect(withoutDates(last.output) == withoutDates(whole.output))
  }

  /// Answers on disk.
  private func recorded(_ run: String) -> Int {
    (try? RunStore.read(folder.appending(path: run)).answered().count) ?? 0
  }

  /// The report without dates and times of day, whichever line they are in.
  private func withoutDates(_ text: String) -> String {
    text.replacing(#/\d{4}-\d\d-\d\d([T ][\d:.]+(Z| UTC)?)?/#, with: "-")
  }

  @Test func ctrlCKeepsWhatIsFinishedAndSaysHowToGoOn() throws {
    let (process, finish) = try Program.start(arguments("interrupted.sqlite"), in: folder)
    while process.isRunning, (try? items("interrupted.sqlite").contains { $0.completion != nil }) != true {
      usleep(20_000)
    }
    kill(process.processIdentifier, SIGINT)
    let ending = try finish()
    if ending.status != 0 {
      #expect(ending.status == 130)
      #expect(ending.errors.contains("same command goes on"))
    }
    #expect(try Program.run(arguments("interrupted.sqlite")).status == 0)
    #expect(try items("interrupted.sqlite").allSatisfy { $0.completion != nil })
  }

  @Test func aChangedSettingIsRefusedWithTheDifference() throws {
    let small = ["--limit", "1"]
    #expect(try Program.run(arguments("same.sqlite", small)).status == 0)
    for (more, name) in [(["--max-new-tokens", "9"], "new tokens"), (["--system", "Be kind."], "system prompt")] {
      let ending = try Program.run(arguments("same.sqlite", small + more))
      #expect(ending.status == 1)
      #expect(ending.errors.contains("\(name): the run has"), "\(ending.errors)")
    }
  }

  @Test func textJSONAndPageComeFromOneComputation() throws {
    let page = folder.appending(path: "r.html")
    let run = arguments("one.sqlite", ["--limit", "2", "--html", page.path])
    let text = try Program.run(run)
    let json = try Program.run(["report", folder.appending(path: "one.sqlite").path, "--json"])
    let headline = try #require(text.output.split(separator: "\n").first)
    #expect(headline.hasPrefix("Worst language: "))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let measures = try #require(object["measures"] as? [String: Any])
    let worst = try #require(measures["worst"] as? [String: Any])
    let language = Language(try #require(worst["language"] as? String))
    #expect(headline.contains(language.name))
    let html = try String(contentsOf: page, encoding: .utf8)
    #expect(html.contains(language.name) && html.contains("<title>"))
    #expect(!html.contains("<script src") && !html.contains("<link rel"))
  }

  @Test(
    .enabled(if: Program.hasShared, "shared data is not there"), arguments: ["gemma-3-270m", "smollm2-135m-instruct"])
  func publicPromptsWork(model: String) throws {
    let run = folder.appending(path: "polyrefuse-\(model).sqlite")
    let ending = try Program.run([
      "eval", "--model", model, "--prompts", "polyrefuse:\(Program.shared.appending(path: "polyrefuse").path)",
      "--languages", "en,de,es,fr,it,pl", "--limit", "2", "--max-new-tokens", "12", "--run", run.path,
    ])
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(try RunStore.read(run).items().count == 24)
  }
}
