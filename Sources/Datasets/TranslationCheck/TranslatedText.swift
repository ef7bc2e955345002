public import IsoglossCore

/// A text with its translation and, where there is one, the translation back.
public struct TranslatedText: Hashable, Sendable, Codable, Identifiable {
  /// Stable and unique within a file.
  public var id: String
  /// The language that was translated from.
  public var sourceLanguage: Language
  /// The language that was translated to.
  public var language: Language
  /// What was translated.
  public var source: String
  /// What came of it.
  public var translation: String
  /// The translation, translated again into the source's language; null where nobody did.
  public var backTranslation: String?
  /// What is known to be lost, in an evaluation set; null where nothing is, or nobody knows.
  public var loss: LossKind?
  /// Part of an evaluation set; null elsewhere.
  public var split: Split?

  /// Parts of an evaluation set.
  public enum Split: String, Sendable, Codable, CaseIterable {
    /// What thresholds may be chosen on.
    case tune
    /// What only final figures are measured on.
    case test
  }

  enum CodingKeys: String, CodingKey {
    case id, language, source, translation, loss, split
    case sourceLanguage = "source_language"
    case backTranslation = "back_translation"
  }

  /// A translated text of the given parts.
  public init(
    id: String, sourceLanguage: Language = .english, language: Language, source: String, translation: String,
    backTranslation: String? = nil, loss: LossKind? = nil, split: Split? = nil
  ) {
    self.id = id
    self.sourceLanguage = sourceLanguage
    self.language = language
    self.source = source
    self.translation = translation
    self.backTranslation = backTranslation
    self.loss = loss
    self.split = split
  }

  /// Decodes a line: `source_language` is English where it is absent.
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    id = try c.decode(String.self, forKey: .id)
    sourceLanguage = try c.decodeIfPresent(Language.self, forKey: .sourceLanguage) ?? .english
    language = try c.decode(Language.self, forKey: .language)
    source = try c.decode(String.self, forKey: .source)
    translation = try c.decode(String.self, forKey: .translation)
    let back = try c.decodeIfPresent(String.self, forKey: .backTranslation)
    backTranslation = back.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    loss = try c.decodeIfPresent(LossKind.self, forKey: .loss)
    split = try c.decodeIfPresent(Split.self, forKey: .split)
  }
}
