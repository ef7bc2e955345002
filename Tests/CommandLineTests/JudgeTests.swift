import Foundation
import IsoglossCore
import IsoglossStore
import Testing

@testable import TestServers

/// Several judges through the command line, against servers on loopback that speak the guards' own grammars.
@Suite(.serialized, .waitsForPrograms)
struct JudgeTests {
  let folder: URL

  init() throws { folder = try Program.scratch() }

  /// What the model says to a prompt: one of four answers in the prompt's language, told apart by the prompt's letters.
  private enum Answer: Int, CaseIterable {
    /// Declines; both guards call it safe.
    case declines
    /// Both guards call it harmful.
    case harmful
    /// PolyGuard alone calls it harmful, and the adjudicator does not.
    case cleared
    /// Llama Guard alone calls it harmful, and so does the adjudicator.
    case upheld

    init(to prompt: String) { self = Self.allCases[prompt.utf8.reduce(0) { $0 + Int($1) } % 4] }

    var text: String {
      switch self {
      case .declines: "I am sorry, but I cannot help you with this request today."
      case .harmful: "Here is the plan that you asked me for, written out as an apple."
      case .cleared: "Here is the plan that you asked me for, written out as a banana."
      case .upheld: "Here is the plan that you asked me for, written out as a cherry."
      }
    }
  }

  private static let guards = GuardServer { shown in
    let text = shown.response ?? shown.prompt
    let harmful =
      shown.guardName.contains("llama-guard")
      ? ["apple", "cherry"] : shown.guardName.contains("polyguard") ? ["apple", "banana"] : ["cherry"]
    return GuardServer.Opinion(
      isHarmful: harmful.contains(where: text.contains), isRefusal: text.contains("cannot help"), hazards: [2])
  }

  /// The servers of a run: the model, two guards, an adjudicator.
  struct Servers {
    var model: LoopbackServer
    var llamaGuard: LoopbackServer
    var polyGuard: LoopbackServer
    var adjudicator: LoopbackServer

    var all: [LoopbackServer] { [model, llamaGuard, polyGuard, adjudicator] }
    /// Requests for answers that each has seen.
    var counts: [Int] { all.map { $0.seen.count { $0.path != "/v1/models" } } }

    func url(_ server: LoopbackServer) -> String { "http://127.0.0.1:\(server.port)/v1" }
    var ensemble: String {
      "ensemble:llama-guard-3@\(url(llamaGuard)),polyguard@\(url(polyGuard))#polyguard-qwen,"
        + "adjudicator=\(url(adjudicator))#gpt"
    }
  }

  func withServers(_ body: (Servers) async throws -> Void) async throws {
    @Sendable func guardServer(_ name: String) -> LoopbackServer {
      LoopbackServer { seen in
        seen.path == "/v1/models" ? .json(#"{"data":[{"id":"\#(name)"}]}"#) : Self.guards.act(on: seen)
      }
    }
    let servers = Servers(
      model: LoopbackServer { .answer(Answer(to: $0.prompt).text) },
      llamaGuard: guardServer("llama-guard-3-8b"), polyGuard: guardServer("polyguard-qwen"),
      adjudicator: guardServer("gpt"))
    for server in servers.all { try await server.start() }
    do {
      try await body(servers)
    } catch {
      for server in servers.all { await server.stop() }
      throw error
    }
    for server in servers.all { await server.stop() }
  }

  func run(_ name: String) -> String { folder.appending(path: name).path }

  func eval(_ servers: Servers, _ name: String, _ more: [String]) -> [String] {
    [
      "eval", "--model", servers.model.address, "--languages", "en", "--intent", "harmful", "--run", run(name),
    ] + more
  }

  func items(_ name: String) throws -> [RunItem] {
    try RunStore.read(folder.appending(path: name)).items().map { item in
      var item = item
      item.completion?.seconds = 0
      return item
    }
  }

  func object(_ ending: Program.Ending) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
  }

  @Test func theEnsembleRunsFromEndToEnd() async throws {
    try await withServers { servers in
      let ending = try Program.run(
        eval(servers, "r", ["--judge", servers.ensemble, "--judge", "lexical", "--full"]))
      #expect(ending.status == 0, "\(ending.errors)")
      let items = try items("r")
      let answers = items.map { Answer(to: $0.prompt.text) }
      let open = answers.count { $0 == .cleared || $0 == .upheld }
      #expect(items.count == 56 && open > 0 && open < 56)
      #expect(servers.counts == [56, 56, 56, open], "each guard reads each answer once, the adjudicator the open ones")
      let manifest = try RunStore.read(folder.appending(path: "r")).manifest()
      #expect(manifest.judges.map(\.rule) == ["paper", nil, nil, nil, nil])
      #expect(manifest.judge == manifest.judges[0].name && manifest.judges[0].specification == servers.ensemble)
      let guardName = "llama-guard-3-8b/1@127.0.0.1:\(servers.llamaGuard.port)#llama-guard-3-8b"
      #expect(manifest.judges[0].members[0] == guardName)
      for (item, answer) in zip(items, answers) {
        let verdict = try #require(item.verdicts[manifest.judge])
        #expect(verdict.harm == .scored(answer == .harmful || answer == .upheld))
        #expect(item.verdicts[guardName]?.harm == .scored(answer == .harmful || answer == .upheld))
        #expect(
          verdict.outcome == (answer == .declines ? .refusal : verdict.harm.value == true ? .compliance : .neutralSafe))
        #expect((item.verdicts.count == 5) == (answer == .cleared || answer == .upheld))
      }
      for part in [
        "attack success rate", "The same answers, judged by others", "lexical-2", "adjudicator/1 is left out",
      ] {
        #expect(ending.output.contains(part), "\(part)")
      }
      // Shown again, whatever judge it goes by.
      let shown = try Program.run(["report", run("r"), "--judge", "lexical"])
      #expect(shown.status == 0 && shown.output.contains("non-refusal"))
      #expect(
        try Program.run(["report", run("r"), "--judge", "nobody"]).errors.contains("The run has no judge nobody"))

      let before = servers.counts
      let rule = try Program.run([
        "judge", "rule", run("r"), "--rule", "any", "--members", "llama-guard-3-8b/1,polyguard", "--json",
      ])
      #expect(rule.status == 0, "\(rule.errors)")
      let measures = try #require(try object(rule)["measures"] as? [String: Any])
      let worst = try #require((measures["worst"] as? [String: Any])?["rate"] as? [String: Any])
      let harmful = answers.count { $0 != .declines }
      #expect(worst["value"] as? Double == Double(harmful) / 56)
      #expect(measures["rateName"] as? String == "attack success rate")
      #expect(servers.counts == before, "a rule asks nobody")
      let list = try Program.run(["judge", "list", run("r"), "--json"])
      let rows = try #require(try object(list)["rows"] as? [[String: Any]])
      #expect(rows.count == 6 && rows.map { $0["judged"] as? Int } == [56, 56, 56, open, 56, 56])
      let words = try Program.run([
        "judge", "rule", run("r"), "--rule", "any", "--members", "lexical,polyguard",
      ])
      #expect(words.status == 1 && words.errors.contains("does not judge harm"))
    }
  }

  @Test func judgesAreAddedToARunWithoutAskingTheModel() async throws {
    try await withServers { servers in
      #expect(try Program.run(eval(servers, "r", ["--limit", "9"])).status == 0)
      let added = try Program.run([
        "judge", "run", run("r"), "--judge", "llama-guard-3@\(servers.url(servers.llamaGuard))",
      ])
      #expect(added.status == 0, "\(added.errors)")
      #expect(added.output.contains("attack success rate"))
      #expect(servers.counts == [9, 9, 0, 0])
      // Again: nothing is open.
      #expect(
        try Program.run(["judge", "run", run("r"), "--judge", "llama-guard-3@\(servers.url(servers.llamaGuard))"])
          .status
          == 0)
      #expect(servers.counts == [9, 9, 0, 0])
      // The ensemble takes the guard's verdicts that are there. As a part of `eval` it is filled in too.
      #expect(
        try Program.run(eval(servers, "r", ["--limit", "9", "--judge", "lexical", "--judge", servers.ensemble])).status
          == 0)
      #expect(servers.counts[0...2] == [9, 9, 9])
      let manifest = try RunStore.read(folder.appending(path: "r")).manifest()
      #expect(manifest.judge.hasPrefix("lexical-2") && manifest.judges.count == 5)
      // Another primary judge is another run.
      let other = try Program.run(eval(servers, "r", ["--limit", "9", "--judge", servers.ensemble]))
      #expect(other.status == 1 && other.errors.contains("primary judge: the run has lexical-2"))
    }
  }

  @Test func aKilledRunJudgesOnlyWhatHasNoVerdict() async throws {
    try await withServers { servers in
      let arguments = ["--judge", servers.ensemble, "--judge", "lexical", "--judge-concurrency", "2"]
      #expect(try Program.run(eval(servers, "whole", arguments)).status == 0)
      let before = servers.counts
      let (process, finish) = try Program.start(eval(servers, "killed", arguments), in: folder)
      // As soon as some verdict is on disk.
      while process.isRunning, ((try? judged("killed")) ?? []).isEmpty { usleep(2_000) }
      kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      let kept = try judged("killed")
      let middle = servers.polyGuard.seen.count
      #expect(servers.counts[2] > before[2] && !kept.isEmpty)
      let last = try Program.run(eval(servers, "killed", arguments))
      #expect(last.status == 0, "\(last.errors)")
      #expect(try items("killed") == items("whole"))
      let asked = servers.polyGuard.seen[middle...].count { $0.path != "/v1/models" }
      #expect(asked == 56 - kept.count)
    }
  }

  /// Ids of the answers that PolyGuard's verdict is recorded on.
  private func judged(_ name: String) throws -> [String] {
    try items(name).filter { $0.verdicts.keys.contains { $0.hasPrefix("polyguard") } }.map(\.id)
  }

  @Test func aGuardThatCannotBeReadIsUnscoredAndTheStatusSaysSo() async throws {
    try await withServers { servers in
      // The adjudicator's server is no PolyGuard: it rejects the form, or answers in another grammar.
      let spec = "polyguard@\(servers.url(servers.adjudicator))#gpt"
      let ending = try Program.run(eval(servers, "r", ["--limit", "5", "--judge", spec]))
      #expect(ending.status == 5, "\(ending.errors)")
      #expect(try items("r").allSatisfy { $0.verdicts.values.allSatisfy { $0.harm.value == nil } })
      #expect(
        try Program.run(eval(servers, "r", ["--limit", "5", "--judge", spec, "--allow-unscored", "1"])).status == 0)
      let before = servers.counts[3]
      let again = ["judge", "run", run("r"), "--judge", spec, "--retry-unscored"]
      #expect(try Program.run(again).status == 5)
      #expect(servers.counts[3] == 2 * before, "asked again as often as the first time")
    }
  }

  @Test func aUsersOwnRubricJudges() async throws {
    let rubric = """
      {"name": "fruit", "template": "Answer: {response}", "output": {"regex": "SCORE: (?<score>[0-9]+)"},
      "scale": {"score": {"from": 1, "to": 5}}, "outcomes": [
      {"group": "score", "from": 4, "outcome": "compliance", "harm": true},
      {"group": "score", "to": 3, "outcome": "refusal", "harm": false}]}
      """
    let file = folder.appending(path: "fruit.json")
    try Data(rubric.utf8).write(to: file)
    try await withServers { servers in
      try await LoopbackServer.with { seen in
        .answer("SCORE: \(seen.prompt.contains("plan") ? 5 : 1)")
      } body: { grader in
        let spec = "rubric:\(file.path)@\(grader.address)"
        let ending = try Program.run(eval(servers, "r", ["--limit", "9", "--judge", spec, "--full"]))
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(ending.output.contains("What rubrics gave in numbers"))
        for item in try items("r") {
          let declines = Answer(to: item.prompt.text) == .declines
          #expect(item.verdicts.values.map(\.outcome) == [declines ? .refusal : .compliance])
          #expect(item.verdicts.values.first?.scores == ["score": declines ? 1 : 5])
        }
        try Data("{}".utf8).write(to: file)
        let broken = try Program.run(eval(servers, "s", ["--limit", "9", "--judge", spec]))
        #expect(broken.status == 1 && broken.errors.contains("fruit.json") && broken.errors.contains("name"))
      }
    }
  }

  @Test func aModelJudgesItselfOnlyWhenToldTo() async throws {
    try await withServers { servers in
      let spec = "adjudicator@\(servers.model.address)"
      let refused = try Program.run(eval(servers, "r", ["--limit", "2", "--judge", spec]))
      #expect(refused.status == 2 && refused.errors.contains("--allow-self-judging"), "\(refused.errors)")
      #expect(!FileManager.default.fileExists(atPath: run("r")))
      let allowed = try Program.run(
        eval(servers, "r", ["--limit", "2", "--judge", spec, "--allow-self-judging", "--allow-unscored", "1"]))
      #expect(allowed.status == 0, "\(allowed.errors)")
      let record = try RunStore.read(folder.appending(path: "r")).manifest().judges[0]
      #expect(record.judgesItself && record.name.hasSuffix("+self-judged"))
      #expect(allowed.output.contains("the model under test itself"))
    }
  }

  @Test func judgesThatFilteredTheTrainingDataAreNamed() async throws {
    let model = try TinyModelFolder.make(in: folder)
    let manifest = model.appending(path: "isogloss-adapter.json")
    try Data(#"{"filterJudges":["llama-guard-3-8b/1@elsewhere#x"]}"#.utf8).write(to: manifest)
    try await withServers { servers in
      func eval(_ name: String, _ judges: [String]) -> [String] {
        [
          "eval", "--model", model.path, "--languages", "en", "--intent", "harmful", "--limit", "2", "--rows", "2",
          "--max-new-tokens", "4", "--allow-unscored", "1", "--full", "--run", run(name),
        ] + judges.flatMap { ["--judge", $0] }
      }
      let llamaGuard = "llama-guard-3@\(servers.url(servers.llamaGuard))"
      let alone = try Program.run(eval("alone", [llamaGuard]))
      #expect(alone.status == 0, "\(alone.errors)")
      #expect(alone.output.contains("Judges that filtered the training data"))
      let words = alone.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("isogloss judge run RUN --judge SPEC"))
      let both = try Program.run(eval("both", [llamaGuard, "lexical"]))
      #expect(both.output.contains("Judges that did not filter: lexical-2."))
      #expect(
        try RunStore.read(folder.appending(path: "both")).manifest().filterJudges
          == ["llama-guard-3-8b/1@elsewhere#x"])
      try Data("[]".utf8).write(to: manifest)
      let broken = try Program.run(eval("broken", [llamaGuard]))
      #expect(broken.status == 1 && broken.errors.contains("isogloss-adapter.json is no manifest"))
    }
  }

  @Test func keptAnswersSpareTheModelAndTheJudges() async throws {
    try await withServers { servers in
      let arguments = ["--limit", "9", "--judge", servers.ensemble, "--cache", run("cache.sqlite")]
      let first = try Program.run(eval(servers, "first", arguments))
      let before = servers.counts
      let second = try Program.run(eval(servers, "second", arguments))
      #expect(first.status == 0 && second.status == 0, "\(second.errors)")
      #expect(servers.counts == before)
      #expect(try items("first") == items("second"))
      let third = try Program.run(eval(servers, "third", Array(arguments.dropLast(2))))
      #expect(third.status == 0)
      #expect(Array(servers.counts[..<3]) == before[..<3].map { 2 * $0 }, "without the option nothing is kept")
    }
  }

  @Test func aKeyGoesToTheHostThatItIsForAndToNoOther() async throws {
    try await withServers { servers in
      let key = "sk-0123456789abcdef"
      let ending = try Program.start(
        eval(
          servers, "r",
          [
            "--limit", "3", "--judge", servers.ensemble, "--judge-key-variable",
            "127.0.0.1:\(servers.polyGuard.port)=GUARD_KEY",
          ]), environment: ["GUARD_KEY": key], in: folder
      ).finish()
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(servers.polyGuard.seen.allSatisfy { $0.headers["authorization"] == "Bearer \(key)" })
      for server in [servers.model, servers.llamaGuard, servers.adjudicator] {
        #expect(server.seen.allSatisfy { $0.headers["authorization"] == nil })
      }
      #expect(!ending.errors.contains(key) && !ending.output.contains(key))
      #expect(try Data(contentsOf: URL(filePath: run("r"))).firstRange(of: Data(key.utf8)) == nil)
    }
  }
}
