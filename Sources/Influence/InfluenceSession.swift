public import Foundation
public import IsoglossAlignment
public import IsoglossCore
public import IsoglossModels
internal import IsoglossTorch

/// Gradients of a model's answers, from files to files.
///
/// An actor with a thread of its own: libtorch's threads belong to the thread that calls it, and an index takes minutes.
public actor InfluenceSession {
  /// Whose gradients are taken, and how they are made short.
  public struct Plan: Sendable {
    /// The base's files.
    public var base: ModelCatalog.Entry
    /// Folder of the adapter, as an absolute path.
    public var adapter: String
    /// What a manifest says of the base.
    public var identity: AdapterManifest.Base
    /// Adapters that are added to the base first; null for none.
    public var beneath: AdapterWeights?
    /// Hashes of them.
    public var onto: [String]
    /// The adapter at the moments that count.
    public var snapshots: [AdapterSnapshot]
    /// How gradients are made short.
    public var projection: Projection
    /// Threads of libtorch; null leaves its own choice.
    public var threads: Int?
    /// Tokens of the longest row that runs at once.
    public var tokenBudget = 4096
    /// Whether this package's own kernels are used where they can be.
    public var usesFusedKernels = true

    /// A plan.
    public init(
      base: ModelCatalog.Entry, adapter: String, identity: AdapterManifest.Base, beneath: AdapterWeights?,
      onto: [String],
      snapshots: [AdapterSnapshot], projection: Projection
    ) {
      self.base = base
      self.adapter = adapter
      self.identity = identity
      self.beneath = beneath
      self.onto = onto
      self.snapshots = snapshots
      self.projection = projection
    }
  }

  private let executor: ThreadExecutor
  /// The thread that the work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private var plan: Plan?
  private var features: PairFeatures?

  /// A session.
  public init() { executor = ThreadExecutor(name: "isogloss.influence") }

  /// Loads the model.
  /// - Throws: `InfluenceError`, `ModelError`, `ModelFileError`, `TorchError`.
  public func open(_ plan: Plan) throws {
    guard let first = plan.snapshots.first else {
      throw InfluenceError(.badInput, "There is no checkpoint to take gradients at.")
    }
    try plan.projection.validate()
    if let threads = plan.threads { try Processor.setThreads(threads) }
    let decoder = try Decoder.load(plan.base, dtype: DType(rawValue: plan.identity.dtype) ?? .preferredForInference)
    if let beneath = plan.beneath { try decoder.merge(beneath) }
    let gradients = try AdapterGradients(
      decoder, adapter: first.weights, tokenBudget: plan.tokenBudget, usesFusedKernels: plan.usesFusedKernels)
    features = try PairFeatures(gradients, plan.projection)
    self.plan = plan
  }

  /// Makes the index of some pairs in a folder, or goes on with it.
  /// - Parameters:
  ///   - rows: of the pairs, in their order.
  ///   - name: of the pairs' set.
  ///   - onProgress: told the parts that are there, and of all.
  /// - Throws: `CancellationError` with all whole parts kept; `InfluenceError`, `AlignmentError`, `TorchError`.
  public func index(
    _ pairs: [TokenizedPair], rows: [IndexManifest.Row], name: String, hash: String, beta: Double,
    feature: IndexManifest.Feature = .gradient, shard: Int = 256, at url: URL,
    onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> IndexManifest {
    let (plan, features) = try opened
    guard !pairs.isEmpty, pairs.map(\.id) == rows.map(\.id) else {
      throw InfluenceError(.badInput, "An index needs at least one pair, and a row for each.")
    }
    let manifest = try IndexManifest(
      feature: feature, adapter: plan.adapter, base: plan.identity, onto: plan.onto,
      checkpoints: plan.snapshots.map { .init(name: $0.name, hash: $0.hash, rate: $0.rate) }, beta: beta, pairs: name,
      pairsHash: hash, rows: rows, projection: plan.projection, width: features.layout.width, shard: shard)
    let folder = IndexFolder(url: url)
    let lock = try folder.lock()
    defer { withExtendedLifetime(lock) {} }
    try folder.agree(manifest, rows: rows)
    var builder = IndexBuilder(folder: folder, manifest: manifest, pairs: pairs)
    builder.onProgress = onProgress
    try builder.fill(features, plan.snapshots)
    return manifest
  }

  /// Measures the curvature of the losses at the last checkpoint and keeps it beside an index: what EK-FAC needs.
  ///
  /// It is whole or not there: an interrupted one is begun again. One of as many pairs that is there already is kept.
  /// - Parameters:
  ///   - pairs: those of the index, in their order.
  ///   - limit: pairs that it is measured on at most, evenly spaced; each is run twice.
  ///   - onProgress: told the runs that are done, and all.
  /// - Throws: `CancellationError`; `InfluenceError`, `AlignmentError`, `TorchError`.
  public func addCurvature(
    _ pairs: [TokenizedPair], to index: InfluenceIndex, limit: Int,
    onProgress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws {
    let (plan, features) = try opened
    let manifest = index.manifest
    guard let last = plan.snapshots.last, let weights = index.lossWeights.last, limit > 0,
      pairs.map(\.id) == index.rows.map(\.id)
    else { throw InfluenceError(.badInput, "A curvature needs the pairs of its index, and at least one.") }
    guard manifest.feature == .gradient, manifest.projection == plan.projection else {
      throw InfluenceError(.badOptions, "A curvature stands beside an index of gradients, with the same projection.")
    }
    let lock = try HeldFile(folder: index.folder)
    defer { withExtendedLifetime(lock) {} }
    let count = min(limit, pairs.count)
    let (file, identity) = (index.curvatureFile, try manifest.identity)
    guard Curvature.pairs(at: file, identity: identity) != count else { return onProgress(2 * count, 2 * count) }
    let places = (0..<count).map { $0 * pairs.count / count }
    var done = 0
    try features.set(last.weights)
    let curvature = try features.curvature(
      places.map { pairs[$0] }, weights: places.map { LossWeight.curvature(weights[$0], beta: manifest.beta) }
    ) {
      if Task.isCancelled { throw CancellationError() }
      done += 1
      onProgress(done, 2 * count)
    }
    try curvature.write(to: file, identity: identity)
  }

  /// The gradients of some answers at every checkpoint.
  /// - Parameters:
  ///   - slopes: `.margin` asks about chosen over rejected, `.answer` about the chosen answer alone.
  ///   - index: whose curvature the questions are solved with, for EK-FAC; null for the other methods.
  /// - Throws: `InfluenceError.unfinished` where the index has no curvature.
  public func queries(
    _ pairs: [TokenizedPair], groups: [String?], slopes: AdapterGradients.Slopes = .margin,
    solvedBy index: InfluenceIndex? = nil
  ) throws -> [InfluenceQuery] {
    let (plan, features) = try opened
    guard groups.count == pairs.count else {
      throw InfluenceError(.badInput, "Every query needs its group, or null in its place.")
    }
    let curvature = try index.map { try $0.curvature(features.layout) }
    var queries = zip(pairs, groups).map { pair, group in
      InfluenceQuery(id: pair.id, language: pair.language.code, group: group, vectors: [], value: 0)
    }
    for (number, snapshot) in plan.snapshots.enumerated() {
      try features.set(snapshot.weights)
      try features.forEach(pairs, slopes: slopes) { index, pair in
        if Task.isCancelled { throw CancellationError() }
        let vector = Array(pair.vector)
        queries[index].vectors.append(features.layout.folded(vector))
        if let curvature, number == plan.snapshots.count - 1 {
          queries[index].solved = features.layout.folded(try curvature.solved(vector))
        }
        queries[index].value = slopes.chosen * pair.chosen + slopes.rejected * pair.rejected
      }
    }
    return queries
  }

  private var opened: (Plan, PairFeatures) {
    get throws {
      guard let plan, let features else { throw InfluenceError(.badInput, "No model was opened.") }
      return (plan, features)
    }
  }
}
