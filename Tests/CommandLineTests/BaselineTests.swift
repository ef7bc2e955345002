import Foundation
import IsoglossCore
import Testing

/// A model before and after training through the command line: one report of both, over what training never saw.
@Suite(.serialized, .waitsForPrograms)
struct BaselineTests {
  private let folder: URL
  private let model: URL

  init() throws {
    folder = try Program.scratch()
    model = try TinyModelFolder.make(in: folder)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func eval(_ run: String, _ more: [String]) throws -> Program.Ending {
    try Program.run(["eval", "--model", model.path, "--max-new-tokens", "4", "--run", path(run)] + more)
  }

  @Test func beforeAndAfterTrainingStandInOneReport() throws {
    let trained = try Program.run(
      [
        "align", "--base", model.path, "--pairs", try TinyModelFolder.pairs(in: folder).path, "--out", path("aligned"),
        "--rate", "1e-2", "--rank", "4", "--batch", "6", "--dtype", "float32", "--threads", "1",
      ], environment: ["ISOGLOSS_HOME": path("home")])
    #expect(trained.status == 0, "\(trained.errors)")
    // A fifth of 14 harmful and of 14 harmless groups, in three languages.
    let prompts = ["--prompts", path("aligned/held-out.jsonl")]
    #expect(try eval("before.sqlite", prompts).status == 0)
    #expect(try eval("after.sqlite", prompts + ["--adapter", path("aligned")]).status == 0)

    let report = ["report", path("after.sqlite"), "--baseline", path("before.sqlite")]
    let text = try Program.run(report + ["--html", path("both.html")])
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.hasPrefix("Worst language: ") && text.output.contains("before it was"))
    for name in ["English", "German", "Latvian"] { #expect(text.output.contains(name)) }
    let page = try String(contentsOfFile: path("both.html"), encoding: .utf8)
    #expect(page.contains("Before and after") && page.contains("Latvian"))

    let json = try Program.run(report + ["--json"])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let change = try #require(object["change"] as? [String: Any])
    let languages = try #require(change["languages"] as? [[String: Any]])
    #expect(Set(languages.compactMap { $0["language"] as? String }) == ["en", "de", "lv"])
    for language in languages {
      for rate in ["attackSuccess", "overRefusal"] {
        let change = try #require(language[rate] as? [String: Any])
        let difference = try #require(change["difference"] as? [String: Any])
        #expect(difference["n"] as? Int == 2)
        let (before, after) = (try #require(change["before"] as? Double), try #require(change["after"] as? Double))
        #expect(difference["value"] as? Double == after - before)
      }
    }
  }

  @Test func runsOverOtherPromptsAreNotCompared() throws {
    let english = ["--prompts", "isogloss-12", "--languages", "en", "--limit", "1"]
    let latvian = ["--prompts", "isogloss-12", "--languages", "lv", "--limit", "1"]
    #expect(try eval("en.sqlite", english).status == 0 && eval("lv.sqlite", latvian).status == 0)
    let other = try Program.run(["report", path("en.sqlite"), "--baseline", path("lv.sqlite")])
    #expect(other.status == 1 && other.errors.contains("share no prompt"), "\(other.errors)")
    let missing = try Program.run(["report", path("en.sqlite"), "--baseline", path("nowhere.sqlite")])
    #expect(missing.status == 1 && missing.errors.contains("nowhere.sqlite"), "\(missing.errors)")
    // A run against itself: nothing changed, and it says so.
    let same = try Program.run(["report", path("en.sqlite"), "--baseline", path("en.sqlite")])
    #expect(same.status == 0 && same.output.contains("no change"), "\(same.errors)")
  }
}
