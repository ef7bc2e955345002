public import IsoglossCore

/// A row of a data build: a request that grows answers from stage to stage, and keeps how it came to be. Stages know rows
/// by their id and never by their place.
public struct DataRow: Hashable, Sendable, Codable, Identifiable {
  /// An answer to the request.
  public struct Answer: Hashable, Sendable, Codable {
    /// The answer as it stands.
    public var text: String
    /// The model that wrote it.
    public var model: String
    /// The rounds that it went through, in order; empty for an answer as it was given.
    public var revisions: [Revision]

    /// An answer.
    public init(text: String, model: String, revisions: [Revision] = []) {
      self.text = text
      self.model = model
      self.revisions = revisions
    }
  }

  /// One round of critique and revision.
  public struct Revision: Hashable, Sendable, Codable {
    /// From 1.
    public var round: Int
    /// Id of the principle.
    public var principle: String
    /// SHA-256 of the constitution that it is of.
    public var constitution: String
    /// The model that criticised and rewrote.
    public var model: String
    /// The answer before.
    public var before: String
    /// What the model found.
    public var critique: String

    /// A round.
    public init(
      round: Int, principle: String, constitution: String, model: String, before: String, critique: String
    ) {
      self.round = round
      self.principle = principle
      self.constitution = constitution
      self.model = model
      self.before = before
      self.critique = critique
    }
  }

  /// What one stage did to the row.
  public struct Step: Hashable, Sendable, Codable {
    /// The stage's name.
    public var stage: String
    /// What did it: a model, a translator.
    public var engine: String
    /// Its version.
    public var version: String
    /// Id of the row that it was made from, where that is another.
    public var source: String?
    /// The text that it was made from, where that is another.
    public var text: String?
    /// The language of that text.
    public var language: Language?

    /// A step.
    public init(
      stage: String, engine: String, version: String, source: String? = nil, text: String? = nil,
      language: Language? = nil
    ) {
      self.stage = stage
      self.engine = engine
      self.version = version
      self.source = source
      self.text = text
      self.language = language
    }
  }

  /// The format of rows that this version writes and reads.
  public static let currentFormat = 1

  /// The format that the row is in.
  public var format: Int
  /// Stable and unique within a stage's rows.
  public var id: String
  /// The request; its `id` is the row's where no stage made several rows of it.
  public var prompt: Prompt
  /// The answer to prefer; null before a stage gave one.
  public var chosen: Answer?
  /// The answer to move away from; null before a stage gave one.
  public var rejected: Answer?
  /// Part of the set: `train`, `test`; null before a stage split it.
  public var split: String?
  /// How it came to be, oldest first.
  public var steps: [Step]

  /// A row of a request.
  public init(_ prompt: Prompt) {
    format = Self.currentFormat
    id = prompt.id
    self.prompt = prompt
    steps = []
  }

  /// The row as a preference pair; null where an answer is missing.
  public var pair: PreferencePair? {
    guard let chosen, let rejected else { return nil }
    return PreferencePair(
      id: id, group: prompt.group, language: prompt.language, hazard: prompt.hazard, style: prompt.style,
      intent: prompt.intent, prompt: prompt.text, chosen: chosen.text, rejected: rejected.text,
      provenance: prompt.provenance)
  }
}

/// A row that a stage could not bring further, and why: it leaves, and no other row moves.
public struct DroppedRow: Hashable, Sendable, Codable, Identifiable {
  /// The id that the row has or would have had.
  public var id: String
  /// The stage's name.
  public var stage: String
  /// Why it went.
  public var reason: String
  /// The kind of reason, by which rows are counted; null where what stands before the reason's colon says it.
  public var kind: String?
  /// Language that the row has or would have had.
  public var language: Language
  /// Category of the request.
  public var hazard: Hazard?
  /// Attack style of the request.
  public var style: AttackStyle?

  /// A row that went.
  public init(
    id: String, stage: String, reason: String, kind: String? = nil, language: Language, hazard: Hazard?,
    style: AttackStyle?
  ) {
    self.id = id
    self.stage = stage
    self.reason = reason
    self.kind = kind
    self.language = language
    self.hazard = hazard
    self.style = style
  }
}
