public import Foundation
public import IsoglossAlignment
internal import IsoglossCore
public import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTorch

/// Settings of a study.
public struct StudyOptions: Hashable, Sendable, Codable {
  /// How adapters are trained.
  public var retraining = RetrainingOptions()
  /// Longest side of a matrix after the projection.
  public var side = 16
  /// Moments of the training whose gradients count.
  public var checkpoints = 3
  /// Seed of draws.
  public var seed: UInt64 = 0

  /// Settings.
  public init() {}
}

/// Measures estimates of influence by retraining: small adapters on few pairs, many times.
///
/// An actor with a thread of its own, as `InfluenceSession`.
public actor StudySession {
  private let executor: ThreadExecutor
  /// The thread that the work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let options: StudyOptions
  private let load: @Sendable () throws -> Decoder
  private let fingerprint: String
  private var retraining: Retraining?

  /// A study on a model.
  /// - Parameters:
  ///   - fingerprint: of the model's weights.
  ///   - load: reads the model; called twice at most.
  public init(_ options: StudyOptions, fingerprint: String, load: @escaping @Sendable () throws -> Decoder) {
    executor = ThreadExecutor(name: "isogloss.study")
    self.options = options
    self.load = load
    self.fingerprint = fingerprint
  }

  /// One retraining, as its line in the log has it.
  private struct Trained: Codable {
    var members: [Int]
    var margins: [Double]
  }

  private func trainer(_ pairs: Int) throws -> Retraining {
    if let retraining { return retraining }
    let steps = options.retraining.epochs * ((pairs + options.retraining.batch - 1) / options.retraining.batch)
    let made = try Retraining(load(), options.retraining, steps: steps)
    retraining = made
    return made
  }

  private func identity(_ kind: String, _ pairs: [TokenizedPair], _ queries: [TokenizedPair]) throws -> String {
    func text(_ pairs: [TokenizedPair]) -> [String] {
      pairs.flatMap { [$0.id, "\($0.prompt) \($0.chosen) \($0.rejected)"] }
    }
    let settings = String(decoding: try IndexManifest.document(options), as: UTF8.self)
    return ContentHash.of([kind, fingerprint, settings] + text(pairs) + ["asked"] + text(queries))
  }

  /// Retrains on given subsets, those that the log lacks, and gives the questions' margins after each.
  private func margins(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], on subsets: [[Int]], log kind: String, at folder: URL,
    onProgress: (Int, Int) -> Void
  ) throws -> [[Double]] {
    var log = try StudyLog<Trained>(folder, "\(kind).jsonl", identity: identity(kind, pairs, queries))
    guard zip(log.lines, subsets).allSatisfy({ $0.members == $1 && $0.margins.count == queries.count }) else {
      throw InfluenceError(.damaged, "\(folder.path) holds other subsets than these settings draw: remove it.")
    }
    onProgress(log.lines.count, subsets.count)
    for number in log.lines.count..<max(log.lines.count, subsets.count) {
      let trainer = try trainer(pairs.count)
      _ = try trainer.train(pairs, on: subsets[number])
      try log.append(Trained(members: subsets[number], margins: trainer.margins(queries)))
      onProgress(number + 1, subsets.count)
    }
    return log.lines.prefix(subsets.count).map(\.margins)
  }

  /// Every estimate for every pair and question, from one training on all pairs.
  public func scores(_ pairs: [TokenizedPair], _ queries: [TokenizedPair]) throws -> StudyScores {
    let trainer = try trainer(pairs.count)
    let reference = try {
      _ = try trainer.train(pairs, on: [])
      return try trainer.margins(pairs)
    }()
    let snapshots = try trainer.train(pairs, on: pairs.indices, keeping: options.checkpoints)
    guard let first = snapshots.first else { throw InfluenceError(.badInput, "Nothing was trained.") }
    let decoder = try load()
    let embedding = try inference {
      try StudyScores.embedding(pairs, queries) { pair in
        let ids = (pair.prompt + pair.chosen).map { Int($0) }
        return try decoder.states(Tensor(ids, shape: [1, ids.count])).squeezed(0).to(.float32).mean(0).floats()
      }
    }
    let projection = Projection(side: options.side, width: .max, seed: options.seed)
    let features = try PairFeatures(AdapterGradients(decoder, adapter: first.weights), projection)
    let table = try features.table(pairs, snapshots)
    let asked = try features.table(queries, snapshots)
    let beta = options.retraining.beta
    let weights = table.lossWeights(reference: reference, beta: beta)
    let last = snapshots.count - 1
    // The adapter's numbers are those of the last snapshot now.
    let curvature = try features.curvature(
      pairs, weights: weights[last].map { LossWeight.curvature($0, beta: beta) }, vectors: table.vectors[last])
    let turned = try asked.vectors[last].map { try curvature.solved($0) }
    var methods = StudyScores.gradients(
      table, asked, solved: turned, rates: snapshots.map(\.rate), weights: weights)
    methods["bm25"] = StudyScores.bm25(pairs, queries)
    methods["embedding"] = embedding
    return StudyScores(methods: methods)
  }

  /// The linear datamodelling score on half-subsets; goes on where its log ends.
  /// - Throws: `CancellationError` with the log kept; `InfluenceError`, `AlignmentError`, `TorchError`.
  public func datamodelScore(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], subsets count: Int, at folder: URL,
    onProgress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> DatamodelScore {
    guard pairs.count >= 2, count >= 3, !queries.isEmpty else {
      throw InfluenceError(.badOptions, "The score needs two pairs, three subsets and a question.")
    }
    let subsets = (0..<count).map { number in
      var generator = SeededGenerator(seed: options.seed &+ 1_000_003 &* UInt64(number + 1))
      var order = Array(pairs.indices)
      generator.shuffle(&order)
      return order.prefix(pairs.count / 2).sorted()
    }
    let scores = try scores(pairs, queries)
    let found = try margins(pairs, queries, on: subsets, log: "subsets", at: folder, onProgress: onProgress)
    return try DatamodelScore(scores, members: subsets, margins: found, pairs: pairs.count, seed: options.seed)
  }

  /// Whether the n pairs that help a language most, by TracIn on some of its questions, beat n drawn at random on others.
  /// - Parameters:
  ///   - queries: questions of the language that pairs are chosen by.
  ///   - tests: other questions of it.
  public func selection(
    _ pairs: [TokenizedPair], by queries: [TokenizedPair], on tests: [TokenizedPair], count: Int, draws: Int,
    at folder: URL, onProgress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> SelectionResult {
    guard count >= 1, count < pairs.count, draws >= 1, !queries.isEmpty, !tests.isEmpty else {
      throw InfluenceError(.badOptions, "Choose from 1 pair to all but one, against at least one draw.")
    }
    let scores = try scores(pairs, queries)
    func best(_ method: String) -> [Int] {
      let table = scores.methods[method] ?? []
      let sums = pairs.indices.map { pair in table.reduce(0) { $0 + $1[pair] } }
      return Array(sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }.prefix(count)).sorted()
    }
    let methods = ["tracin", "bm25"]
    var subsets = [[]] + methods.map(best)
    for number in 0..<draws {
      var generator = SeededGenerator(seed: options.seed &+ 7_368_787 &* UInt64(number + 1))
      var order = Array(pairs.indices)
      generator.shuffle(&order)
      subsets.append(order.prefix(count).sorted())
    }
    let found = try margins(pairs, tests, on: subsets, log: "selection", at: folder, onProgress: onProgress)
    return try SelectionResult(
      margins: found, methods: methods, chosen: subsets[1].map { pairs[$0].language }, count: count, pairs: pairs.count,
      language: tests[0].language, seed: options.seed)
  }

  /// How well planted mistakes are found: pairs with swapped answers, and near-copies of others.
  ///
  /// The model is trained on the set with the mistakes in it, as a user's would have been.
  public func plantedMistakes(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], swaps: Int, copies: Int
  ) throws -> PlantedMistakes {
    guard swaps >= 1, copies >= 1, swaps + 2 * copies <= pairs.count, !queries.isEmpty else {
      throw InfluenceError(.badOptions, "There are too few pairs for so many planted mistakes.")
    }
    let planted = PlantedSet(pairs, swaps: swaps, copies: copies, seed: options.seed)
    let scores = try scores(planted.pairs, planted.pairs + queries)
    return try PlantedMistakes(planted, scores, questions: queries.count, seed: options.seed)
  }
}
