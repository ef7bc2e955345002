import Foundation
import IsoglossCore
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch

@testable import IsoglossAlignment

/// Twenty steps of TRL on a tiny model, from scripts/goldens/training.py.
struct Golden: Decodable {
  struct Pair: Decodable {
    var prompt: [Int32]
    var chosen: [Int32]
    var rejected: [Int32]
  }

  struct Run: Decodable {
    var loss: [String]
    var weights: [Double]?
    var beta: Double
    var smoothing: Double
    var rate: Double
    var schedule: String
    var warmup: Int
    var clip: Double
    var decay: Double
    var full: Bool
    var rslora: Bool
    var accumulation: Int
    var steps: [[String: Double]]
  }

  struct Made: Decodable {
    var rank: Int
    var batch: Int
  }

  var made: Made
  var pairs: [Pair]
  var runs: [String: Run]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")

  init(_ model: String) throws {
    self = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: Self.folder.appendingPathComponent("trl-\(model).json")))
  }

  var tokenized: [TokenizedPair] {
    pairs.enumerated().map { index, pair in
      TokenizedPair(
        id: "\(index)", language: Language("en"), prompt: pair.prompt, chosen: pair.chosen, rejected: pair.rejected)
    }
  }
}

/// The tiny models that the model tests' goldens keep.
enum Tiny {
  static let names = ["llama-old", "gemma3-270m-old"]
  /// More shapes: biases, head norms, windows without head norms.
  static let others = [
    "llama3-new", "qwen2-new", "qwen2-sliding-old", "qwen3-old-sharded", "mistral-new", "gemma3-1b-new",
  ]

  static func decoder(_ name: String, dtype: DType = .float32) throws -> Decoder {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("ModelsTests/Goldens/tiny-\(name)")
    let configuration = try ModelConfiguration(folder: folder)
    return try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: dtype)
  }

  /// The adapter that TRL's runs started from.
  static func start(_ name: String, options: LowRankOptions) throws -> AdapterWeights {
    let file = try SafetensorsFile(contentsOf: Golden.folder.appendingPathComponent("trl-\(name).safetensors"))
    let shapes = try decoder(name).configuration.linearShapes
    return AdapterWeights(
      layers: try shapes.sorted { $0.key < $1.key }.map { layer, shape in
        AdapterWeights.Layer(
          name: layer, rank: options.rank, inputs: shape.inputs, outputs: shape.outputs,
          a: try file.float32(of: "base_model.model.\(layer).lora_A.weight"),
          b: [Float](repeating: 0, count: shape.outputs * options.rank), scale: options.scale)
      })
  }

  /// Pairs of many lengths, among them answers of one token.
  static func pairs(_ count: Int) -> [TokenizedPair] {
    func text(_ count: Int, _ seed: Int) -> [Int32] {
      (0..<count).map { Int32(3 + (($0 + 1) * (seed * 7 + 5) + seed) % 93) }
    }
    return (0..<count).map { i in
      TokenizedPair(
        id: "p\(i)", language: Language(i % 2 == 0 ? "en" : "lv"), prompt: text(1 + (i * 5) % 19, i),
        chosen: text(i * 3 % 11, i + 40) + [2], rejected: text(i * 4 % 13, i + 80) + [2])
    }
  }

  static func options(
    _ loss: PreferenceLoss = PreferenceLoss(.sigmoid), rate: Double = 1e-2, steps: Int = 20, rank: Int = 4
  ) -> TrainerOptions {
    TrainerOptions(
      loss: loss, weights: .lowRank(LowRankOptions(rank: rank, alpha: Double(2 * rank))),
      rate: LearningRate(peak: rate, steps: steps))
  }

  /// A folder of its own below the temporary one.
  static func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("isogloss-alignment-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}

/// The largest difference between two lists over the largest size in the second.
func gap(_ values: [Double], _ expected: [Double]) -> Double {
  guard values.count == expected.count, let top = expected.map(abs).max(), top > 0 else { return .infinity }
  return zip(values, expected).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  } / top
}
