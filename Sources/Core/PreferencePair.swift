/// A request with the answer to prefer and the answer to move away from.
public struct PreferencePair: Hashable, Sendable, Codable, Identifiable {
  /// Stable and unique within a set.
  public var id: String
  /// The same pair across languages; null where a set is not parallel.
  public var group: String?
  /// Language of prompt and answers.
  public var language: Language
  /// Category of the request.
  public var hazard: Hazard?
  /// Attack style of the request.
  public var style: AttackStyle?
  /// Harmful: a refusal is chosen. Benign: a helpful answer is chosen.
  public var intent: Intent
  /// The request.
  public var prompt: String
  /// The answer to prefer.
  public var chosen: String
  /// The answer to move away from.
  public var rejected: String
  /// Where it comes from.
  public var provenance: Provenance

  /// A pair of the given parts.
  public init(
    id: String, group: String? = nil, language: Language, hazard: Hazard? = nil, style: AttackStyle? = nil,
    intent: Intent, prompt: String, chosen: String, rejected: String, provenance: Provenance
  ) {
    self.id = id
    self.group = group
    self.language = language
    self.hazard = hazard
    self.style = style
    self.intent = intent
    self.prompt = prompt
    self.chosen = chosen
    self.rejected = rejected
    self.provenance = provenance
  }
}
