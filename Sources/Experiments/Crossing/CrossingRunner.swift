public import Foundation
internal import IsoglossAlignment
internal import IsoglossCore
internal import IsoglossDatasets
internal import IsoglossEvaluation
internal import IsoglossModels
internal import IsoglossRecipes
internal import IsoglossStatistics
internal import IsoglossTokenizers
internal import IsoglossTorch

/// Runs an experiment of crossing behaviours, run by run.
///
/// A run is finished when its result file is there, which is written whole as the last thing; a run takes about a minute
/// and begins anew where it was stopped. Adapters live in memory alone: half of the control's pairs prefer what should not
/// be said. An actor with a thread of its own: libtorch's threads belong to the thread that calls it.
public actor CrossingRunner {
  /// What is told while it works.
  public enum Event: Sendable {
    /// A run begins: its place among those that are to be made, of how many, and seconds left for all at the rate of this
    /// sitting; null before one is finished.
    case began(String, place: Int, of: Int, secondsLeft: Double?)
    /// A run is finished, after so many seconds; mean change of the margin on trained pairs and on held-out ones of the
    /// language that it was trained in, in nats.
    case finished(String, seconds: Double, trained: Double, heldOut: Double)
  }

  private let crossing: Crossing
  private let folder: URL
  private let machine: ExperimentRunner.Machine
  private let onEvent: @Sendable (Event) -> Void
  private let executor = ThreadExecutor(name: "isogloss.crossing")
  /// The thread that the work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// A runner.
  /// - Parameter folder: where results are kept; made where it is missing.
  public init(
    _ crossing: Crossing, in folder: URL, on machine: ExperimentRunner.Machine,
    onEvent: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.crossing = crossing
    self.folder = folder
    self.machine = machine
    self.onEvent = onEvent
  }

  /// The file of a finished run.
  private func file(_ cell: CrossingCell) -> URL { folder.appending(path: "\(cell.name).json") }

  /// Makes every run that is not finished.
  /// - Parameter limit: at most so many in this sitting; null sets no bound.
  /// - Throws: `ExperimentError.otherExperiment` where the folder has results of other settings; `CancellationError`, after
  ///   which the same call goes on; the errors of models and training.
  public func run(limit: Int? = nil) throws {
    let open = try crossing.cells.filter { cell in
      let file = file(cell)
      guard FileManager.default.fileExists(atPath: file.path) else { return true }
      guard try CrossingResult(contentsOf: file).settings == crossing.settings(of: cell) else {
        throw ExperimentError(
          .otherExperiment,
          "\(file.path) was made under other settings (model, stage, pairs or parts): give another folder, or the "
            + "recipe of that experiment.")
      }
      return false
    }
    if let threads = machine.threads { try Processor.setThreads(threads) }
    let clock = ContinuousClock.now
    let wanted = open.prefix(limit ?? open.count)
    for (place, cell) in wanted.enumerated() {
      try Task.checkCancellation()
      let spent = (ContinuousClock.now - clock) / .seconds(1)
      onEvent(
        .began(
          cell.name, place: place + 1, of: wanted.count,
          secondsLeft: place == 0 ? nil : spent / Double(place) * Double(wanted.count - place)))
      let result = try make(cell)
      try result.write(to: file(cell))
      let gains = result.gains(cell.training).values
      onEvent(
        .finished(
          cell.name, seconds: result.seconds, trained: result.training.gain,
          heldOut: gains.reduce(0, +) / Double(max(1, gains.count))))
    }
  }

  private func make(_ cell: CrossingCell) throws -> CrossingResult {
    let clock = ContinuousClock.now
    guard let base = crossing.base(of: cell) else {
      throw ExperimentError(.badRecipe, "The recipe has no model \(cell.base).")
    }
    let recipe = crossing.recipe
    var stage = recipe.stage
    stage.seed = cell.seed
    let decoder = try Decoder.load(base.entry, dtype: .preferredForInference)
    let (blocks, dtype) = (decoder.configuration.layers, decoder.dtype.rawValue)
    let tokenizer = try Tokenizer(base.entry)
    let format = try PromptFormat(tokenizer, named: base.recipe.template)
    let framed = FramedPairs(
      format: format, tokenizer: tokenizer, maxLength: min(stage.maxLength, decoder.configuration.context))
    let frame = crossing.frame(of: cell.behaviour)
    let pairs = crossing.training(of: cell)
    let training = try framed.tokens(pairs, frame)
    let heldOut = crossing.heldOut(of: cell)
    let asked = Questions(heldOut, try framed.tokens(heldOut.map { PreferencePair($0) }, frame), beta: stage.beta)
    let trainer = try Trainer(
      decoder, fingerprint: base.fingerprint,
      options: TrainerOptions(stage, steps: stage.steps(pairs: pairs.count), tokenBudget: 4096),
      references: machine.references)
    try train(trainer, stage, pairs, training)
    let (before, after) = try asked.margins(trainer)
    let learnt = try trainer.evaluate(training).compactMap(\.margin)
    let adapter = try trainer.adapter()
    let norms = adapter?.blockNorms(blocks) ?? []
    var parts: [CrossingResult.Part] = []
    if let wanted = crossing.parts(of: cell), let adapter {
      let some = asked.first(wanted.groups)
      for (kept, isTop) in Self.sets(wanted, norms, seed: cell.seed) {
        try Task.checkCancellation()
        try trainer.replaceAdapter(by: adapter.keeping(Set(kept)))
        parts.append(CrossingResult.Part(blocks: kept, isTop: isTop, after: try some.margins(trainer).after))
      }
    }
    return CrossingResult(
      cell, experiment: recipe.name, source: recipe.source, settings: try crossing.settings(of: cell),
      base: [base.fingerprint, dtype, format.name, frame.rawValue],
      training: CrossingResult.Training(
        pairs: pairs.count, pairsHash: PairSet.contentHash(pairs), steps: trainer.steps,
        gain: (learnt.reduce(0, +) / Double(max(1, learnt.count)) / stage.beta).rounded3),
      before: before, after: after, norms: norms.map(\.rounded3), parts: parts,
      seconds: ((ContinuousClock.now - clock) / .seconds(1) * 10).rounded() / 10, session: machine.session)
  }

  private func train(
    _ trainer: Trainer, _ stage: AlignmentStage, _ pairs: [PreferencePair], _ tokens: [TokenizedPair]
  ) throws {
    let order = try BatchOrder(pairs, size: stage.batch * stage.accumulation, seed: stage.seed)
    let steps = stage.steps(pairs: pairs.count)
    while trainer.steps < steps {
      let (epoch, first) = trainer.steps.quotientAndRemainder(dividingBy: order.stepsPerEpoch)
      for batch in order.epoch(epoch)[first...].prefix(steps - trainer.steps) {
        try Task.checkCancellation()
        _ = try trainer.step(batch.map { tokens[$0] })
      }
    }
  }

  /// Blocks to keep: those that changed most, then random ones, as many each.
  static func sets(
    _ parts: CrossingRecipe.Parts, _ norms: [Double], seed: UInt64
  ) -> [(blocks: [Int], isTop: Bool)] {
    guard !norms.isEmpty else { return [] }
    let count = min(norms.count, max(1, Int((Double(norms.count) * parts.share).rounded())))
    let top = norms.indices.sorted { (norms[$1], $0) < (norms[$0], $1) }.prefix(count).sorted()
    var generator = SeededGenerator(seed: seed)
    let random = (0..<parts.random).map { _ in
      var blocks = Array(norms.indices)
      generator.shuffle(&blocks)
      return (blocks: blocks.prefix(count).sorted(), isTop: false)
    }
    return [(blocks: top, isTop: true)] + random
  }
}

/// Held-out pairs with their tokens.
private struct Questions {
  private let pairs: [(pair: MatchedAnswers, tokens: TokenizedPair)]
  private let beta: Double

  init(_ pairs: [MatchedAnswers], _ tokens: [TokenizedPair], beta: Double) {
    self.init(Array(zip(pairs, tokens).map { (pair: $0, tokens: $1) }), beta: beta)
  }

  private init(_ pairs: [(pair: MatchedAnswers, tokens: TokenizedPair)], beta: Double) {
    (self.pairs, self.beta) = (pairs, beta)
  }

  /// The pairs of the first groups.
  func first(_ count: Int) -> Questions {
    var kept: Set<String> = []
    for (pair, _) in pairs where kept.count < count { kept.insert(pair.group ?? pair.id) }
    return Questions(pairs.filter { kept.contains($0.pair.group ?? $0.pair.id) }, beta: beta)
  }

  /// Margins under the reference and under the policy.
  func margins(_ trainer: Trainer) throws -> (before: LanguageRows<Double>, after: LanguageRows<Double>) {
    let scores = try trainer.evaluate(pairs.map(\.tokens))
    func rows(_ value: (PairScore) -> Double?) -> LanguageRows<Double> {
      LanguageRows(
        zip(pairs, scores).compactMap { item, score in
          value(score).map {
            (language: item.pair.language, group: item.pair.group ?? item.pair.id, value: $0.rounded3)
          }
        })
    }
    // The reward's margin is β times the change of the log-ratio against the reference.
    return (
      before: rows { score in score.logRatio.flatMap { now in score.margin.map { now - $0 / beta } } },
      after: rows(\.logRatio)
    )
  }
}
