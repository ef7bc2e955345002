import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IsoglossCore
import IsoglossEvaluation
import Testing

@testable import IsoglossDashboard

/// What the pages about runs show.
struct PagesTests {
  @Test func theFirstPageNamesTheWorstLanguageOfEachRun() async throws {
    let folder = try FolderFixture()
    try folder.makeRun("a/first.sqlite")
    try Data("no run".utf8).write(to: folder.url.appending(path: "broken.sqlite"))
    try await folder.visit { client in
      let page = try await client.page("/")
      #expect(page.contains("<a href=\"/run?f=a/first.sqlite\">"))
      #expect(page.contains("Arabic (ar)") && page.contains("50 %"))
      #expect(page.contains("24 of 24"))
      #expect(page.contains("broken.sqlite cannot be read as a run."))
    }
  }

  @Test func aRunShowsItsReportAndTheWayToItsWorstLanguage() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let page = try await client.page("/run?f=run.sqlite") { $0.contains("Which language is worst") }
      #expect(page.contains("Worst language: Arabic"))
      #expect(page.contains("/samples?f=run.sqlite&amp;language=ar&amp;intent=harmful"))
      let other = try await client.page("/run?f=run.sqlite&judge=judge-b") { $0.contains("Which language is worst") }
      #expect(other.contains("not the run&#39;s primary judge"))
      _ = try await client.page("/run?f=run.sqlite&judge=nobody", status: .notFound)
    }
  }

  @Test(arguments: [
    ("language=lv", 8), ("language=lv&intent=harmful", 4), ("outcome=compliance&intent=harmful", 3),
    ("outcome=compliance&judge=judge-b", 0), ("hazard=S1", 12), ("hazard=S99", 0), ("language=xx", 0), ("q=gladly", 15),
    ("q=%25", 0), ("page=99", 24), ("page=-1", 24), ("page=99999999999999999999", 24),
  ])
  func filtersCountWhatTheySay(query: String, count: Int) async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let page = try await client.page("/samples?f=run.sqlite&\(query)")
      #expect(page.contains("<p>\(count) of 24 answers"), "\(query)")
    }
  }

  @Test func longListsHavePagesAndAnswersStandBehindAWarning() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let first = try await client.page("/samples?f=run.sqlite")
      #expect(first.contains("Page 1 of 2") && first.contains("rel=\"next\""))
      #expect(first.contains("<details class=\"samples\">") && first.contains("Content warning."))
      #expect(first.components(separatedBy: "<article").count == 21)
      let second = try await client.page("/samples?f=run.sqlite&page=2")
      #expect(second.contains("rel=\"prev\"") && second.components(separatedBy: "<article").count == 5)
      #expect(second.contains("lang=\"ar\" dir=\"rtl\""))
    }
  }

  @Test func anAnswerHasAllReadingsAndItsSiblings() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let page = try await client.page("/sample?f=run.sqlite&id=g0.harmful.lv&back=/samples?f=run.sqlite")
      #expect(page.contains("g0.harmful.lv: Gladly."))
      #expect(page.contains("judge-a") && page.contains("judge-b"))
      #expect(page.contains("id=g0.harmful.ar") && !page.contains("id=g1.harmful.ar"))
      _ = try await client.page("/sample?f=run.sqlite&id=nothing", status: .notFound)
    }
  }

  /// More runs than searches that are allowed at once are one search.
  @Test func aSearchThroughManyRunsIsOne() async throws {
    let folder = try FolderFixture()
    for number in 0..<25 { try folder.makeRun("run-\(number).sqlite", languages: ["en", "lv"], groups: 1) }
    try await folder.visit { client in
      let page = try await client.page("/search?q=in+lv")
      #expect(page.components(separatedBy: ": 2 answers</li>").count - 1 == 25)
    }
  }

  @Test func searchLooksThroughEveryRun() async throws {
    let folder = try FolderFixture()
    try folder.makeRun("one.sqlite")
    try folder.makeRun("two.sqlite", languages: ["en"])
    try await folder.visit { client in
      let page = try await client.page("/search?q=in+lv")
      #expect(page.contains("one.sqlite") && page.contains("8 answers") && !page.contains("two.sqlite"))
      #expect(try await client.page("/search").contains("Which runs"))
    }
  }

  @Test func whatIsWrittenMeanwhileIsSeen() async throws {
    let folder = try FolderFixture()
    let url = try folder.makeRun(answered: 10)
    try await folder.visit { client in
      #expect(try await client.page("/samples?f=run.sqlite").contains("10 of 10 answers"))
      #expect(try await client.page("/api/run?f=run.sqlite").contains("\"done\":10"))
      // The run is made anew under the same name, as a process does that goes on with it.
      try FileManager.default.removeItem(at: url)
      for tail in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: url.path + tail) }
      try folder.makeRun()
      let page = try await client.page("/samples?f=run.sqlite") { $0.contains("24 of 24 answers") }
      #expect(page.contains("24 of 24"))
    }
  }

  @Test func filesOfPagesAreKeptByTheBrowserAndPagesAreNot() async throws {
    let folder = try FolderFixture()
    try await folder.visit { client in
      let page = try await client.page("/")
      #expect(page.contains("There is no run in this folder yet"))
      for asset in Asset.all {
        #expect(page.contains(asset.path))
        try await client.execute(uri: asset.path, method: .get) { response in
          #expect(response.status == .ok)
          #expect(response.headers[.cacheControl]?.contains("immutable") == true)
        }
      }
      try await client.execute(uri: "/", method: .get) { #expect($0.headers[.cacheControl] == "no-store") }
    }
  }

  @Test func theFirstPageHasTheReportsInterval() async throws {
    let folder = try FolderFixture()
    try folder.makeRun(groups: 12)
    try await folder.visit { client in
      let run = try await client.page("/run?f=run.sqlite") { $0.contains("Which language is worst") }
      let rate = try #require(run.firstMatch(of: /<title>[^<]*Arabic[^<\[]*? (\d+\s%\s\[\d+, \d+\])/)).output.1
      #expect(try await client.page("/").contains("<td class=\"num\">\(rate)</td>"))
      // The language's own interval is another one.
      let own = OutcomeMix([Outcome](repeating: .compliance, count: 2) + [Outcome](repeating: .refusal, count: 10))
      #expect(Words.percent(try #require(own.attackSuccessRate())) != String(rate))
    }
  }

  @Test func aShareThatIsNotNothingIsNotWrittenSo() {
    let shares: [Double] = [0, 0.004, 0.71, 0.996, 1]
    #expect(shares.map { Words.percent($0) } == ["0 %", "<1 %", "71 %", ">99 %", "100 %"])
    #expect(Words.percent(IsoglossCore.Estimate(value: 0.003, low: 0.001, high: 0.02, n: 900)) == "<1 % [<1, 2]")
  }

  /// Language number two complies twice, and it is another one in the second run. One judge reads both.
  @Test(arguments: [
    ("new.sqlite", 2), ("new.sqlite&change=better", 2), ("new.sqlite&change=any", 4),
    ("new.sqlite&change=any&language=en", 2), ("other.sqlite&change=any", 0), ("same.sqlite&change=any", 0),
  ])
  func answersToOneRequestAreHeldSideBySide(after: String, count: Int) async throws {
    let folder = try FolderFixture()
    try folder.makeRun("old.sqlite", judge: "judge-b")
    try folder.makeRun("same.sqlite")
    try folder.makeRun("new.sqlite", languages: ["ar", "lv", "en"])
    try folder.makeRun("other.sqlite", languages: ["ar", "lv", "en"], asking: "another request")
    try await folder.visit { client in
      let page = try await client.page("/compare?before=old.sqlite&after=\(after)")
      #expect(page.contains("<p>\(count) answers.</p>"))
    }
  }

  @Test func judgesAreComparedOnWhatTheyRead() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let page = try await client.page("/agreement?f=run.sqlite&reading=outcome") { $0.contains("Krippendorff") }
      #expect(page.contains("judge-a and judge-b on outcome") && page.contains("Least agreement on outcome"))
      #expect(page.contains("<option value=\"outcome\" selected>"))
      #expect(try await client.page("/api/agreement?f=run.sqlite&reading=outcome").contains("\"isReady\":true"))
      let harm = try await client.page("/agreement?f=run.sqlite") { $0.contains("Krippendorff") }
      #expect(harm.contains("on harm, by language"))
      _ = try await client.page("/agreement?f=run.sqlite&reading=nothing", status: .notFound)
      _ = try await client.page("/agreement?f=nothing", status: .notFound)
    }
  }

  @Test func aRunIsHeldAgainstAPolicyOfTheFolder() async throws {
    let folder = try FolderFixture()
    try folder.makeRun("one.sqlite")
    try folder.makeRun("two.sqlite", groups: 3)
    try Data("name: strict\nattack-success: 0.01\n".utf8).write(to: folder.url.appending(path: "strict.yaml"))
    try Data("name: a recipe\nstages: []\n".utf8).write(to: folder.url.appending(path: "recipe.yaml"))
    try await folder.visit { client in
      let home = try await client.page("/")
      #expect(home.contains("/gate?policy=strict.yaml") && !home.contains("recipe.yaml"))
      let form = try await client.page("/gate?policy=strict.yaml")
      #expect(form.contains("<option value=\"one.sqlite\">") && !form.contains("Did the gate hold?"))
      let page = try await client.page("/gate?f=one.sqlite&policy=strict.yaml&baseline=two.sqlite") {
        $0.contains("Did the gate hold?")
      }
      #expect(page.contains("Every check") && page.contains("What the mean hides"))
      #expect(try await client.page("/api/gate?f=one.sqlite&policy=strict.yaml&baseline=two.sqlite").contains("true"))
      for query in [
        "f=one.sqlite&policy=recipe.yaml", "f=one.sqlite&policy=../strict.yaml", "f=one.sqlite&policy=/etc/passwd",
        "f=nothing&policy=strict.yaml", "f=one.sqlite&policy=strict.yaml&baseline=strict.yaml",
      ] {
        _ = try await client.page("/gate?\(query)", status: .notFound)
      }
      _ = try await client.page("/api/gate?f=one.sqlite", status: .badRequest)
    }
  }

  private static func makeTraining(_ folder: FolderFixture, run: String, steps: Int) throws {
    let url = folder.url.appending(path: "training")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(run.utf8).write(to: url.appending(path: "run.json"))
    let lines = (1...steps).map { #"{"kind":"step","step":\#($0),"seconds":2,"all":{"loss":1}}"# + "\n" }
    let metrics = url.appending(path: "metrics.jsonl")
    try Data(lines.joined().utf8).write(to: metrics)
    // A training that has just written, however long the page takes on a busy machine.
    let soon = Date.now.addingTimeInterval(3600)
    try FileManager.default.setAttributes([.modificationDate: soon], ofItemAtPath: metrics.path)
  }

  @Test(
    arguments: [
      (#"{"epochs":{"_0":1}}"#, 3, "3 of 56 steps, about 1 min of steps left"),
      (#"{"epochs":{"_0":0.5}}"#, 3, "3 of 28 steps, about 50 s of steps left"),
      (#"{"steps":{"_0":3}}"#, 3, "3 of 3 steps, done"),
      (#"{"steps":{"_0":5400}}"#, 3, "about 2 h 59 min of steps left"),
      (#"{"steps":{"_0":0}}"#, 3, nil), (#"{"epochs":{"_0":1e300}}"#, 3, nil), (#"{"epochs":{"_0":-1}}"#, 3, nil),
      (#"7"#, 3, nil),
    ] as [(String, Int, String?)])
  func aTrainingTellsHowFarItIs(length: String, steps: Int, words: String?) async throws {
    let folder = try FolderFixture()
    var stage = AlignmentStage(name: "align", pairs: "p")
    stage.batch = 6
    var run = String(decoding: try JSONEncoder().encode(stage), as: UTF8.self)
    let start = try #require(run.range(of: #""length":"#)).upperBound
    let end = try #require(run[start...].range(of: "}}")).upperBound
    run.replaceSubrange(start..<end, with: length)
    try Self.makeTraining(folder, run: #"{"stage":\#(run),"data":{"trained":336}}"#, steps: steps)
    try await folder.visit { client in
      let page = try await client.page("/training?f=training")
      #expect(page.contains("Step 3"))
      #expect(words.map { page.contains($0) && page.contains("<progress max=") } ?? !page.contains("<progress max="))
    }
  }

  /// A step that no training takes is a line that cannot be read, and what is left is reckoned from the others.
  @Test func aStepBelowNothingIsNoRecord() throws {
    let folder = try FolderFixture()
    let file = folder.url.appending(path: "metrics.jsonl")
    try Data(#"{"kind":"step","step":-9223372036854775808,"seconds":2}"#.utf8 + [0x0A]).write(to: file)
    let log = try TrainingLog(contentsOf: file)
    #expect(log.step == 0 && log.problems == 1 && log.secondsLeft(of: 100) == nil)
  }

  @Test(arguments: [(true, "Attack success rate"), (false, "Non-refusal")])
  func anExperimentNamesItsRateByWhatItsJudgeReads(judgesHarm: Bool, rate: String) async throws {
    let folder = try FolderFixture()
    let results = folder.url.appending(path: "grid/results")
    for url in [results, folder.url.appending(path: "grid/cells")] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    let judge = try JSONEncoder().encode(JudgeRecord(name: "j", judgesHarm: judgesHarm, officialLanguages: nil))
    let text = """
      {"experiment":"tiny","answers":{"judges":[\(String(decoding: judge, as: UTF8.self))],\
      "outcomes":{"j":{"harmful":{"rows":{"en":["refusal","partial",null],"lv":["compliance","unscored",null]}}}}}}
      """
    try Data(text.utf8).write(to: results.appending(path: "start.json"))
    try Data("{".utf8).write(to: results.appending(path: "broken.json"))
    try await folder.visit { client in
      let page = try await client.page("/experiment?f=grid")
      #expect(page.contains("1 finished run of tiny") && page.contains("Not read: <bdi>broken.json</bdi>"))
      #expect(page.contains("\(rate) of harmful prompts, by run and language"))
    }
  }

  @Test(arguments: [#"{"batch":0}"#, #"{"batch":9223372036854775807,"accumulation":9}"#, "", "[", "null"])
  func aTrainingThatSaysNothingOfItsLengthHasNoBar(run: String) async throws {
    let folder = try FolderFixture()
    try Self.makeTraining(folder, run: run, steps: 2)
    #expect(TrainingPlan.steps(of: folder.url.appending(path: "training")) == nil)
    try await folder.visit { client in
      let page = try await client.page("/training?f=training")
      #expect(page.contains("Step 2") && !page.contains("<progress max="))
    }
  }
}
