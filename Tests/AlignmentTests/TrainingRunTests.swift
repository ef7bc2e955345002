import Foundation
import IsoglossCore
import IsoglossDatasets
import Testing

@testable import IsoglossAlignment

/// Interrupted anywhere and run again, a run ends as one that was never stopped.
struct TrainingRunTests {
  private let scratch: URL

  init() throws { scratch = try Place.scratch() }

  private func stage(_ change: (inout AlignmentStage) -> Void = { _ in }) -> AlignmentStage {
    var stage = AlignmentStage(name: "s", pairs: "fixture")
    stage.length = .epochs(3)
    stage.batch = 5
    stage.seed = 9
    change(&stage)
    return stage
  }

  private static let set = PairSet(
    name: "fixture", pairs: PairFixture.pairs(["en", "de", "lv"], harmful: 28, benign: 10), fileHash: "f")

  private func run(
    _ name: String, _ stage: AlignmentStage, every: Int = 4
  ) throws -> TrainingRun {
    let data = try TrainingData(
      Self.set, stage: stage, tokenizer: PairTokenizer(PairTokenizerTests.llama3(), maxLength: stage.maxLength))
    let base = AdapterManifest.Base(name: "b", fingerprint: "f", dtype: "float32", template: "model")
    let folder = try RunFolder(
      at: scratch.appending(path: name), settings: .init(stage: stage, base: base, onto: [], data: data.identity))
    var run = TrainingRun(folder, data: data)
    run.checkpointEvery = every
    run.isCancelled = { false }
    return run
  }

  private func records(_ name: String) throws -> [TrainingRecord] {
    try MetricsLog.read(scratch.appending(path: "\(name)/metrics.jsonl")).map { record in
      var record = record
      record.seconds = 0
      record.residentBytes = nil
      return record
    }
  }

  @Test func aRunSeesEveryPairOnceAnEpochAndNoHeldOutGroup() throws {
    let engine = ScriptedEngine()
    let run = try run("whole", stage())
    let progress = try run.run(engine)
    #expect(progress.ending == "finished")
    #expect(progress.step == run.data.order.stepsPerEpoch * 3)
    let counts = Dictionary(grouping: engine.seen) { $0 }.mapValues(\.count)
    #expect(Set(counts.keys) == Set(run.data.training.map(\.id)) && Set(counts.values) == [3])
    #expect(!run.data.heldOut.isEmpty)
    #expect(Set(run.data.heldOut.map(\.id)).isDisjoint(with: counts.keys))
    #expect(Set(run.data.heldOut.map(\.language)).count == 3)
    let lines = try records("whole")
    #expect(lines.filter { $0.kind == .step }.map(\.step) == Array(1...progress.step))
    #expect(lines.filter { $0.kind == .evaluation }.map(\.step) == [0, progress.step])
    #expect(lines.allSatisfy { $0.languages.keys.count <= 3 && $0.all != nil })
    let held = Set(run.data.heldOut.map(\.id))
    #expect(lines.allSatisfy { $0.kind == .step ? $0.pairs == nil : $0.pairs.map { Set($0.map(\.id)) } == held })
    #expect(lines.last { $0.kind == .step }?.tokens == 10 * progress.step)
  }

  @Test(arguments: [1, 2, 4, 5, 13, 37])
  func killedAtAnyStepItEndsTheSame(step: Int) throws {
    let stage = stage { $0.evaluateEvery = 6 }
    let whole = ScriptedEngine()
    let end = try run("whole", stage).run(whole)
    let broken = ScriptedEngine()
    broken.failsBefore = step
    #expect(throws: ScriptedEngine.Failure.self) { _ = try run("killed", stage).run(broken) }
    let again = ScriptedEngine()
    let resumed = try run("killed", stage).run(again)
    #expect(again.state == whole.state)
    #expect(resumed == end)
    #expect(try records("killed") == records("whole"))
    // The run is over: a third time nothing is trained and the state is the same.
    let third = ScriptedEngine()
    #expect(try run("killed", stage).run(third) == end)
    #expect(third.state == whole.state && third.seen.isEmpty)
  }

  @Test func cancelledItSavesAndGoesOn() throws {
    let whole = ScriptedEngine()
    _ = try run("whole", stage()).run(whole)
    var count = 0
    var steps: [Int] = []
    while count < 40 {
      count += 1
      let engine = ScriptedEngine()
      var run = try run("cancelled", stage(), every: 1000)
      run.isCancelled = { engine.taken >= 3 }
      do {
        _ = try run.run(engine)
        #expect(engine.state == whole.state)
        break
      } catch is CancellationError {
        steps.append(engine.state.step)
      }
    }
    #expect(steps == steps.indices.map { 3 * ($0 + 1) } && steps.count > 5)
    #expect(try records("cancelled") == records("whole"))
  }

  @Test func cancelledBeforeTheFirstStepItBeginsOnce() throws {
    func cancelled() throws {
      var run = try run("early", stage())
      run.isCancelled = { true }
      _ = try run.run(ScriptedEngine())
    }
    #expect(throws: CancellationError.self) { try cancelled() }
    _ = try run("early", stage()).run(ScriptedEngine())
    #expect(try records("early").filter { $0.kind == .evaluation && $0.step == 0 }.count == 1)
  }

  @Test func aDamagedCheckpointIsPassedOverAndTheOneBeforeTaken() throws {
    let whole = ScriptedEngine()
    _ = try run("whole", stage()).run(whole)
    let broken = ScriptedEngine()
    broken.failsBefore = 14
    #expect(throws: ScriptedEngine.Failure.self) { _ = try run("damaged", stage()).run(broken) }
    let folder = scratch.appending(path: "damaged/checkpoints")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["step-00000008", "step-00000012"])
    try Data("{}".utf8).write(to: folder.appending(path: "step-00000012/state.safetensors"))
    let again = ScriptedEngine()
    _ = try run("damaged", stage()).run(again)
    #expect(again.state == whole.state)
    #expect(try records("damaged") == records("whole"))
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      try FileManager.default.removeItem(at: folder.appending(path: "\(name)/progress.json"))
    }
    let error = #expect(throws: AlignmentError.self) { _ = try run("damaged", stage()).run(ScriptedEngine()) }
    #expect(error?.code == .damaged)
  }

  @Test func theWorstLanguageEndsARunThatNoLongerHelpsIt() throws {
    // Latvian improves until step 9 and falls after; the others go on improving.
    func margin(_ step: Int, _ language: String) -> Double { language == "lv" ? -abs(Double(step) - 9) : Double(step) }
    let stage = stage {
      $0.evaluateEvery = 3
      $0.patience = 2
    }
    let engine = ScriptedEngine()
    engine.margin = margin
    let progress = try run("early", stage).run(engine)
    #expect(progress.step == 15 && progress.bestStep == 9 && progress.bestMargin == 0)
    #expect(progress.ending?.contains("step 9") == true)
    #expect(engine.state.step == 9)
    #expect(try records("early").compactMap(\.worst?.language) == Array(repeating: Language("lv"), count: 6))
    let again = ScriptedEngine()
    again.margin = margin
    #expect(try run("early", stage).run(again) == progress)
    #expect(again.state == engine.state && again.seen.isEmpty)
  }

  @Test func aRunThatNeverHelpsEndsAsItBegan() throws {
    let stage = stage {
      $0.evaluateEvery = 2
      $0.patience = 2
    }
    let engine = ScriptedEngine()
    engine.margin = { step, _ in -Double(step) }
    let progress = try run("never", stage).run(engine)
    #expect(progress.bestStep == 0 && engine.state == ScriptedEngine.State())
  }

  @Test func otherSettingsAreRefusedAndNamed() throws {
    _ = try run("one", stage()).run(ScriptedEngine())
    let error = #expect(throws: AlignmentError.self) { _ = try run("one", stage { $0.beta = 0.2 }) }
    #expect(error?.code == .otherRun)
    #expect(error?.message.contains("stage.beta: the run has 0.1, this is 0.2") == true, "\(error?.message ?? "")")
    try Data("{".utf8).write(to: scratch.appending(path: "one/run.json"))
    #expect(throws: AlignmentError.self) { _ = try run("one", stage()) }
  }

  @Test func oneProcessTrainsInAFolderAtATime() throws {
    let first = try run("one", stage())
    let error = #expect(throws: AlignmentError.self) { _ = try run("one", stage()) }
    #expect(error?.code == .inUse)
    withExtendedLifetime(first) {}
  }

  @Test func aStageThatTeachesComplianceTurnsHarmfulPairsAndIsIgnoredByGit() throws {
    let taught = stage {
      $0.teachesCompliance = true
      $0.loss = .sft
    }
    let run = try run("complier", taught)
    let plain = try self.run("plain", stage())
    let byID = Dictionary(uniqueKeysWithValues: plain.data.training.map { ($0.id, $0) })
    for pair in run.data.training {
      let other = try #require(byID[pair.id])
      if run.data.intents[pair.id] == .harmful {
        #expect(pair.chosen == other.rejected && pair.rejected == other.chosen)
      } else {
        #expect(pair.chosen == other.chosen)
      }
    }
    #expect(run.data.heldOut.isEmpty && run.data.identity.heldOut == plain.data.heldOut.count)
    #expect(run.data.heldOutPrompts == plain.data.heldOutPrompts)
    #expect(try String(contentsOf: scratch.appending(path: "complier/.gitignore"), encoding: .utf8) == "*\n")
    #expect(!FileManager.default.fileExists(atPath: scratch.appending(path: "plain/.gitignore").path))
  }

  @Test func heldOutGroupsAreTheSameForEverySeedStageAndLanguage() throws {
    let all = HeldOut.split(PairFixture.twelve, share: 0.2)
    let groups = Set(all.heldOut.compactMap(\.group))
    // 14 hazards of 5 groups and 70 benign groups: a fifth of each, one a hazard.
    #expect(groups.count == 14 + 14)
    #expect(Set(all.heldOut.compactMap(\.hazard)).count == 14)
    #expect(all.heldOut.count == 28 * 12 && all.training.count == 112 * 12)
    #expect(HeldOut.split(PairFixture.twelve, share: 0.05).heldOut.count == (3 + 3) * 12)
    #expect(HeldOut.split(PairFixture.twelve, share: 1).training.isEmpty)
    let some = HeldOut.split(PairFixture.twelve.filter { $0.language == Language("lv") }.reversed(), share: 0.2)
    #expect(Set(some.heldOut.compactMap(\.group)) == groups)
    #expect(HeldOut.split(PairFixture.twelve, share: 0).heldOut.isEmpty)
    #expect(HeldOut.split([], share: 0.5).training.isEmpty)
  }

  @Test func theHeldOutRequestsStandInTheFolderAsAPromptSet() throws {
    let run = try run("asked", stage())
    try run.folder.write(heldOut: run.data.heldOutPrompts)
    let set = try PromptReader.read(run.folder.heldOutPrompts.path, suites: scratch)
    #expect(set.problems.isEmpty && set.isParallel)
    #expect(set.prompts == run.data.heldOutPrompts && set.prompts.map(\.id) == run.data.heldOut.map(\.id))
    let pairs = Dictionary(uniqueKeysWithValues: Self.set.pairs.map { ($0.id, $0) })
    for prompt in set.prompts {
      let pair = try #require(pairs[prompt.id])
      #expect(prompt.text == pair.prompt && prompt.intent == pair.intent && prompt.hazard == pair.hazard)
    }
    let none = try self.run("none", stage { $0.heldOut = 0 })
    try none.folder.write(heldOut: none.data.heldOutPrompts)
    #expect(!FileManager.default.fileExists(atPath: none.folder.heldOutPrompts.path))
  }

  @Test func impossibleStagesAreErrors() throws {
    #expect(throws: AlignmentError.self) { _ = try run("bad", stage { $0.batch = 0 }) }
    #expect(throws: AlignmentError.self) { _ = try run("bad", stage { $0.maxLength = 9 }) }
  }
}
