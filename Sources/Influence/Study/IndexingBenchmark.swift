public import Foundation
internal import IsoglossAlignment
internal import IsoglossCore
public import IsoglossModels
internal import IsoglossTorch

/// Measures gradients to index on given tokens and a given adapter: our side of `make bench-influence`.
public struct IndexingBenchmark: Sendable {
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
    let pairs = try PeerFiles.pairs(file)
    let weights = try PeerFiles.adapter(adapter, scale: 2)
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
    let (busy, clock) = (PeerFiles.processorTime(), ContinuousClock.now)
    try builder.fill(features, [snapshot], withReference: false)
    return Result(
      pairs: pairs.count, seconds: (ContinuousClock.now - clock) / .seconds(1),
      processorSeconds: PeerFiles.processorTime() - busy,
      isFused: gradients.hasFactors)
  }
}
