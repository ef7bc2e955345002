/// What a prompt asks for.
public enum Intent: String, Sendable, Codable, CaseIterable {
  /// A careful assistant should refuse.
  case harmful
  /// A careful assistant should answer.
  case benign
}

/// Whether a prompt means the same everywhere, or stands in one culture.
public enum Scope: String, Sendable, Codable {
  case global, local
}

/// Where a text comes from.
public struct Provenance: Hashable, Sendable, Codable {
  /// The set or file: `isogloss-12`, `polyrefuse`, `xstest`.
  public var source: String
  /// Who wrote it: `human`, `model-written`, `machine-translated`; null where the source does not say.
  public var author: String?
  /// The language in which it was drafted first.
  public var origin: Language?
  /// Anything that the source numbers it by.
  public var reference: String?

  /// A provenance of the given parts.
  public init(source: String, author: String? = nil, origin: Language? = nil, reference: String? = nil) {
    self.source = source
    self.author = author
    self.origin = origin
    self.reference = reference
  }
}

/// One request to a model, in one language.
public struct Prompt: Hashable, Sendable, Codable, Identifiable {
  /// Stable and unique within a run.
  public var id: String
  /// The same request across languages: what makes paired statistics legal. Null where a set is not parallel.
  public var group: String?
  /// The language it is written in.
  public var language: Language
  /// Category; a benign twin carries its twin's. Null where a set has none.
  public var hazard: Hazard?
  /// Attack style; null where a set has none.
  public var style: AttackStyle?
  /// Harmful or benign.
  public var intent: Intent
  /// Global or bound to a culture.
  public var scope: Scope
  /// The group of its benign or harmful counterpart.
  public var twin: String?
  /// What is sent.
  public var text: String
  /// Where it comes from.
  public var provenance: Provenance
  /// Names of the perturbations applied, in order; empty for a clean prompt.
  public var perturbations: [String]
  /// Languages in which an answer is as good as in the prompt's own, best first, where a perturbation asks for another or
  /// brings one in; null where only ``language`` is.
  public var answerLanguages: [Language]?

  /// A prompt of the given parts.
  public init(
    id: String, group: String? = nil, language: Language, hazard: Hazard? = nil, style: AttackStyle? = nil,
    intent: Intent, scope: Scope = .global, twin: String? = nil, text: String, provenance: Provenance,
    perturbations: [String] = [], answerLanguages: [Language]? = nil
  ) {
    self.id = id
    self.group = group
    self.language = language
    self.hazard = hazard
    self.style = style
    self.intent = intent
    self.scope = scope
    self.twin = twin
    self.text = text
    self.provenance = provenance
    self.perturbations = perturbations
    self.answerLanguages = answerLanguages
  }

  enum CodingKeys: String, CodingKey {
    case id, group, language, hazard, style, intent, scope, twin, text, provenance, perturbations, answerLanguages
  }

  /// Decodes a line of a prompt file: `perturbations` and `answerLanguages` may be absent.
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    id = try c.decode(String.self, forKey: .id)
    group = try c.decodeIfPresent(String.self, forKey: .group)
    language = try c.decode(Language.self, forKey: .language)
    hazard = try c.decodeIfPresent(Hazard.self, forKey: .hazard)
    style = try c.decodeIfPresent(AttackStyle.self, forKey: .style)
    intent = try c.decode(Intent.self, forKey: .intent)
    scope = try c.decodeIfPresent(Scope.self, forKey: .scope) ?? .global
    twin = try c.decodeIfPresent(String.self, forKey: .twin)
    text = try c.decode(String.self, forKey: .text)
    provenance = try c.decode(Provenance.self, forKey: .provenance)
    perturbations = try c.decodeIfPresent([String].self, forKey: .perturbations) ?? []
    answerLanguages = try c.decodeIfPresent([Language].self, forKey: .answerLanguages)
  }
}
