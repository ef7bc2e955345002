/// Why one text has no translation: a value for its row, while others go on.
public struct TranslationFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What happened.
  public var reason: String

  /// A failure.
  public init(_ reason: String) { self.reason = reason }

  /// The reason.
  public var description: String { reason }
}

/// A translator that says who it is, how it likes to be asked, and which of several texts it could not translate.
public protocol TranslationEngine: Translator {
  /// What translates, as rows record it: `deepl`, a model's name, `human`.
  var engine: String { get }
  /// The version of what translates, its settings included: two equal versions translate alike.
  var version: String { get }
  /// Most texts in one call.
  var batch: Int { get }
  /// Most calls at once.
  var concurrency: Int { get }

  /// One translation a text, in order, or why there is none.
  /// - Throws: only where nothing at all can go on, or `CancellationError`.
  func translations(
    of texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>]
}

extension TranslationEngine {
  /// Translations in the order of the texts.
  /// - Throws: the first `TranslationFailure`, and what `translations(of:from:to:)` throws.
  public func translate(_ texts: [String], from source: Language, to target: Language) async throws -> [String] {
    try await translations(of: texts, from: source, to: target).map { try $0.get() }
  }
}
