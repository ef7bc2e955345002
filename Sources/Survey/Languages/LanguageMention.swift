/// A place where a text names languages.
public struct LanguageMention: Hashable, Sendable, Codable {
  /// What is named there.
  public enum Kind: String, Sendable, Codable {
    /// A language, by a name of its own or of a dialect.
    case language
    /// A family or region in the place of languages.
    case family
    /// Speech that mixes two languages.
    case mixed
  }
  /// What is named.
  public var kind: Kind
  /// Codes of the languages; none for a family.
  public var codes: [String]
  /// The words of the text.
  public var quote: String
  /// Position of its first word in the text.
  var start: Int
  /// Position after its last word.
  var end: Int
  /// Whether the name is also an ordinary word.
  var isWord = false

  private enum CodingKeys: String, CodingKey { case kind, codes, quote, start, end }
}
