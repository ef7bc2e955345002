import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch

@testable import IsoglossInfluence

/// What scripts/goldens/influence.py found with torch.
struct Golden: Decodable {
  struct Pair: Decodable {
    var prompt: [Int32]
    var chosen: [Int32]
    var rejected: [Int32]
  }

  struct Checkpoint: Decodable {
    var margins: [Double]
    var weights: [Double]
    var products: [[Double]]
    var cosines: [[Double]]
    var first: [Double]
    var norms: [Double]
  }

  struct Run: Decodable {
    var train: [Pair]
    var test: [Pair]
    var reference: [Double]
    var checkpoints: [Checkpoint]
    var tracin: [[Double]]
    var less: [[Double]]
  }

  var rank: Int
  var alpha: Double
  var beta: Double
  var rates: [Double]
  var models: [String: Run]

  static let models = ["llama-old", "gemma3-270m-old"]

  static func read() throws -> Golden {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/influence.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }
}

extension Golden.Pair {
  func tokenized(_ id: String) -> TokenizedPair {
    TokenizedPair(id: id, language: Language("en"), prompt: prompt, chosen: chosen, rejected: rejected)
  }
}

/// The tiny models, with adapters that are formulas of their places.
enum Tiny {
  static let kinds = [
    "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
    "mlp.down_proj",
  ]

  static func decoder(_ name: String) throws -> Decoder {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ModelsTests/Goldens/tiny-\(name)")
    let configuration = try ModelConfiguration(folder: folder)
    return try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: .float32)
  }

  /// The adapter of a checkpoint.
  static func adapter(_ c: ModelConfiguration, rank: Int, scale: Double, checkpoint: Int) -> AdapterWeights {
    var layers: [AdapterWeights.Layer] = []
    for block in 0..<c.layers {
      for kind in kinds {
        let name = "model.layers.\(block).\(kind)"
        guard let shape = c.linearShapes[name] else { continue }
        let first = 1.3 * Double(layers.count)
        let second = 0.4 * Double(layers.count) + Double(checkpoint)
        let a: [Float] = (0..<rank * shape.inputs).map { Float(0.2 * sin(0.7 * Double($0) + first)) }
        let b: [Float] = (0..<shape.outputs * rank).map { Float(0.1 * cos(0.9 * Double($0) + second)) }
        layers.append(
          AdapterWeights.Layer(
            name: name, rank: rank, inputs: shape.inputs, outputs: shape.outputs, a: a, b: b, scale: scale))
      }
    }
    return AdapterWeights(layers: layers)
  }

  static func snapshots(_ c: ModelConfiguration, _ golden: Golden) -> [AdapterSnapshot] {
    golden.rates.enumerated().map { checkpoint, rate in
      let adapter = adapter(c, rank: golden.rank, scale: golden.alpha / Double(golden.rank), checkpoint: checkpoint)
      let count = adapter.layers.reduce(0) { $0 + $1.a.count + $1.b.count }
      let first: [Float] = (0..<count).map { Float(0.01 * sin(0.3 * Double($0))) }
      let second: [Float] = (0..<count).map { Float(1e-4 * (1 + cos(0.2 * Double($0)))) }
      return AdapterSnapshot(
        name: "step-\(checkpoint)", hash: "\(checkpoint)", rate: rate, weights: adapter,
        moments: .init(first: first, second: second))
    }
  }

  static func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: "isogloss-influence-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}

/// An index of a golden's pairs on a tiny model, in a folder of its own, and the golden's queries.
struct TinyIndex {
  let golden: Golden
  let run: Golden.Run
  let folder: IndexFolder
  let manifest: IndexManifest
  let features: PairFeatures
  let snapshots: [AdapterSnapshot]
  let pairs: [TokenizedPair]

  init(
    _ model: String, feature: IndexManifest.Feature = .gradient, projection: Projection = .none, shard: Int = 3,
    snapshots others: [AdapterSnapshot]? = nil
  ) throws {
    golden = try Golden.read()
    guard let run = golden.models[model] else { throw InfluenceError(.badInput, "there is no golden of \(model)") }
    self.run = run
    pairs = run.train.enumerated().map { $1.tokenized("t\($0)") }
    let decoder = try Tiny.decoder(model)
    snapshots = others ?? Tiny.snapshots(decoder.configuration, golden)
    features = try PairFeatures(AdapterGradients(decoder, adapter: snapshots[0].weights), projection)
    let rows = pairs.map { IndexManifest.Row(id: $0.id, group: nil, language: $0.language, intent: .harmful) }
    manifest = try IndexManifest(
      feature: feature, adapter: "/tiny",
      base: .init(name: model, fingerprint: "f", dtype: "float32", template: "none"), onto: [],
      checkpoints: snapshots.map { .init(name: $0.name, hash: $0.hash, rate: $0.rate) }, beta: golden.beta,
      pairs: "tiny",
      pairsHash: "p", rows: rows, projection: projection, width: features.layout.width, shard: shard)
    folder = IndexFolder(url: try Tiny.folder())
    try folder.agree(manifest, rows: rows)
  }

  var builder: IndexBuilder { IndexBuilder(folder: folder, manifest: manifest, pairs: pairs) }

  func filled() throws -> InfluenceIndex {
    try builder.fill(features, snapshots)
    return try InfluenceIndex(at: folder.url)
  }

  func queries() throws -> [InfluenceQuery] {
    var queries = run.test.indices.map {
      InfluenceQuery(id: "q\($0)", language: "en", group: nil, vectors: [], value: 0)
    }
    for snapshot in snapshots {
      try features.set(snapshot.weights)
      try features.forEach(run.test.enumerated().map { $1.tokenized("q\($0)") }) { index, pair in
        queries[index].vectors.append(features.layout.folded(Array(pair.vector)))
        queries[index].value = pair.chosen - pair.rejected
      }
    }
    return queries
  }

  func remove() { try? FileManager.default.removeItem(at: folder.url) }
}

/// The largest difference between two tables over the largest size in the second.
func gap(_ values: [[Double]], _ expected: [[Double]]) -> Double {
  let (a, b) = (values.flatMap { $0 }, expected.flatMap { $0 })
  guard a.count == b.count, let top = b.map(abs).max(), top > 0 else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  } / top
}
