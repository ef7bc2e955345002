public import IsoglossCore

/// How much training in one language moves another.
public struct TransferMatrix: Hashable, Sendable, Codable {
  /// Languages that were trained on alone: the rows.
  public var training: [Language]
  /// Languages that were asked: the columns.
  public var testing: [Language]
  /// Gain of a refusal over an agreement on held-out requests, in nats: `[training][testing]`.
  public var gains: [[ArmEstimate?]]

  /// The matrix of a grid; null where no language was trained on alone.
  init?(_ grid: ExperimentGrid) {
    let rows = grid.languages.compactMap { language in grid.single(language).map { (language, $0) } }
    guard !rows.isEmpty else { return nil }
    training = rows.map(\.0)
    testing = grid.languages
    gains = rows.map { _, arm in
      grid.languages.map { grid.estimate(.refusalGain, grid.runs(of: arm), [$0]) }
    }
  }

  /// A cell; null where it was not measured.
  public func gain(from: Language, to: Language) -> ArmEstimate? {
    guard let row = training.firstIndex(of: from), let column = testing.firstIndex(of: to) else { return nil }
    return gains[row][column]
  }

  /// The gain in a language over the gain that the same number of pairs of its own gives; null where its own is not
  /// measured, or its interval does not lie above 0.
  public func share(from: Language, to: Language) -> Double? {
    guard let found = gain(from: from, to: to), let own = gain(from: to, to: to), own.mean.low > 0 else { return nil }
    return found.mean.value / own.mean.value
  }

  /// The languages that were both trained on and asked, and of which every pair has a share: what tests are made of.
  var square: (languages: [Language], shares: [[Double]]) {
    let languages = training.filter { language in share(from: language, to: language) != nil }
    let shares = languages.map { from in languages.map { share(from: from, to: $0) ?? .nan } }
    return shares.joined().allSatisfy(\.isFinite) ? (languages, shares) : ([], [])
  }
}
