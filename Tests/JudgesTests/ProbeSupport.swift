import IsoglossCore
import Synchronization

@testable import IsoglossJudges

/// A model whose states are simple facts of a text, so that what a probe should learn is known.
///
/// After 2 blocks the mean shows whether the text says "no" and "harm", and nothing else; after 1 block, and at the last
/// position, there is noise that depends on the text alone.
final class ScriptedFeatures: FeatureModel {
  let identity: ModelIdentity
  private let width: Int
  private let failure: (any Error & Sendable)?
  private let lengths = Mutex<[Int]>([])

  init(width: Int = 6, fingerprint: String = "f", dtype: String = "float32", failure: (any Error & Sendable)? = nil) {
    identity = ModelIdentity(name: "scripted", summary: "", fingerprint: fingerprint, dtype: dtype, template: "none")
    self.width = width
    self.failure = failure
  }

  struct Broken: Error {}

  /// UTF-8 lengths of the texts read.
  var read: [Int] { lengths.withLock { $0 } }

  func features(_ texts: [String], at places: [FeaturePlace]) async throws -> [[[Float]]] {
    if let failure { throw failure }
    lengths.withLock { $0 += texts.map(\.utf8.count) }
    return places.map { place in texts.map { state($0, place) } }
  }

  private func state(_ text: String, _ place: FeaturePlace) -> [Float] {
    if place.layer == 2, place.pooling == .mean {
      return [text.contains("no") ? 1 : -1, text.contains("harm") ? 3 : -3] + [Float](repeating: 0, count: width - 2)
    }
    var noise = text.utf8.reduce(UInt64(place.layer + 1)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return (0..<width).map { _ in
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(noise >> 40) / Float(1 << 24) - 0.5
    }
  }
}

/// Examples that a scripted model tells apart.
enum ProbeFixture {
  static let settings = ProbeTrainer.Settings(
    layers: [1, 2], poolings: [.last, .mean], costs: [0.01, 1], folds: 3, seed: 5)

  static func examples(_ word: String, _ prefix: String, groups: Int = 12) -> [ProbeExample] {
    (0..<groups).flatMap { group in
      ["en", "lv"].map { language in
        let isPositive = group % 2 == 0
        return ProbeExample(
          id: "\(prefix)\(group).\(language)", group: "\(prefix)\(group)", language: Language(language), source: "s",
          text: "\(isPositive ? word : "yes") \(prefix) \(group) \(language)", isPositive: isPositive)
      }
    }
  }

  static let probeExamples: ProbeExamples = {
    let answers = { (part: LabelledAnswer.Split, prefix: String) in
      (0..<12).flatMap { group in
        ["en", "lv"].map { language in
          LabelledAnswer(
            id: "\(prefix)\(group).\(language)", group: "\(prefix)\(group)", language: Language(language),
            prompt: group % 3 == 0 ? "harm \(prefix)\(group)" : "peace \(prefix)\(group)",
            response: group % 2 == 0 ? "no \(language) \(prefix)\(group)" : "yes \(language) \(prefix)\(group)",
            outcome: group % 2 == 0 ? .refusal : .compliance, harm: nil, refusal: nil, labeller: "test", split: part,
            intent: group % 3 == 0 ? .harmful : .benign)
        }
      }
    }
    return ProbeExamples(
      labels: answers(.train, "t") + answers(.calibrate, "c") + answers(.test, "never"), wordings: [], requests: [])
  }()

  static func probe(_ model: ScriptedFeatures = ScriptedFeatures(), seed: UInt64 = 5) async throws -> Probe {
    var settings = settings
    settings.seed = seed
    return try await ProbeTrainer(model, settings: settings).probe(probeExamples, name: "probe/test")
  }
}
