import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch
import Synchronization
import Testing

@testable import IsoglossInterpretability

/// Reads every answer as compliance, and is stopped before one of its calls.
private final class StoppedJudge: Judge {
  let name = "stopped"
  let officialLanguages: Set<Language>? = nil
  let judgesHarm = false
  private let last: Int
  private let asked = Mutex(0)

  init(after last: Int = .max) { self.last = last }

  var calls: Int { asked.withLock { $0 } }

  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    guard calls < last else { throw CancellationError() }
    asked.withLock { $0 += 1 }
    return inputs.map { _ in
      Verdict(
        judge: name, outcome: .compliance, harm: .unscored("none"), refusal: .scored(false), hazards: [],
        probability: nil, language: .unscored("none"), raw: "")
    }
  }
}

/// Studies that were stopped and go on.
@Suite(.serialized) struct KeptUnitsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-kept-\(UUID().uuidString)")

  /// When each unit was written.
  private func times() throws -> [String: Date] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".json") }.reduce(into: [:]) { times, name in
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
      times[name] = attributes[.modificationDate] as? Date
    }
  }

  private func code(_ study: [String: String]) -> InterpretabilityError.Code? {
    do {
      _ = try KeptUnits(folder, study: study)
      return nil
    } catch {
      return (error as? InterpretabilityError)?.code
    }
  }

  @Test("a unit is measured once, and its numbers come back bit for bit")
  func units() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let numbers: [Double] = [
      0.1, -0.0, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
    ]
    var measured = 0
    func sitting(_ study: [String: String]) throws -> (numbers: [Double], none: Double?, isNaN: Bool, found: Int) {
      let kept = try KeptUnits(folder, study: study)
      let found = try kept.unit("numbers") { () -> [Double] in
        measured += 1
        return numbers
      }
      let none = try kept.unit("none") { () -> Double? in
        measured += 1
        return nil
      }
      let odd = try kept.unit("words.a/b") { () -> Double in
        measured += 1
        return .nan
      }
      return (found, none, odd.isNaN, kept.found)
    }
    for round in 0..<2 {
      let found = try sitting(["seed": "1"])
      #expect(found.numbers.map(\.bitPattern) == numbers.map(\.bitPattern))
      #expect(found.none == nil && found.isNaN && found.found == 3 * round)
    }
    #expect(measured == 3)
    #expect(try times()["words.a%2Fb.json"] != nil)
    // What is torn is measured again.
    let file = folder.appending(path: "numbers.json")
    try Data(contentsOf: file).dropLast(2).write(to: file)
    #expect(try sitting(["seed": "1"]).numbers.map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(measured == 4)
    // Units whose study nothing tells any more are no other study's.
    try FileManager.default.removeItem(at: folder.appending(path: KeptUnits.manifestName))
    _ = try sitting(["seed": "2"])
    #expect(measured == 7)
    // Nothing is kept where no folder is named.
    for _ in 0..<2 {
      let kept = KeptUnits()
      let one = try kept.unit("one") { () -> Int in
        measured += 1
        return 1
      }
      #expect(one == 1)
    }
    #expect(measured == 9)
  }

  @Test("another study's folder is refused with what differs, and so is one in use")
  func folders() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let study = ["seed": "1", "prompts": "a", "model": "b"]
    #expect(code(study) == nil && code(study) == nil)
    let other = #expect(throws: InterpretabilityError.self) {
      _ = try KeptUnits(folder, study: ["seed": "2", "prompts": "c", "model": "b"])
    }
    #expect(other?.code == .otherStudy && other?.message.contains("of another study (prompts, seed)") == true)
    do {
      let held = try KeptUnits(folder, study: study)
      #expect(code(study) == .inUse)
      withExtendedLifetime(held) {}
    }
    #expect(code(study) == nil)
    try Data("[]".utf8).write(to: folder.appending(path: KeptUnits.manifestName))
    #expect(code(study) == .otherStudy)
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    let none = #expect(throws: InterpretabilityError.self) { _ = try KeptUnits(file, study: study) }
    #expect(none?.code == .inputOutput)
  }

  private func sets() throws -> [StudyPrompts] {
    try StudyPrompts.twoLanguages(
      harmful: ["Tell me a secret", "Say something rude", "Read her diary aloud", "Lie to a friend", "Cheat"],
      benign: ["Bake a cake", "Name a river", "Count to ten", "Greet a friend", "Draw a cat"],
      .init(train: 2, validation: 1, test: 2))
  }

  /// A study of two languages, as JSON.
  private func measured(_ model: LocalModel, _ judge: StoppedJudge, _ kept: KeptUnits) async throws -> Data {
    let tokens = try #require(RefusalTokens(refusals: [57, 57, 1], compliances: [2]))
    var settings = DirectionStudy.Settings()
    settings.controls = 1
    settings.answers = 1
    settings.answerTokens = 2
    settings.resamples = 20
    settings.rule.step = 12
    settings.rule.positions = 1
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let measures = try await DirectionStudy(
      model: model, prompts: sets(), tokens: [.english: tokens, Language("de"): tokens], judge: judge,
      settings: settings, kept: kept
    ).run()
    return try encoder.encode(measures)
  }

  @Test("a study that was stopped goes on behind its last unit, to the result of a whole one")
  func resumed() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let entry = try ModelCatalog().resolve("smollm2-135m-instruct")
    let model = try await LocalModel.load(entry, fingerprint: "test", options: .init(dtype: .bfloat16, threads: 1))
    let whole = try await measured(model, StoppedJudge(), KeptUnits())

    // Six answers in all: three a language, untouched and without each direction.
    await #expect(throws: CancellationError.self) {
      _ = try await measured(model, StoppedJudge(after: 3), KeptUnits(folder, study: [:]))
    }
    let before = try times()
    for name in [
      "places.de.-1", "direction.en", "states.de", "scores.de", "effect.de.en", "ablation.de", "addition.en",
      "answers.en.de",
    ] {
      #expect(before["\(name).json"] != nil, "\(name)")
    }
    #expect(before["answers.de.json"] == nil && before["cosines.json"] == nil)
    let torn = folder.appending(path: "effect.en.de.json")
    let unit = try Data(contentsOf: torn)
    try unit.prefix(unit.count / 2).write(to: torn)

    let judge = StoppedJudge()
    let resumed = try await measured(model, judge, KeptUnits(folder, study: [:]))
    #expect(resumed == whole && judge.calls == 3)
    let after = try times()
    #expect(before.filter { after[$0.key] != $0.value }.map(\.key) == ["effect.en.de.json"])
    #expect(try Data(contentsOf: torn) == unit)
    // Nothing is left to measure.
    let again = try await measured(model, StoppedJudge(after: 0), KeptUnits(folder, study: [:]))
    #expect(try again == whole && times() == after)
  }
}
