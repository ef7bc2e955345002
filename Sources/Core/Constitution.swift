/// Principles by which an answer is criticised and rewritten, for one language and the culture that it is spoken in
/// (Bai et al. 2022, "Constitutional AI").
public struct Constitution: Hashable, Sendable, Codable {
  /// What a principle rests on.
  public struct Source: Hashable, Sendable, Codable {
    /// What sort of norm it is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
      case law
      case selfRegulation = "self-regulation"
      case helpline, norm
    }
    /// Its name, as people of the culture know it.
    public var name: String
    /// What sort of norm it is.
    public var kind: Kind
    /// Anything else that a reviewer should know; null where nothing is said.
    public var note: String?

    /// A source.
    public init(name: String, kind: Kind, note: String? = nil) {
      self.name = name
      self.kind = kind
      self.note = note
    }
  }

  /// A question about an answer, and the instruction that follows from it, both in the constitution's language.
  public struct Principle: Hashable, Sendable, Codable, Identifiable {
    /// Unique within a constitution.
    public var id: String
    /// The categories that it is for; empty where it is for all.
    public var hazards: [Hazard]
    /// The question put to the model about its own answer.
    public var critique: String
    /// How the answer is to be rewritten.
    public var revision: String

    /// A principle.
    public init(id: String, hazards: [Hazard], critique: String, revision: String) {
      self.id = id
      self.hazards = hazards
      self.critique = critique
      self.revision = revision
    }
  }

  /// The language that the principles are written in.
  public var language: Language
  /// The country or region meant.
  public var culture: String
  /// Whether a native speaker has reviewed it.
  public var isReviewed: Bool
  /// What the principles rest on.
  public var sources: [Source]
  /// The principles, in order.
  public var principles: [Principle]

  /// A constitution.
  public init(
    language: Language, culture: String, isReviewed: Bool, sources: [Source], principles: [Principle]
  ) {
    self.language = language
    self.culture = culture
    self.isReviewed = isReviewed
    self.sources = sources
    self.principles = principles
  }

  /// The principles that are for a hazard, in order; those for all alone where the hazard is not known.
  public func principles(for hazard: Hazard?) -> [Principle] {
    principles.filter { principle in
      principle.hazards.isEmpty || (hazard.map(principle.hazards.contains) ?? false)
    }
  }

  /// SHA-256 over what a model sees of it.
  public var contentHash: String {
    ContentHash.of(
      [language.code] + principles.flatMap { [$0.id] + $0.hazards.map(\.rawValue) + [$0.critique, $0.revision] })
  }
}
