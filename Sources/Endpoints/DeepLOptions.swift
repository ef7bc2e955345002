/// How DeepL's API is asked.
public struct DeepLOptions: Hashable, Sendable {
  /// DeepL's own words for how a reader is addressed.
  public enum Formality: String, Sendable, CaseIterable {
    /// As DeepL finds it.
    case `default`
    /// Formal; a language that makes no difference fails.
    case more
    /// Familiar; a language that makes no difference fails.
    case less
    /// Formal where the language makes a difference.
    case preferMore = "prefer_more"
    /// Familiar where the language makes a difference.
    case preferLess = "prefer_less"
  }

  /// Base URL; null takes DeepL's own for the key: `api-free.deepl.com` for keys that end in `:fx`, else `api.deepl.com`.
  public var server: String?
  /// Environment variable that holds the key.
  public var keyVariable: String
  /// How a reader is addressed.
  public var formality: Formality
  /// Glossaries by target language, as DeepL numbers them; each is for one pair of languages.
  public var glossaries: [String: String]
  /// What the texts are about: not translated and not billed.
  public var context: String?
  /// Most calls at once.
  public var concurrency: Int
  /// Most times that one call is sent.
  public var attempts: Int
  /// PEM file with the certificate authorities to trust instead of the system's.
  public var certificateAuthority: String?

  /// Options.
  public init(
    server: String? = nil, keyVariable: String = "DEEPL_AUTH_KEY", formality: Formality = .default,
    glossaries: [String: String] = [:], context: String? = nil, concurrency: Int = 4, attempts: Int = 8,
    certificateAuthority: String? = nil
  ) {
    self.server = server
    self.keyVariable = keyVariable
    self.formality = formality
    self.glossaries = glossaries
    self.context = context
    self.concurrency = concurrency
    self.attempts = attempts
    self.certificateAuthority = certificateAuthority
  }
}
