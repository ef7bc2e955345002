public import Foundation
public import IsoglossCore

/// A stage of training from its first step to its last, across interruptions.
///
/// Steps, evaluations, metrics and checkpoints in order. Killed at any moment and run again, it goes on from its last
/// checkpoint and ends with the weights and the metrics of a run that was never stopped.
public struct TrainingRun {
  /// How far a run is.
  public struct Progress: Sendable {
    /// Optimiser steps taken.
    public var step: Int
    /// Optimiser steps of the whole run.
    public var steps: Int
    /// What was just recorded.
    public var record: TrainingRecord
    /// Seconds since this sitting began.
    public var seconds: Double
    /// Steps of this sitting.
    public var stepsNow: Int

    /// Seconds until the last step at the rate of this sitting; null before its first step.
    public var secondsLeft: Double? {
      stepsNow > 0 ? seconds / Double(stepsNow) * Double(steps - step) : nil
    }
  }

  /// Where it is kept.
  public let folder: RunFolder
  /// What it trains on.
  public let data: TrainingData
  /// Steps between checkpoints.
  public var checkpointEvery = 20
  /// Whether to stop here and save; asked before each step.
  public var isCancelled: () -> Bool = { Task.isCancelled }
  /// Told after each step and evaluation.
  public var onProgress: (Progress) -> Void = { _ in }

  private var stage: AlignmentStage { folder.settings.stage }

  /// A run.
  public init(_ folder: RunFolder, data: TrainingData) {
    self.folder = folder
    self.data = data
  }

  /// Trains to the end, or to where it is cancelled.
  ///
  /// The engine must be as it was before the first step of the stage. Afterwards it has the weights of the last step, or,
  /// where the worst language stopped improving, those of the best evaluation.
  /// - Returns: how it ended.
  /// - Throws: `CancellationError` after saving; `AlignmentError`; the engine's errors.
  public func run(_ engine: any TrainingEngine) throws -> Checkpoints.Progress {
    let total = data.steps(stage)
    let checkpoints = try Checkpoints(in: folder.checkpoints)
    let restored = try checkpoints.restore(engine)
    var progress = restored ?? Checkpoints.Progress()
    if progress.ending != nil {
      if progress.ending != Self.finished { try checkpoints.restoreBest(engine) }
      return progress
    }
    // Without a checkpoint the run begins anew, and so do its records.
    let logs = try Logs(folder, step: restored?.step ?? -1)
    let clock = ContinuousClock.now
    let first = progress.step
    func tell(_ record: TrainingRecord) throws {
      try logs.append(record)
      onProgress(
        Progress(
          step: record.step, steps: total, record: record, seconds: (ContinuousClock.now - clock) / .seconds(1),
          stepsNow: record.step - first))
    }
    func save() throws {
      try logs.synchronize()
      try checkpoints.save(engine, progress)
    }
    var batches: [[Int]] = []
    var epoch = -1
    if restored == nil, try evaluate(engine, &progress, tell) { try checkpoints.saveBest(engine, progress) }
    while progress.step < total {
      if isCancelled() {
        try save()
        throw CancellationError()
      }
      let (wanted, place) = progress.step.quotientAndRemainder(dividingBy: data.order.stepsPerEpoch)
      if wanted != epoch { (epoch, batches) = (wanted, data.order.epoch(wanted)) }
      let metrics = try engine.step(batches[place].map { data.training[$0] })
      progress.step += 1
      let record = TrainingRecord(metrics, epoch: self.epoch(progress.step), tokens: progress.tokens)
      progress.tokens = record.tokens ?? progress.tokens
      try tell(record)
      let isDue = stage.evaluateEvery > 0 && progress.step % stage.evaluateEvery == 0
      if isDue || progress.step == total, try evaluate(engine, &progress, tell) {
        try checkpoints.saveBest(engine, progress)
      }
      if let patience = stage.patience, progress.evaluationsSinceBest >= patience {
        progress.ending =
          "the worst language did not improve in \(patience) evaluations; step "
          + "\(progress.bestStep ?? 0) was the best"
        try save()
        try checkpoints.restoreBest(engine)
        return progress
      }
      if progress.step % max(1, checkpointEvery) == 0, progress.step < total { try save() }
    }
    progress.ending = Self.finished
    try save()
    return progress
  }

  static let finished = "finished"

  private func epoch(_ step: Int) -> Double { Double(step) / Double(data.order.stepsPerEpoch) }

  /// Asks the held-out groups.
  /// - Returns: whether the worst language is better than ever, in a run that stops by it.
  private func evaluate(
    _ engine: any TrainingEngine, _ progress: inout Checkpoints.Progress, _ tell: (TrainingRecord) throws -> Void
  ) throws -> Bool {
    guard !data.heldOut.isEmpty else { return false }
    let clock = ContinuousClock.now
    let scores = try engine.evaluate(data.heldOut)
    let record = TrainingRecord(
      evaluation: scores, intents: data.intents, step: progress.step, epoch: epoch(progress.step),
      seconds: (ContinuousClock.now - clock) / .seconds(1))
    try tell(record)
    progress.lastMargins = record.languages.compactMapValues(\.logRatio)
    if progress.firstMargins.isEmpty { progress.firstMargins = progress.lastMargins }
    guard let worst = record.worst else { return false }
    if progress.bestMargin.map({ worst.margin > $0 }) ?? true {
      progress.bestMargin = worst.margin
      progress.bestStep = progress.step
      progress.evaluationsSinceBest = 0
      return stage.patience != nil
    }
    progress.evaluationsSinceBest += 1
    return false
  }
}

/// The files that a run's records go to.
private struct Logs {
  let metrics: MetricsLog
  let events: EventFile

  init(_ folder: RunFolder, step: Int) throws {
    metrics = try MetricsLog(at: folder.metrics, goingOnFrom: step)
    events = try EventFile(in: folder.events, goingOnFrom: step)
  }

  func append(_ record: TrainingRecord) throws {
    try metrics.append(record)
    try events.append(record)
  }

  func synchronize() throws { try metrics.synchronize() }
}
