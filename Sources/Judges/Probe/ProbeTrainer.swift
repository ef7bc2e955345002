internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// Trains a head of a probe: chooses layer, pooling and penalty by cross-validation, fits on all examples, and sets the
/// threshold on examples of its own.
///
/// The same examples give the same head, whatever their order.
public struct ProbeTrainer: Sendable {
  /// What is tried.
  public struct Settings: Hashable, Sendable {
    /// Layers, in blocks passed.
    public var layers: [Int]
    /// Poolings.
    public var poolings: [Pooling]
    /// Values of C, on standardised features.
    public var costs: [Double]
    /// Folds over groups.
    public var folds: Int
    /// Seed of the folds.
    public var seed: UInt64

    /// Settings; the defaults suit models of about twenty blocks.
    public init(
      layers: [Int] = [4, 6, 8, 10, 12, 14], poolings: [Pooling] = [.mean, .last],
      costs: [Double] = [0.0003, 0.003, 0.03],
      folds: Int = 5, seed: UInt64 = 0
    ) {
      self.layers = layers
      self.poolings = poolings
      self.costs = costs
      self.folds = folds
      self.seed = seed
    }
  }

  private let model: any FeatureModel
  private let settings: Settings

  /// A trainer.
  public init(_ model: any FeatureModel, settings: Settings = Settings()) {
    self.model = model
    self.settings = settings
  }

  /// A probe of both heads; its name is made of the examples' hash where none is given.
  /// - Throws: as ``train(_:thresholdOn:note:)``.
  public func probe(
    _ examples: ProbeExamples, name: String? = nil, note: @Sendable (String) -> Void = { _ in }
  ) async throws -> Probe {
    let refusal = try await train(examples.refusal.train, thresholdOn: examples.refusal.threshold) { text in
      note("refusal: \(text)")
    }
    let request = try await train(examples.request.train, thresholdOn: examples.request.threshold) { text in
      note("request: \(text)")
    }
    let identity = model.identity
    return Probe(
      name: name ?? "probe/\(examples.hash.prefix(8))",
      model: .init(name: identity.name, fingerprint: identity.fingerprint, dtype: identity.dtype),
      languages: examples.languages, refusal: refusal.head, request: request.head,
      training: .init(
        dataHash: examples.hash, seed: settings.seed, refusal: refusal.validation, request: request.validation))
  }

  /// A head and how it was found.
  /// - Parameters:
  ///   - examples: what it learns from.
  ///   - others: what sets the threshold; must share no group with the examples.
  ///   - note: told what is being done.
  /// - Throws: ``JudgingError`` for examples that cannot train or check a head, the model's errors.
  public func train(
    _ examples: [ProbeExample], thresholdOn others: [ProbeExample], note: @Sendable (String) -> Void = { _ in }
  ) async throws -> (head: ProbeHead, validation: ProbeValidation) {
    let examples = examples.sorted { $0.id < $1.id }
    let others = others.sorted { $0.id < $1.id }
    try check(examples, others)
    let validator = ProbeValidator(examples: examples, folds: folds(of: examples), count: settings.folds)
    var candidates: [ProbeValidation.Candidate] = []
    var best: (candidate: ProbeValidation.Candidate, rows: [[Double]], scores: [Double])?
    let places = settings.poolings.flatMap { pooling in
      settings.layers.map { FeaturePlace(layer: $0, pooling: pooling) }
    }
    let features = try await model.features(examples.map(\.text), at: places)
    note("read the states of \(examples.count) texts")
    for (place, states) in zip(places, features) {
      let rows = states.map { $0.map(Double.init) }
      for (cost, scores) in zip(settings.costs, try await validator.scores(rows, costs: settings.costs)) {
        let candidate = ProbeValidation.Candidate(
          layer: place.layer, pooling: place.pooling, cost: cost, area: try validator.area(scores))
        candidates.append(candidate)
        // Of equals the first: settings list the cheaper ones first.
        if best.map({ candidate.area > $0.candidate.area }) ?? true { best = (candidate, rows, scores) }
      }
      let area = best.map { String(format: "%.3f", $0.candidate.area) } ?? "none"
      note("tried the \(place.pooling.rawValue) of layer \(place.layer); best area on held-out groups so far \(area)")
    }
    guard let best else { throw JudgingError(.badExamples, "there is nothing to try: give layers, poolings and costs") }
    let fitted = try ProbeValidator.fit(best.rows, examples.map(\.isPositive), cost: best.candidate.cost)
    let head = ProbeHead(
      layer: best.candidate.layer, pooling: best.candidate.pooling, weights: fitted.weights.map { Float($0) },
      bias: fitted.intercept, threshold: 0)
    let scores = try await model.features(others.map(\.text), layer: head.layer, pooling: head.pooling)
      .map { try head.score($0) }
    let cut = Threshold.best(scores, others.map(\.isPositive))
    let unseen = try await validator.scoresOfUnseenLanguages(best.rows, cost: best.candidate.cost)
    return (
      head.thresholded(at: cut.value),
      ProbeValidation(
        chosen: best.candidate, candidates: candidates, folds: settings.folds,
        examples: Dictionary(examples.map { ($0.source, 1) }, uniquingKeysWith: +),
        groups: Set(examples.map(\.group)).count, areaByLanguage: try validator.areas(best.scores),
        areaByUnseenLanguage: try validator.areas(unseen), balancedAccuracy: cut.balancedAccuracy,
        thresholdExamples: others.count)
    )
  }

  private func check(_ examples: [ProbeExample], _ others: [ProbeExample]) throws(JudgingError) {
    for set in [examples, others] {
      for (first, second) in zip(set, set.dropFirst()) where first.id == second.id {
        throw JudgingError(.badExamples, "the example \(first.id) occurs twice: give each an id of its own")
      }
      guard set.contains(where: \.isPositive), set.contains(where: { !$0.isPositive }) else {
        throw JudgingError(
          .badExamples,
          "\(set.count) examples are all of one kind: give positive and negative ones to train on, and "
            + "others to set the threshold on")
      }
    }
    if let shared = Set(examples.map(\.group)).intersection(others.map(\.group)).min() {
      throw JudgingError(
        .badExamples, "group \(shared) is in the training part and in the part that sets the threshold: keep it in one")
    }
    guard settings.folds >= 2, Set(examples.map(\.group)).count >= settings.folds else {
      throw JudgingError(
        .badExamples,
        "\(Set(examples.map(\.group)).count) groups do not make \(settings.folds) folds: give more "
          + "groups, and two folds or more")
    }
  }

  /// The fold of each example. Groups come in a seeded order, each into the fold that has the fewest examples of groups
  /// like it, mostly positive or not, and then the fewest in all: a fold with one kind alone would compare nothing.
  func folds(of examples: [ProbeExample]) -> [Int] {
    let groups = Dictionary(grouping: examples, by: \.group).mapValues { members in
      (size: members.count, kind: 2 * members.count(where: \.isPositive) > members.count ? 1 : 0)
    }
    var order = groups.keys.sorted()
    var generator = SeededGenerator(seed: settings.seed)
    generator.shuffle(&order)
    var filled = [[Int]](repeating: [0, 0], count: settings.folds)
    var fold: [String: Int] = [:]
    for name in order {
      guard let group = groups[name] else { continue }
      func rank(_ fold: Int) -> (Int, Int, Int) { (filled[fold][group.kind], filled[fold].reduce(0, +), fold) }
      let least = filled.indices.min { rank($0) < rank($1) } ?? 0
      fold[name] = least
      filled[least][group.kind] += group.size
    }
    return examples.map { fold[$0.group] ?? 0 }
  }
}
