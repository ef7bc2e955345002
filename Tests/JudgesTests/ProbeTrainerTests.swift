import Foundation
import IsoglossCore
import IsoglossDatasets
import Testing

@testable import IsoglossJudges

struct ProbeTrainerTests {
  private let trainer = ProbeTrainer(ScriptedFeatures(), settings: ProbeFixture.settings)

  @Test func itFindsThePlaceThatTells() async throws {
    let (head, validation) = try await trainer.train(
      ProbeFixture.examples("no", "a"), thresholdOn: ProbeFixture.examples("no", "b"))
    #expect(validation.chosen.layer == 2 && validation.chosen.pooling == .mean)
    #expect(validation.chosen.area == 1 && validation.balancedAccuracy == 1)
    #expect(validation.candidates.count == 8 && validation.groups == 12 && validation.examples == ["s": 24])
    // The place shows the word alone, in either language, so any fit to either language puts all in order: the area is
    // one whatever the penalty, though the intercepts of the folds differ.
    #expect(validation.areaByLanguage == ["en": 1, "lv": 1])
    #expect(validation.areaByUnseenLanguage == ["en": 1, "lv": 1])
    let telling = validation.candidates.filter { $0.layer == 2 && $0.pooling == .mean }
    #expect(telling.map(\.cost) == [0.01, 1] && telling.allSatisfy { $0.area == 1 }, "\(telling)")
    // Noise alone does no better than chance by much.
    let noise = validation.candidates.filter { $0.layer == 1 }
    #expect(noise.count == 4 && noise.allSatisfy { $0.area < 0.85 }, "\(noise)")
    #expect(head.weights.count == 6)
  }

  /// Two fits whose scores lie apart by more than what each of them read.
  @Test func scoresOfDifferentFitsAreNotCompared() throws {
    let examples = ProbeFixture.examples("no", "a", groups: 4)
    let validator = ProbeValidator(examples: examples, folds: [0, 0, 0, 0, 1, 1, 1, 1], count: 2)
    let scores = zip(examples, validator.folds).map { ($0.isPositive ? 0.1 : 0) + ($1 == 0 ? 10 : 0) }
    #expect(try validator.areas(scores) == ["en": 1, "lv": 1])
    #expect(try validator.areas(scores.map { -$0 }) == ["en": 0, "lv": 0])
    // A fold of one kind compares nothing.
    let parted = ProbeValidator(examples: examples, folds: examples.map { $0.isPositive ? 0 : 1 }, count: 2)
    #expect(try parted.areas(scores).isEmpty)
    #expect(throws: JudgingError.self) { try parted.area(scores) }
  }

  /// 12 groups of one kind and 3 of the other, in three folds.
  @Test(arguments: 0..<20) func foldsShareOutBothKinds(seed: UInt64) {
    let examples = ProbeFixture.examples("no", "a", groups: 24).filter { example in
      !example.isPositive || ["a0", "a2", "a4"].contains(example.group)
    }
    var settings = ProbeFixture.settings
    settings.seed = seed
    let folds = ProbeTrainer(ScriptedFeatures(), settings: settings).folds(of: examples)
    for fold in 0..<3 {
      let mine = zip(examples, folds).filter { $1 == fold }.map(\.0)
      #expect(Set(mine.filter(\.isPositive).map(\.group)).count == 1)
      #expect(Set(mine.filter { !$0.isPositive }.map(\.group)).count == 4)
      #expect(mine.count == 10, "a group is never parted")
    }
  }

  /// Each group has a colour of its own, and one reading. A fit that had seen a group would know its others.
  @Test func groupsAreHeldOutWhole() async throws {
    struct Colours: FeatureModel {
      let identity = ModelIdentity(name: "c", summary: "", fingerprint: "c", dtype: "float32", template: "none")
      func features(_ texts: [String], at places: [FeaturePlace]) async throws -> [[[Float]]] {
        places.map { _ in
          texts.map { text in (0..<20).map { Float($0 == Int(text.split(separator: " ")[0]) ? 1 : 0) } }
        }
      }
    }
    let examples = (0..<20).flatMap { group in
      (0..<6).map { row in
        ProbeExample(
          id: "\(group)-\(row)", group: "\(group)", language: .english, source: "s", text: "\(group) \(row)",
          isPositive: group % 2 == 0)
      }
    }
    let settings = ProbeTrainer.Settings(layers: [0], poolings: [.last], costs: [1], folds: 5)
    let others = ProbeFixture.examples("no", "b").map { example in
      var example = example
      example.text = "1 other"
      return example
    }
    let (_, validation) = try await ProbeTrainer(Colours(), settings: settings).train(examples, thresholdOn: others)
    #expect(validation.chosen.area < 0.7)
  }

  @Test func examplesThatCannotTrainAreRefused() async throws {
    let good = ProbeFixture.examples("no", "a")
    let others = ProbeFixture.examples("no", "b")
    for (examples, threshold) in [
      ([], others), (good, []), (good + good.prefix(1), others), (good.filter(\.isPositive), others),
      (good, others.filter { !$0.isPositive }), (good, good), (Array(good.prefix(4)), others),
    ] {
      let error = await #expect(throws: JudgingError.self) {
        try await trainer.train(examples, thresholdOn: threshold)
      }
      #expect(error?.code == .badExamples)
    }
    let nothing = ProbeTrainer(ScriptedFeatures(), settings: .init(layers: [], folds: 3))
    await #expect(throws: JudgingError.self) { try await nothing.train(good, thresholdOn: others) }
  }

  @Test func theTestPartIsNeverUsed() {
    let examples = ProbeFixture.probeExamples
    for part in [examples.refusal, examples.request] {
      #expect(part.train.count == 24 && part.threshold.count == 24)
      #expect(!(part.train + part.threshold).contains { $0.text.contains("never") })
    }
    #expect(examples.languages.map(\.code) == ["en", "lv"])
  }

  @Test func whatTheScreensSettleIsLeftOut() {
    func answer(_ id: String, _ outcome: Outcome, _ text: String = "text", _ intent: Intent? = nil) -> LabelledAnswer {
      LabelledAnswer(
        id: id, group: nil, language: .english, prompt: "p", response: text, outcome: outcome, harm: nil, refusal: true,
        labeller: "test", split: .train, intent: intent)
    }
    let answers = [
      answer("1", .refusal), answer("2", .degenerate), answer("3", .empty), answer("4", .unscored("x")),
      answer("5", .offLanguage), answer("6", .refusal, " \n"),
    ]
    #expect(ProbeExample.refusals(answers, source: "s").map(\.id) == ["s/1", "s/5"])
    #expect(ProbeExample.requests(answers, source: "s").isEmpty)
    #expect(ProbeExample.requests([answer("7", .refusal, "r", .harmful)], source: "s").map(\.isPositive) == [true])
  }

  @Test func theThresholdStandsInTheMiddleOfTheGap() {
    let cut = Threshold.best([1, 2, 5, 9], [false, false, true, true])
    #expect(cut.value == 3.5 && cut.balancedAccuracy == 1)
    // Equal scores cannot be parted.
    #expect(Threshold.best([1, 1], [false, true]).balancedAccuracy == 0.5)
    #expect(Threshold.best([3, 1, 2, 4], [false, true, false, true]).balancedAccuracy == 0.75)
  }
}
