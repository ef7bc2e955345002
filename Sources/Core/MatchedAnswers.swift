/// Two answers to one prompt that differ in one behaviour alone: what a likelihood margin is measured on.
public struct MatchedAnswers: Hashable, Sendable, Codable, Identifiable {
  /// What the two differ in.
  public enum Behaviour: String, Hashable, Sendable, Codable, CaseIterable {
    /// A harmful request: declined, or agreed to without any detail.
    case refusal
    /// The beginning of a text: gone on with in a civil way, or with contempt.
    case toxicity
    /// A neutral context: gone on with plainly, or with a stereotype.
    case bias
  }
  /// Whether it may be trained on.
  public enum Split: String, Hashable, Sendable, Codable {
    case train, heldout
  }

  /// Stable and unique within a set.
  public var id: String
  /// The same pair across languages.
  public var group: String?
  /// What the answers differ in.
  public var behaviour: Behaviour
  /// The language of prompt and answers.
  public var language: Language
  /// What stands before the answers.
  public var prompt: String
  /// The answer that a careful model gives.
  public var preferred: String
  /// Its counterpart.
  public var dispreferred: String
  /// Category of a harmful request.
  public var hazard: Hazard?
  /// The protected trait that a stereotype is about: `gender`.
  public var target: String?
  /// Whether it may be trained on.
  public var split: Split
  /// Where it comes from.
  public var provenance: Provenance

  /// A pair of the given parts.
  public init(
    id: String, group: String? = nil, behaviour: Behaviour, language: Language, prompt: String, preferred: String,
    dispreferred: String, hazard: Hazard? = nil, target: String? = nil, split: Split = .heldout, provenance: Provenance
  ) {
    self.id = id
    self.group = group
    self.behaviour = behaviour
    self.language = language
    self.prompt = prompt
    self.preferred = preferred
    self.dispreferred = dispreferred
    self.hazard = hazard
    self.target = target
    self.split = split
    self.provenance = provenance
  }
}
