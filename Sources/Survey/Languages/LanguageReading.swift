/// What a title and an abstract say of languages.
public struct LanguageReading: Hashable, Sendable, Codable {
  /// Codes of the languages that are named as studied, in order.
  public var languages: [String]
  /// Families and regions that are named, as the text has them.
  public var families: [String]
  /// Pairs that are mixed in one text, English last: `hi-en`.
  public var codeSwitched: [String]
  /// Where names stand.
  public var mentions: [LanguageMention]
  /// The number of languages that is told (`across 12 languages`), the largest; null where none is.
  public var statedCount: Int?
  /// Whether the text says that there are several languages, named or not.
  public var isMultilingual: Bool

  /// Whether no language or family is named.
  public var namesNone: Bool { languages.isEmpty && families.isEmpty }

  /// How many languages are studied; null where the text tells of several and not how many. A text that names none and
  /// tells of no others is taken to study English, as the field's convention has it.
  public var herd: Int? {
    if let statedCount { return max(statedCount, languages.count) }
    if !families.isEmpty || (isMultilingual && languages.count < 2) {
      return languages.count > 1 ? languages.count : nil
    }
    return max(1, languages.count)
  }
}
