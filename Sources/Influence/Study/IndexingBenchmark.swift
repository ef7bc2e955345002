public import Foundation
internal import IsoglossAlignment
internal import IsoglossCore
internal import IsoglossModelFiles
public import IsoglossModels
internal import IsoglossTorch

/// Measures gradients to index on given tokens and a given adapter: our side of `make bench-influence`.
public struct IndexingBenchmark: Sendable {
  /// A pair in the file of pairs: one JSON object a line, as the peer tokenised it.
  private struct Line: Decodable {
    var prompt: [Int32]
    var chosen: [Int32]
    var rejected: [Int32]
  }

  /// What was measured.
  public struct Result: Sendable {
    /// Number of pairs.
    public var pairs: Int
    /// Wall time and processor time of gradients, projection and writing.
    public var seconds: Double
    /// The other part of the above.
    public var processorSeconds: Double
    /// Whether the fused kernels ran.
    public var isFused: Bool
  }

  /// Indexes the pairs of a file once.
  /// - Parameters:
  ///   - adapter: a PEFT file of rank 16 and α 32.
  ///   - folder: where the index goes; it must not hold one.
  /// - Throws: `InfluenceError`, `AlignmentError`, `ModelError`, `ModelFileError`, `TorchError`.
  public static func run(
    model: ModelCatalog.Entry, pairs file: URL, adapter: URL, folder: URL, side: Int = 16, width: Int
  ) throws -> Result {
    let pairs = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated().map { index, line in
      let pair = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      return TokenizedPair(
        id: "\(index)", language: Language("en"), prompt: pair.prompt, chosen: pair.chosen, rejected: pair.rejected)
    }
    let weights = try self.adapter(adapter)
    let snapshot = AdapterSnapshot(name: "bench", hash: "", rate: 1, weights: weights)
    let gradients = try AdapterGradients(Decoder.load(model, dtype: .preferredForInference), adapter: weights)
    let projection = Projection(side: side, width: width)
    let features = try PairFeatures(gradients, projection)
    let rows = pairs.map { IndexManifest.Row(id: $0.id, group: nil, language: $0.language, intent: .harmful) }
    let manifest = try IndexManifest(
      feature: .gradient, adapter: adapter.path,
      base: .init(name: model.name, fingerprint: "", dtype: "", template: ""), onto: [],
      checkpoints: [.init(name: "bench", hash: "", rate: 1)], beta: 0.1, pairs: "bench", pairsHash: "", rows: rows,
      projection: projection, width: features.layout.width, shard: 256)
    let builder = IndexBuilder(folder: IndexFolder(url: folder), manifest: manifest, pairs: pairs)
    let lock = try builder.folder.lock()
    defer { withExtendedLifetime(lock) {} }
    try builder.folder.agree(manifest, rows: rows)
    let (busy, clock) = (processorTime(), ContinuousClock.now)
    try builder.fill(features, [snapshot], withReference: false)
    return Result(
      pairs: pairs.count, seconds: (ContinuousClock.now - clock) / .seconds(1),
      processorSeconds: processorTime() - busy,
      isFused: gradients.hasFactors)
  }

  /// Seconds that all threads of the process have run.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func adapter(_ url: URL) throws -> AdapterWeights {
    let file = try SafetensorsFile(contentsOf: url)
    let ending = ".lora_A.weight"
    return AdapterWeights(
      layers: try file.entries.filter { $0.name.hasSuffix(ending) }.map { entry in
        let name = entry.name.dropFirst("base_model.model.".count).dropLast(ending.count)
        let other = try file.entry(entry.name.replacingOccurrences(of: "lora_A", with: "lora_B"))
        return AdapterWeights.Layer(
          name: String(name), rank: entry.shape[0], inputs: entry.shape[1], outputs: other.shape[0],
          a: try file.float32(of: entry.name), b: try file.float32(of: other.name), scale: 2)
      })
  }
}
