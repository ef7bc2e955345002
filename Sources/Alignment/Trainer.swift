public import Foundation
internal import IsoglossCore
public import IsoglossModels
internal import IsoglossTorch

/// Trains a policy on preference pairs, a step at a time.
///
/// A step's pairs are packed into rows (`PackedPairs`) of at most `tokenBudget` tokens; the result does not depend on how
/// they fall into rows. The reference is the policy as it was before the first step. Not Sendable: a trainer belongs to
/// one actor or thread, whose libtorch settings (threads) it uses.
///
/// Trainers of several processes (`RankGroup`) train one model: all are asked the same, each computes its share of the
/// pairs, gradients are summed, and all have the same numbers afterwards. Every call but those that read is made by all.
public final class Trainer {
  /// The model's make.
  public let configuration: ModelConfiguration
  /// How it is trained.
  public let options: TrainerOptions
  /// Steps taken.
  public private(set) var steps = 0

  private let dtype: DType
  private let plain: Decoder?
  private let policy: any Policy
  /// The processes that train together; null for one alone.
  let ranks: (any RankGroup)?
  private let adapters: LowRankSet?
  private let optimizer: AdamW
  /// The trained numbers before the first step; null where all weights are trained, which is too much to keep twice.
  private var start: Tensor?
  private let cache: ReferenceCache?
  private var references: [TokenizedPair: ReferenceCache.Entry] = [:]

  /// A trainer of a model, which it takes over: its weights must not be used elsewhere any more.
  /// - Parameters:
  ///   - fingerprint: of the model's weights; references are kept under it.
  ///   - references: folder of kept references; null keeps them in memory alone.
  ///   - adapter: the adapter to go on from, of the rank and layers of the options; null makes a new one.
  ///   - ranks: the processes that train together; null for one alone.
  /// - Throws: `AlignmentError`, `ModelError`, `TorchError`.
  public init(
    _ decoder: Decoder, fingerprint: String, options: TrainerOptions, references: URL? = nil,
    adapter: AdapterWeights? = nil, ranks: (any RankGroup)? = nil
  ) throws {
    try options.validate()
    try adapter?.check(decoder.configuration)
    configuration = decoder.configuration
    self.options = options
    self.ranks = ranks
    dtype = decoder.dtype
    switch options.weights {
    case .lowRank(let lowRank):
      let set = try LowRankSet(decoder.configuration, lowRank, seed: options.seed)
      if let adapter { try set.set(adapter) }
      adapters = set
      let rank = lowRank.rank
      policy =
        options.usesFusedKernels && FusedPolicy.supports(decoder, rank: rank)
        ? try FusedPolicy(decoder, adapters: set, rank: rank, checkpointing: options.checkpointing)
        : try PlainPolicy(decoder, adapters: set, checkpointing: options.checkpointing)
      start = try set.parameters.values.clone()
    case .all:
      guard adapter == nil else {
        throw AlignmentError(.badOptions, "Training all weights does not start from an adapter: merge it first.")
      }
      adapters = nil
      policy = try PlainPolicy(allOf: decoder, checkpointing: options.checkpointing)
    }
    // The fused kernels hold the weights packed; the plain ones are let go.
    plain = policy is FusedPolicy ? nil : decoder
    optimizer = try AdamW(policy.parameters, options)
    var reference = [fingerprint, dtype.rawValue, "\(type(of: policy)) 1"]
    if policy is FusedPolicy, !Processor.hasMatrixUnits { reference.append("vectors") }
    if decoder.device != .cpu { reference.append("cuda") }
    if let adapter {
      reference += adapter.layers.flatMap { layer in
        [layer.name, "\(layer.scale)", "\(layer.a.hashText) \(layer.b.hashText)"]
      }
    }
    cache = try references.map { try ReferenceCache(folder: $0, reference: ContentHash.of(reference)) }
  }

  /// Whether this package's own kernels are used, and not libtorch's.
  public var usesFusedKernels: Bool { policy is FusedPolicy }

  /// The decoder with its weights as they are now, an adapter beside them.
  /// - Throws: `AlignmentError.badOptions` where the weights are packed for the fused kernels: merge the adapter instead.
  public var model: Decoder {
    get throws {
      guard let plain else {
        throw AlignmentError(
          .badOptions, "The weights are packed for training; merge the adapter into the base instead.")
      }
      return plain
    }
  }

  /// The adapter as it is now; null where all weights are trained.
  public func adapter() throws -> AdapterWeights? { try adapters?.weights() }

  /// Takes other numbers for the adapter, of the same layers, rank and scale: what taking parts out of it looks at. The
  /// reference and the optimiser stay as they are.
  /// - Throws: `AlignmentError.badState` where the adapter is of other layers, or all weights are trained.
  public func replaceAdapter(by weights: AdapterWeights) throws {
    guard let adapters else {
      throw AlignmentError(.badState, "All weights are trained: there is no adapter to replace.")
    }
    try adapters.set(weights)
    try policy.parametersDidChange()
  }

  /// Makes sure that the reference's log-probabilities of some pairs are known; a run calls it once, before its first step.
  /// - Parameter progress: called with the number of pairs that are done, and of all that had to be computed.
  public func prepareReferences(_ pairs: [TokenizedPair], progress: ((Int, Int) throws -> Void)? = nil) throws {
    let wanted = try unknown(pairs)
    guard !wanted.isEmpty else { return }
    guard start != nil || steps == 0 else {
      throw AlignmentError(
        .badState, "The reference of \(wanted.count) pairs is not known, and all weights have been trained since.")
    }
    let share = share(of: wanted, parts: .both)
    var found: [ReferenceCache.Entry] = []
    let rows = try PackedPairs.rows(
      share.map { wanted[$0] }, budget: options.tokenBudget, vocabulary: configuration.vocabulary)
    try asAtStart {
      for row in rows {
        let scores = try policy.scores(row)
        let entries = row.pairs.indices.map {
          ReferenceCache.Entry(chosen: scores.logProbability[2 * $0], rejected: scores.logProbability[2 * $0 + 1])
        }
        found += entries
        // What one process finds is kept at once; what several find is kept by rank 0.
        if share.count == wanted.count { try cache?.add(Array(zip(row.pairs, entries))) }
        try progress?(found.count, share.count)
      }
    }
    let all = try gathered(found, share: share, count: wanted.count)
    if share.count < wanted.count { try cache?.add(Array(zip(wanted, all))) }
    for (pair, entry) in zip(wanted, all) { references[pair] = entry }
  }

  /// The pairs whose references are not known; those that are kept on disk (rank 0's) are known afterwards.
  private func unknown(_ pairs: [TokenizedPair]) throws -> [TokenizedPair] {
    var seen: Set<TokenizedPair> = []
    let open = pairs.filter { references[$0] == nil && seen.insert($0).inserted }
    var kept = open.map { cache?[$0] }
    if let ranks, ranks.count > 1, !open.isEmpty { kept = try ranks.said(kept) }
    for (pair, entry) in zip(open, kept) { references[pair] = entry }
    return zip(open, kept).filter { $1 == nil }.map(\.0)
  }

  /// Takes a step on the mean loss of some pairs.
  /// - Throws: `AlignmentError.badPair`; `notFinite`, and then nothing has changed.
  public func step(_ pairs: [TokenizedPair]) throws -> StepMetrics {
    let clock = ContinuousClock.now
    let (rows, share) = try rows(pairs)
    let mean = Self.meanChosenTokens(pairs)
    try policy.parameters.gradients.withElements(of: Float.self) { $0.update(repeating: 0) }
    var scores: [PairScore] = []
    for row in rows {
      var found: [PairScore] = []
      _ = try policy.gradients(row) { answers in
        let (losses, slopes) = try losses(row, answers, meanChosenTokens: mean)
        found = losses
        return slopes.map { $0 / Double(pairs.count) }
      }
      scores += found
    }
    scores = try gathered(scores, share: share, count: pairs.count)
    try sumGradients(policy.parameters.gradients)
    let loss = scores.reduce(0) { $0 + $1.loss } / Double(scores.count)
    let rate = options.rate[steps]
    let norm = try optimizer.norm()
    guard loss.isFinite, norm.isFinite else {
      throw AlignmentError(
        .notFinite,
        "Step \(steps + 1) has loss \(loss) and gradient norm \(norm). Use a lower learning rate, or look at its pairs."
      )
    }
    try checkAgreement(norm)
    try optimizer.step(steps + 1, rate: rate, norm: norm)
    try policy.parametersDidChange()
    steps += 1
    return StepMetrics(
      step: steps, rate: rate, loss: loss, gradientNorm: norm, pairs: scores,
      tokens: pairs.reduce(0) { $0 + PackedPairs.tokens(of: $1, parts: parts) },
      seconds: (ContinuousClock.now - clock) / .seconds(1))
  }

  /// The loss and the log-probabilities of pairs, without a step. Both answers are scored whatever the loss.
  public func evaluate(_ pairs: [TokenizedPair]) throws -> [PairScore] {
    try prepareReferences(pairs)
    let share = share(of: pairs, parts: .both)
    let rows = try PackedPairs.rows(
      share.map { pairs[$0] }, budget: options.tokenBudget, vocabulary: configuration.vocabulary)
    let found = try rows.flatMap { row in
      try losses(row, policy.scores(row), meanChosenTokens: Self.meanChosenTokens(pairs)).scores
    }
    return try gathered(found, share: share, count: pairs.count)
  }

  /// What a later trainer of the same options needs to go on from here.
  public func exportState() throws -> TrainerState {
    TrainerState(
      step: steps, layout: layout, values: try policy.parameters.values.floats(), start: try start?.floats() ?? [],
      first: try optimizer.first.floats(), second: try optimizer.second.floats())
  }

  /// Goes on from an exported state.
  /// - Throws: `AlignmentError.badState` where it is of other weights; then nothing has changed.
  public func importState(_ state: TrainerState) throws {
    let count = policy.parameters.values.count
    guard state.layout == layout, state.values.count == count, state.first.count == count,
      state.second.count == count, state.start.count == (start == nil ? 0 : count), state.step >= 0
    else {
      throw AlignmentError(.badState, "The saved state is of other weights than the ones that are trained here.")
    }
    func put(_ values: [Float], _ tensor: Tensor) throws { try tensor.copy(Tensor(values)) }
    try put(state.values, policy.parameters.values)
    try put(state.first, optimizer.first)
    try put(state.second, optimizer.second)
    if let start { try put(state.start, start) }
    steps = state.step
    try policy.parametersDidChange()
  }

  /// Takes rank 0's numbers, on all ranks.
  /// - Throws: `AlignmentError.ranks` where a rank trains other weights, or by other kernels.
  func synchronize() throws {
    guard let ranks, ranks.count > 1 else { return }
    let units = Processor.hasMatrixUnits ? "matrix units" : "vectors"
    let make = [layout, usesFusedKernels ? "this package's kernels on \(units)" : "libtorch's kernels"]
    let first = try ranks.said(make)
    guard make == first else {
      throw AlignmentError(
        .ranks,
        "Rank \(ranks.rank) trains other weights than rank 0, or by other kernels (\(make[1]), not \(first[1])): use "
          + "machines of one kind.")
    }
    steps = try ranks.said(steps)
    for tensor in [policy.parameters.values, optimizer.first, optimizer.second, start].compactMap({ $0 }) {
      try tensor.withElements(of: Float.self) { try ranks.broadcast(UnsafeMutableRawBufferPointer($0), from: 0) }
    }
    try policy.parametersDidChange()
  }

  /// Names and shapes of what is trained.
  private var layout: String {
    ContentHash.of(policy.parameters.parts.map { "\($0.name) \($0.value.shape)" })
  }

  /// What a step computes of each pair.
  private var parts: PackedPairs.Parts { options.loss.comparesAnswers ? .both : .chosen }

  /// This rank's rows of a step, and the places of its pairs.
  private func rows(_ pairs: [TokenizedPair]) throws -> (rows: [PackedPairs], share: [Int]) {
    guard !pairs.isEmpty else { throw AlignmentError(.badPair, "A step needs at least one pair.") }
    if options.loss.comparesAnswers { try prepareReferences(pairs) }
    let share = share(of: pairs, parts: parts)
    let rows = try PackedPairs.rows(
      share.map { pairs[$0] }, parts: parts, budget: options.tokenBudget, vocabulary: configuration.vocabulary)
    return (rows, share)
  }

  private static func meanChosenTokens(_ pairs: [TokenizedPair]) -> Double {
    Double(pairs.reduce(0) { $0 + $1.chosen.count }) / Double(max(1, pairs.count))
  }

  /// Runs a body with the trained numbers as they were before the first step.
  private func asAtStart(_ body: () throws -> Void) throws {
    guard let start, steps > 0 else { return try body() }
    let values = policy.parameters.values
    let now = try values.clone()
    try values.copy(start)
    try policy.parametersDidChange()
    defer {
      // trap-free: the shapes are those of the copy just made.
      try? values.copy(now)
      try? policy.parametersDidChange()
    }
    try body()
  }

  /// The loss of each pair of a row, and its slope by the log-probability of each answer.
  private func losses(
    _ row: PackedPairs, _ answers: AnswerScores, meanChosenTokens: Double
  ) throws -> (scores: [PairScore], slopes: [Double]) {
    let count = row.pairs.count
    let both = row.parts == .both
    func every(_ values: [Double], _ part: Int) -> [Double] { (0..<count).map { values[2 * $0 + part] } }
    let known = row.pairs.map { references[$0] ?? .init(chosen: 0, rejected: 0) }
    func tensor(_ values: [Double]) throws -> Tensor { try Tensor(values) }
    // A policy may call this while it records no gradients.
    let (values, slopes) = try withGrad {
      let chosen = try tensor(every(answers.logProbability, 0)).requiringGrad()
      let rejected = try tensor(every(answers.logProbability, 1)).requiringGrad()
      let losses = try options.loss(
        .init(
          chosen: chosen, rejected: rejected, referenceChosen: tensor(known.map(\.chosen)),
          referenceRejected: tensor(known.map(\.rejected)),
          chosenTokens: tensor(every(answers.tokens.map(Double.init), 0)),
          rejectedTokens: tensor(every(answers.tokens.map(Double.init), 1)), meanChosenTokens: meanChosenTokens))
      let slopes = try losses.sum().gradients(by: [chosen, rejected]).map { try $0.doubles() }
      return (try losses.doubles(), slopes)
    }
    let beta = options.loss.beta
    let scores = row.pairs.enumerated().map { index, pair in
      let hasReference = references[pair] != nil
      return PairScore(
        id: pair.id, language: pair.language.code, loss: values[index], chosen: answers.logProbability[2 * index],
        rejected: both ? answers.logProbability[2 * index + 1] : nil,
        chosenReward: hasReference ? beta * (answers.logProbability[2 * index] - known[index].chosen) : nil,
        rejectedReward: hasReference && both
          ? beta * (answers.logProbability[2 * index + 1] - known[index].rejected) : nil,
        chosenTokens: pair.chosen.count, rejectedTokens: pair.rejected.count,
        entropy: answers.entropy[2 * index] + answers.entropy[2 * index + 1], correct: answers.correct[2 * index])
    }
    return (scores, (0..<2 * count).map { slopes[$0 % 2][$0 / 2] })
  }
}

extension [Float] {
  /// Digest of the numbers' bits.
  fileprivate var hashText: String { withUnsafeBytes { ContentHash.of(Data($0)) } }
}
