internal import Foundation
public import IsoglossCore

/// What an index holds, beside its vectors: `index.json`.
public struct IndexManifest: Hashable, Sendable, Codable {
  /// What a vector is.
  public enum Feature: String, Sendable, Codable, CaseIterable {
    /// The projected gradient u of the margin.
    case gradient
    /// Adam's step on the loss of the pair alone, as LESS takes it (Xia et al. 2024).
    case adam
  }

  /// The numbers of an adapter at a moment of its training.
  public struct Checkpoint: Hashable, Sendable, Codable {
    /// Name: `step-00000040`.
    public var name: String
    /// SHA-256 of its file.
    public var hash: String
    /// Learning rate that its part of the training had, on average.
    public var rate: Double

    /// A checkpoint.
    public init(name: String, hash: String, rate: Double) {
      self.name = name
      self.hash = hash
      self.rate = rate
    }
  }

  /// A pair that has a vector.
  public struct Row: Hashable, Sendable, Codable {
    /// The pair's id.
    public var id: String
    /// Its group across languages; null where it has none.
    public var group: String?
    /// Its language.
    public var language: Language
    /// Its intent.
    public var intent: Intent

    /// A row.
    public init(id: String, group: String?, language: Language, intent: Intent) {
      self.id = id
      self.group = group
      self.language = language
      self.intent = intent
    }
  }

  /// Version of the folder's layout.
  public var schema = 1
  /// What a vector is.
  public var feature: Feature
  /// Folder of the adapter, as an absolute path.
  public var adapter: String
  /// The model beneath the adapter.
  public var base: AdapterManifest.Base
  /// Hashes of the adapters between the base and the one that was trained.
  public var onto: [String]
  /// The checkpoints, in the order of training.
  public var checkpoints: [Checkpoint]
  /// Strength of the tie to the reference in the loss that the pairs were trained with.
  public var beta: Double
  /// The pairs' set, as the user named it.
  public var pairs: String
  /// SHA-256 over what training sees of the pairs, in order.
  public var pairsHash: String
  /// Number of pairs.
  public var count: Int
  /// SHA-256 of the list of rows.
  public var rowsHash: String
  /// How gradients are made short.
  public var projection: Projection
  /// Numbers of a vector.
  public var width: Int
  /// Pairs of a shard; the last one may have fewer.
  public var shard: Int

  /// A manifest.
  public init(
    feature: Feature, adapter: String, base: AdapterManifest.Base, onto: [String], checkpoints: [Checkpoint],
    beta: Double,
    pairs: String, pairsHash: String, rows: [Row], projection: Projection, width: Int, shard: Int
  ) throws {
    self.feature = feature
    self.adapter = adapter
    self.base = base
    self.onto = onto
    self.checkpoints = checkpoints
    self.beta = beta
    self.pairs = pairs
    self.pairsHash = pairsHash
    count = rows.count
    rowsHash = ContentHash.of(try Self.document(rows))
    self.projection = projection
    self.width = width
    self.shard = shard
  }

  /// Digest of all of it: what every shard bears.
  public var identity: String {
    get throws { ContentHash.of(try Self.document(self)) }
  }

  /// The rows of each shard.
  public var shards: [Range<Int>] {
    stride(from: 0, to: count, by: max(1, shard)).map { $0..<min($0 + max(1, shard), count) }
  }

  /// What makes a result of it checkable.
  public var provenance: [Fact] {
    get throws {
      [
        Fact("index", try identity), Fact("base", "\(base.name) \(base.fingerprint)"),
        Fact("checkpoints", checkpoints.map { "\($0.name) \($0.hash.prefix(16))" }.joined(separator: ", ")),
        Fact("pairs", "\(pairs), \(count), \(pairsHash)"),
        Fact("projection", "side \(projection.side), width \(width), seed \(projection.seed); \(feature.rawValue)"),
      ]
    }
  }

  static func document(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// Refuses numbers that no index has.
  /// - Throws: `InfluenceError.damaged`.
  func validate(_ url: URL) throws {
    guard schema == 1 else {
      throw InfluenceError(.damaged, "\(url.path) has layout \(schema), of another isogloss: make the index again.")
    }
    guard count > 0, count < 1 << 32, hasPossibleSizes, !checkpoints.isEmpty,
      checkpoints.allSatisfy({ $0.rate.isFinite }), beta.isFinite
    else { throw InfluenceError(.damaged, "\(url.path) has numbers that no index has: make the index again.") }
  }

  /// The most numbers of a vector, and pairs of a shard, that an index is opened with.
  public static let mostInOne = 1 << 24

  /// Whether an index of these sizes could be opened.
  var hasPossibleSizes: Bool { (1...Self.mostInOne).contains(width) && (1...Self.mostInOne).contains(shard) }
}
