internal import Foundation
public import IsoglossCore
public import IsoglossDatasets
internal import IsoglossEvaluation
public import IsoglossModels
public import IsoglossRecipes

/// A recipe of crossing behaviours with everything that it names, ready to be run.
public struct Crossing: Sendable {
  /// A model with its files.
  public struct Base: Sendable {
    /// As the recipe names it.
    public var recipe: CrossingRecipe.Base
    /// Its files.
    public var entry: ModelCatalog.Entry
    /// SHA-256 over them.
    public var fingerprint: String

    /// A model.
    public init(_ recipe: CrossingRecipe.Base, entry: ModelCatalog.Entry, fingerprint: String) {
      self.recipe = recipe
      self.entry = entry
      self.fingerprint = fingerprint
    }
  }

  /// The recipe.
  public let recipe: CrossingRecipe
  /// The models.
  public let bases: [Base]
  /// Languages that every behaviour has, in reading order.
  public let languages: [Language]
  /// Groups that a run trains on: as many for every behaviour and language.
  public let trainingGroups: Int
  private let pairs: [MatchedAnswers]

  /// An experiment.
  /// - Throws: `ExperimentError.badRecipe` where the pairs do not do: a behaviour without pairs in the source, languages that
  ///   have more training pairs than others, or a group on both sides of the split.
  public init(_ recipe: CrossingRecipe, bases: [Base], set: MatchedAnswersSet) throws {
    self.recipe = recipe
    self.bases = bases
    func bad(_ message: String) -> ExperimentError { ExperimentError(.badRecipe, "\(set.name): \(message)") }
    let pairs = set.pairs.filter { recipe.behaviours.contains($0.behaviour) }
    self.pairs = pairs
    var counts: [MatchedAnswers.Behaviour: [Language: Int]] = [:]
    var groups: [MatchedAnswers.Split: Set<String>] = [:]
    for pair in pairs {
      groups[pair.split, default: []].insert("\(pair.behaviour.rawValue) \(pair.group ?? pair.id)")
      if pair.split == .train { counts[pair.behaviour, default: [:]][pair.language, default: 0] += 1 }
    }
    if let both = groups[.train, default: []].intersection(groups[.heldout, default: []]).min() {
      throw bad("the group \(both) is trained on and held out. Give each group one split.")
    }
    for behaviour in recipe.behaviours where counts[behaviour]?[recipe.source] == nil {
      throw bad("no \(behaviour.rawValue) pairs in \(recipe.source.name) to train on.")
    }
    let heldOut = recipe.behaviours.map { behaviour in
      Set(pairs.filter { $0.behaviour == behaviour && $0.split == .heldout }.map(\.language))
    }
    let languages = heldOut.dropFirst().reduce(heldOut.first ?? []) { $0.intersection($1) }.inReadingOrder
    self.languages = languages
    guard languages.contains(recipe.source), languages.count > 1 else {
      throw bad(
        "held-out pairs are needed in \(recipe.source.name) and at least one other language, in every behaviour.")
    }
    let trained = recipe.ownSeeds.isEmpty ? [recipe.source] : languages
    let sizes = recipe.behaviours.flatMap { behaviour in
      trained.map { (name: "\(behaviour.rawValue) \($0.code)", count: counts[behaviour]?[$0] ?? 0) }
    }
    guard let first = sizes.first, sizes.allSatisfy({ $0.count == first.count }) else {
      let list = sizes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
      throw bad("behaviours are compared at equal numbers of training pairs, and they have: \(list).")
    }
    trainingGroups = first.count
  }

  /// The runs, in order.
  public var cells: [CrossingCell] { recipe.cells(languages) }

  /// The model of a run.
  func base(of cell: CrossingCell) -> Base? { bases.first { $0.recipe.model == cell.base } }

  /// What stands around prompt and answer of a behaviour.
  func frame(of behaviour: MatchedAnswers.Behaviour) -> MarginScorer.Frame {
    recipe.frame.flatMap(MarginScorer.Frame.init) ?? .usual(behaviour)
  }

  /// The pairs that a run trains on, the answers as its labels have them.
  func training(of cell: CrossingCell) -> [PreferencePair] {
    let own = pairs.filter {
      $0.behaviour == cell.behaviour && $0.split == .train && $0.language == cell.training
    }
    guard cell.labels == .shuffled else { return own.map { PreferencePair($0) } }
    let ranked = own.indices.sorted { rank(own[$0], cell.seed) < rank(own[$1], cell.seed) }
    let exchanged = Set(ranked.prefix(own.count / 2))
    return own.indices.map { PreferencePair(own[$0], exchanged: exchanged.contains($0)) }
  }

  /// A pair's place in an order of the seed's own.
  private func rank(_ pair: MatchedAnswers, _ seed: UInt64) -> String {
    ContentHash.of(["isogloss crossing labels", "\(seed)", pair.group ?? pair.id])
  }

  /// The pairs that a run is asked: in every language where it was trained in the source, else in its own and the source.
  func heldOut(of cell: CrossingCell) -> [MatchedAnswers] {
    let asked = cell.training == recipe.source ? languages : [recipe.source, cell.training]
    return pairs.filter { $0.behaviour == cell.behaviour && $0.split == .heldout && asked.contains($0.language) }
  }

  /// What is looked at inside of a run's adapter; null where nothing is.
  func parts(of cell: CrossingCell) -> CrossingRecipe.Parts? {
    guard cell.training == recipe.source, cell.labels == .own else { return nil }
    return recipe.parts.flatMap { $0.seeds.contains(cell.seed) ? $0 : nil }
  }

  /// SHA-256 over everything that decides what a run's result is.
  func settings(of cell: CrossingCell) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func words(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    let base = base(of: cell)
    let asked = heldOut(of: cell).flatMap { [$0.id, $0.language.code, $0.prompt, $0.preferred, $0.dispreferred] }
    return ContentHash.of([
      base?.fingerprint ?? "none", base?.recipe.template ?? "own", frame(of: cell.behaviour).rawValue,
      try words(recipe.stage), try words(cell), PairSet.contentHash(training(of: cell)), ContentHash.of(asked),
      try parts(of: cell).map(words) ?? "no parts",
    ])
  }
}

extension PreferencePair {
  /// Matched answers as a pair to train on; the data's labels, or the other way round.
  init(_ pair: MatchedAnswers, exchanged: Bool = false) {
    self.init(
      id: pair.id, group: pair.group, language: pair.language, hazard: pair.hazard, intent: .harmful,
      prompt: pair.prompt, chosen: exchanged ? pair.dispreferred : pair.preferred,
      rejected: exchanged ? pair.preferred : pair.dispreferred, provenance: pair.provenance)
  }
}
