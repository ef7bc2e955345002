/// What made an adapter, beside its weights: `isogloss-adapter.json`. A result without it does not exist.
public struct AdapterManifest: Hashable, Sendable, Codable {
  /// The model that an adapter adds to.
  public struct Base: Hashable, Sendable, Codable {
    /// As the user named it.
    public var name: String
    /// SHA-256 over weights, configuration and template.
    public var fingerprint: String
    /// Type of the base's weights while the adapter was trained.
    public var dtype: String
    /// The chat template that it was trained under.
    public var template: String

    /// A base.
    public init(name: String, fingerprint: String, dtype: String, template: String) {
      self.name = name
      self.fingerprint = fingerprint
      self.dtype = dtype
      self.template = template
    }
  }

  /// An adapter that was added to the base before this one was trained.
  public struct Layer: Hashable, Sendable, Codable {
    /// Its folder, as an absolute path.
    public var path: String
    /// SHA-256 of its weights.
    public var hash: String
    /// Whether it was taught to comply.
    public var teachesCompliance: Bool

    /// An adapter beneath.
    public init(path: String, hash: String, teachesCompliance: Bool) {
      self.path = path
      self.hash = hash
      self.teachesCompliance = teachesCompliance
    }
  }

  /// The pairs that it was trained on.
  public struct Data: Hashable, Sendable, Codable {
    /// As the user named the set.
    public var name: String
    /// SHA-256 over the set's files.
    public var fileHash: String
    /// SHA-256 over the drawn pairs, in order.
    public var trainingHash: String
    /// SHA-256 over the held-out pairs, in order.
    public var heldOutHash: String
    /// What each language gave: `en 20+20, …`.
    public var counts: String
    /// Pairs that were trained on.
    public var trained: Int
    /// Pairs that were held out.
    public var heldOut: Int
    /// Pairs that were left out, since their prompt filled the longest sequence.
    public var dropped: Int
    /// Judges that filtered the pairs. A result must not rest on these alone.
    public var filterJudges: [String]

    /// Pairs.
    public init(
      name: String, fileHash: String, trainingHash: String, heldOutHash: String, counts: String, trained: Int,
      heldOut: Int, dropped: Int, filterJudges: [String]
    ) {
      self.name = name
      self.fileHash = fileHash
      self.trainingHash = trainingHash
      self.heldOutHash = heldOutHash
      self.counts = counts
      self.trained = trained
      self.heldOut = heldOut
      self.dropped = dropped
      self.filterJudges = filterJudges
    }
  }

  /// Version of this file's layout.
  public var schema: Int
  /// The model that it adds to.
  public var base: Base
  /// Adapters that were added to the base before, the first first.
  public var onto: [Layer]
  /// How it was trained.
  public var stage: AlignmentStage
  /// The recipe's name and hash; null where flags were given.
  public var recipe: String?
  /// What it was trained on.
  public var data: Data
  /// Optimiser steps taken.
  public var steps: Int
  /// Why training ended: `finished`, or the worst language that stopped improving.
  public var ending: String
  /// Mean margin on the held-out groups by language before and after; empty without held-out groups.
  public var margins: [Language: [Double]]
  /// SHA-256 of the weights' file.
  public var weightsHash: String
  /// The sitting that finished it: versions and machine.
  public var session: RunSession

  /// The layout that this version writes.
  public static let currentSchema = 1
  /// The file's name in an adapter's folder.
  public static let fileName = "isogloss-adapter.json"

  /// Whether it, or anything beneath it, was taught to comply: then it may not be exported or merged.
  public var teachesCompliance: Bool { stage.teachesCompliance || onto.contains(where: \.teachesCompliance) }

  /// A manifest.
  public init(
    base: Base, onto: [Layer], stage: AlignmentStage, recipe: String?, data: Data, steps: Int, ending: String,
    margins: [Language: [Double]], weightsHash: String, session: RunSession
  ) {
    schema = Self.currentSchema
    self.base = base
    self.onto = onto
    self.stage = stage
    self.recipe = recipe
    self.data = data
    self.steps = steps
    self.ending = ending
    self.margins = margins
    self.weightsHash = weightsHash
    self.session = session
  }
}
