public import IsoglossCore
public import IsoglossDatasets

/// Everything that a stage trains on and is watched by, as tokens.
public struct TrainingData: Sendable {
  /// Pairs to train on, in the order of the draw.
  public let training: [TokenizedPair]
  /// Pairs of the held-out groups, in every language of the set. None for a stage that teaches compliance: the stage that
  /// stands on it asks them before its first step.
  public let heldOut: [TokenizedPair]
  /// The requests of the held-out groups: what a model is asked that was trained on the rest.
  public let heldOutPrompts: [Prompt]
  /// Intent of every pair, by id.
  public let intents: [String: Intent]
  /// What the mixture gave.
  public let draw: MixtureDraw
  /// Order in which the pairs are trained on.
  public let order: BatchOrder
  /// What a manifest keeps of the pairs.
  public let identity: AdapterManifest.Data
  /// Ids of pairs whose prompt, templated alone, is not how the template begins the answered conversation.
  public let shifted: [String]
  /// Ids of pairs, trained on or held out, of which an answer is cut at the longest sequence.
  public let cut: [String]
  /// Ids of held-out pairs that are left out, since their prompt fills the longest sequence.
  public let heldOutDropped: [String]

  /// Splits, draws and tokenises.
  ///
  /// A stage that teaches compliance takes the answers of harmful pairs the other way round.
  /// - Parameters:
  ///   - set: the pairs.
  ///   - filterJudges: names of judges that filtered the set.
  /// - Throws: `AlignmentError`; errors of the template.
  public init(
    _ set: PairSet, stage: AlignmentStage, tokenizer: PairTokenizer, filterJudges: [String] = []
  ) throws {
    if let flaw = stage.flaw { throw AlignmentError(.badOptions, "The stage \(stage.name): \(flaw).") }
    let split = HeldOut.split(set.pairs, share: stage.heldOut)
    draw = try MixtureDraw(stage.mixture, from: split.training, seed: stage.seed)
    func answered(_ pairs: [PreferencePair]) -> [PreferencePair] {
      guard stage.teachesCompliance else { return pairs }
      return pairs.map { pair in
        guard pair.intent == .harmful else { return pair }
        var pair = pair
        (pair.chosen, pair.rejected) = (pair.rejected, pair.chosen)
        return pair
      }
    }
    let (trainable, watched) = (answered(draw.pairs), answered(split.heldOut))
    let tokens = try tokenizer.tokenize(trainable)
    let watchedTokens = try tokenizer.tokenize(watched)
    let dropped = Set(tokens.dropped)
    let kept = trainable.filter { !dropped.contains($0.id) }
    guard !kept.isEmpty else {
      throw AlignmentError(
        .badPair,
        "The prompts of all \(trainable.count) pairs fill \(stage.maxLength) tokens: raise the longest sequence.")
    }
    training = tokens.pairs
    heldOut = stage.teachesCompliance ? [] : watchedTokens.pairs
    heldOutPrompts = split.heldOut.map(Prompt.init)
    shifted = tokens.shifted
    cut = tokens.cut + watchedTokens.cut
    heldOutDropped = watchedTokens.dropped
    intents = Dictionary((trainable + watched).map { ($0.id, $0.intent) }) { first, _ in first }
    order = try BatchOrder(kept, size: stage.batch * stage.accumulation, seed: stage.seed)
    identity = AdapterManifest.Data(
      name: set.name, fileHash: set.fileHash, trainingHash: PairSet.contentHash(kept),
      heldOutHash: PairSet.contentHash(watched), counts: draw.summary, trained: kept.count,
      heldOut: watchedTokens.pairs.count, dropped: tokens.dropped.count + watchedTokens.dropped.count,
      filterJudges: filterJudges)
  }

  /// Optimiser steps of a stage on these pairs.
  public func steps(_ stage: AlignmentStage) -> Int { stage.steps(pairs: training.count) }
}
