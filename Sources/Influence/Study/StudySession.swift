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

/// What a study retrains on to see whether influence foretells it.
public enum StudySubsets: Sendable {
  /// So many halves of the pairs, drawn at random: the linear datamodelling score.
  case halves(Int)
  /// All pairs but one, for each of them.
  case leavingOneOut

  var name: String {
    switch self {
    case .halves: "subsets"
    case .leavingOneOut: "leave-one-out"
    }
  }
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
  ///   - load: reads the model; called once for all retraining, and once each time that scores are computed.
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
    try options.retraining.validate()
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
    let curves = weights[last].map { LossWeight.curvature($0, beta: beta) }
    let curvature = try features.curvature(pairs, weights: curves, vectors: table.vectors[last])
    let inverse = AveragedInverse(features.layout, table.vectors[last], weights: curves)
    let curved = [
      "ekfac": try asked.vectors[last].map { try curvature.solved($0) },
      "datainf": asked.vectors[last].map { inverse.solved($0) },
    ]
    var methods = StudyScores.gradients(
      table, asked, steps: try features.steps(pairs, snapshots, weights: weights), curved: curved,
      rates: snapshots.map(\.rate), weights: weights)
    methods["bm25"] = StudyScores.bm25(pairs, queries)
    methods["embedding"] = embedding
    for (name, table) in methods where !table.joined().allSatisfy(\.isFinite) {
      throw InfluenceError(.badInput, "The estimate \(name) is not finite: look at the pairs, or lower the rate.")
    }
    return StudyScores(methods: methods)
  }

  /// The same, kept in a folder: computed once.
  private func scores(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], at folder: URL
  ) throws -> StudyScores {
    var log = try StudyLog<StudyScores>(folder, "scores.jsonl", identity: identity("scores", pairs, queries))
    if let kept = log.lines.first { return kept }
    let made = try scores(pairs, queries)
    try log.append(made)
    return made
  }

  /// How well the estimates foretell retraining on subsets; goes on where its log ends.
  /// - Throws: `CancellationError` with the log kept; `InfluenceError`, `AlignmentError`, `TorchError`.
  public func datamodelScore(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], on kind: StudySubsets, at folder: URL,
    onProgress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> DatamodelScore {
    if case .halves(let count) = kind { try check(retrainings: count) }
    let subsets: [[Int]] =
      switch kind {
      case .halves(let count): (0..<max(0, count)).map { half(pairs, number: $0) }
      case .leavingOneOut: pairs.indices.map { left in pairs.indices.filter { $0 != left } }
      }
    guard pairs.count >= 2, subsets.count >= 3, !queries.isEmpty else {
      throw InfluenceError(.badOptions, "The score needs two pairs, three subsets and a question.")
    }
    let scores = try scores(pairs, queries, at: folder)
    let found = try margins(pairs, queries, on: subsets, log: kind.name, at: folder, onProgress: onProgress)
    return try DatamodelScore(scores, members: subsets, margins: found, pairs: pairs.count, seed: options.seed)
  }

  /// The most trainings of one study.
  public static let mostRetrainings = 10_000

  private func check(retrainings count: Int) throws {
    guard count <= Self.mostRetrainings else {
      throw InfluenceError(
        .badOptions, "A study retrains at most \(Self.mostRetrainings) times, and not \(count) times.")
    }
  }

  private func half(_ pairs: [TokenizedPair], number: Int) -> [Int] {
    var generator = SeededGenerator(seed: options.seed &+ 1_000_003 &* UInt64(number + 1))
    var order = Array(pairs.indices)
    generator.shuffle(&order)
    return order.prefix(pairs.count / 2).sorted()
  }

  /// Whether the n pairs that help a language most, by their influence on some of its questions, beat n drawn at random on
  /// others; goes on where its log ends.
  /// - Parameters:
  ///   - queries: questions of the language that pairs are chosen by.
  ///   - tests: other questions of it.
  public func selection(
    _ pairs: [TokenizedPair], by queries: [TokenizedPair], on tests: [TokenizedPair], count: Int, draws: Int,
    at folder: URL, onProgress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> SelectionResult {
    guard count >= 1, count < pairs.count, draws >= 1 else {
      throw InfluenceError(.badOptions, "Choose from 1 pair to all but one, against at least one draw.")
    }
    try check(retrainings: draws)
    guard !queries.isEmpty, !tests.isEmpty else {
      throw InfluenceError(.badOptions, "A selection needs a question to choose by, and another one to test with.")
    }
    let scores = try scores(pairs, queries, at: folder)
    func best(_ method: String) -> [Int] {
      let table = scores.methods[method] ?? []
      let sums = pairs.indices.map { pair in table.reduce(0) { $0 + $1[pair] } }
      return Array(sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }.prefix(count)).sorted()
    }
    let chosen = SelectionResult.methods.map(best)
    var subsets = [[]] + chosen
    for number in 0..<draws {
      var generator = SeededGenerator(seed: options.seed &+ 7_368_787 &* UInt64(number + 1))
      var order = Array(pairs.indices)
      generator.shuffle(&order)
      subsets.append(order.prefix(count).sorted())
    }
    let found = try margins(pairs, tests, on: subsets, log: "selection", at: folder, onProgress: onProgress)
    return try SelectionResult(
      margins: found, chosen: chosen.map { $0.map { pairs[$0].language } }, count: count, pairs: pairs.count,
      language: tests[0].language, seed: options.seed)
  }

  /// How well planted mistakes are found: pairs with swapped answers, and near-copies of others.
  ///
  /// The model is trained on the set with the mistakes in it, as a user's would have been, anew for each draw of which
  /// pairs they are; goes on behind the last whole draw of its log.
  public func plantedMistakes(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], swaps: Int, copies: Int, draws count: Int, at folder: URL,
    onProgress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> PlantedMistakes {
    // Each is bounded by itself first: no sum of what a user may give overflows.
    guard swaps >= 1, copies >= 1, swaps < pairs.count, copies < pairs.count, swaps + 2 * copies < pairs.count,
      count >= 1, !queries.isEmpty
    else {
      throw InfluenceError(.badOptions, "There are too few pairs for so many planted mistakes.")
    }
    try check(retrainings: count)
    let kind = "mistakes \(swaps) \(copies)"
    var log = try StudyLog<PlantedMistakes.Draw>(
      folder, "mistakes.jsonl", identity: identity(kind, pairs, queries))
    onProgress(min(log.lines.count, count), count)
    for number in log.lines.count..<max(log.lines.count, count) {
      let planted = PlantedSet(
        pairs, swaps: swaps, copies: copies, seed: options.seed &+ 15_485_863 &* UInt64(number))
      let scores = try scores(planted.pairs, planted.pairs + queries)
      try log.append(PlantedMistakes.Draw(planted, scores, questions: queries.count))
      onProgress(number + 1, count)
    }
    return try PlantedMistakes(
      Array(log.lines.prefix(count)), pairs: pairs.count, swaps: swaps, copies: copies, seed: options.seed)
  }
}
