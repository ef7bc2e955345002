public import Foundation
public import IsoglossAlignment
public import IsoglossCore
internal import IsoglossDatasets
public import IsoglossModels
internal import IsoglossTokenizers

/// A trained adapter with everything that influence is measured from: its base, its checkpoints, its very pairs.
public struct InfluenceSource: Sendable {
  /// The adapter's folder.
  public let folder: URL
  /// What its manifest says.
  public let manifest: AdapterManifest
  /// The base's files.
  public let base: ModelCatalog.Entry
  /// Adapters between the base and this one; null for none.
  public let beneath: AdapterWeights?
  /// The adapter at the moments that were kept.
  public let snapshots: [AdapterSnapshot]
  /// The pairs that it was trained on and those that were held out, as tokens.
  public let data: TrainingData
  /// All pairs of the set by id.
  public let pairs: [String: PreferencePair]
  /// How texts become tokens.
  public let tokenizer: PairTokenizer

  /// Opens a run's folder and draws its pairs again.
  /// - Parameters:
  ///   - finishedOnly: whether only the finished adapter counts, and no checkpoint.
  ///   - sets: the folder of this project's pair sets.
  /// - Throws: `InfluenceError.badInput` where the folder has no manifest, or the pairs are not those of the training;
  ///   `ModelError`, `AlignmentError`, `DatasetError`.
  public init(
    adapter url: URL, finishedOnly: Bool = false, catalog: ModelCatalog = ModelCatalog(), sets: URL
  ) throws {
    let folder = try AdapterFolder(contentsOf: url)
    guard let manifest = folder.manifest else {
      throw InfluenceError(
        .badInput, "\(url.path) has no \(AdapterManifest.fileName): influence needs a run that isogloss trained.")
    }
    let base = try catalog.resolve(manifest.base.name)
    let fingerprint = ContentHash.of(try base.files.map { try ContentHash.ofFile(at: $0) })
    let stack = try AdapterStack(contentsOf: url, base: fingerprint) { try ContentHash.ofFile(at: $0) }
    let tokenizer = PairTokenizer(
      try PromptFormat(Tokenizer(base), named: manifest.base.template), maxLength: manifest.stage.maxLength)
    let set = try PairReader.read(manifest.data.name, sets: sets)
    let data = try TrainingData(set, stage: manifest.stage, tokenizer: tokenizer)
    guard data.identity.trainingHash == manifest.data.trainingHash else {
      throw InfluenceError(
        .badInput,
        "The pairs of \(manifest.data.name) are not those that \(url.path) was trained on: they have changed since.")
    }
    self.folder = url
    self.manifest = manifest
    self.base = base
    beneath = stack.folders.count > 1 ? AdapterWeights.sum(stack.folders.dropLast().map(\.weights)) : nil
    snapshots = finishedOnly ? [try .finished(folder)] : try AdapterSnapshot.all(of: folder)
    self.data = data
    pairs = Dictionary(set.pairs.map { ($0.id, $0) }) { first, _ in first }
    self.tokenizer = tokenizer
  }

  /// What a session opens.
  public func plan(_ projection: Projection) -> InfluenceSession.Plan {
    InfluenceSession.Plan(
      base: base, adapter: folder.standardizedFileURL.path, identity: manifest.base, beneath: beneath,
      onto: manifest.onto.map(\.hash), snapshots: snapshots,
      projection: projection)
  }

  /// Rows of some tokenised pairs of the set.
  public func rows(_ tokens: [TokenizedPair]) -> [IndexManifest.Row] {
    tokens.map { pair in
      IndexManifest.Row(
        id: pair.id, group: pairs[pair.id]?.group, language: pair.language, intent: pairs[pair.id]?.intent ?? .harmful)
    }
  }

  /// Refuses an index that was made of another adapter, or of another moment of it.
  /// - Throws: `InfluenceError.otherIndex`.
  public func check(_ index: IndexManifest) throws {
    guard index.base == manifest.base, index.onto == manifest.onto.map(\.hash),
      index.checkpoints.map(\.hash) == snapshots.map(\.hash)
    else {
      throw InfluenceError(
        .otherIndex, "The index was made of other weights than \(folder.path) holds now: make it again.")
    }
  }
}
