public import Foundation
public import IsoglossCore

/// Language identification with a fastText model: lid.176, NLLB's or GlotLID's.
public struct FastTextIdentifier: LanguageIdentifier {
  /// File name and SHA-256 of the model.
  public let name: String
  /// The model beneath.
  public let model: FastTextModel
  private let languages: [String: Language]

  /// Opens a model file and hashes it.
  /// - Throws: `LanguageIDError` for a file that cannot be read, is damaged, or is no supervised model.
  public init(contentsOf url: URL) throws {
    let model = try FastTextModel(contentsOf: url)
    do {
      self.init(model, name: "\(url.lastPathComponent) sha256:\(try ContentHash.ofFile(at: url))")
    } catch {
      throw LanguageIDError(.unreadable, "cannot hash \(url.path): check the disk", underlying: error)
    }
  }

  /// An identifier over an open model.
  public init(_ model: FastTextModel, name: String) {
    self.model = model
    self.name = name
    languages = Dictionary(model.labels.map { ($0, LabelLanguage.language(of: $0)) }, uniquingKeysWith: { a, _ in a })
  }

  /// Opens lid.176.ftz where `make setup` puts it.
  /// - Throws: `LanguageIDError` where it is not there.
  public static func embedded() throws -> FastTextIdentifier {
    try FastTextIdentifier(contentsOf: Home.languageModel)
  }

  /// The `count` most probable languages, best first. Line breaks count as spaces; a text of white space alone has
  /// nothing to go by.
  public func identify(_ text: String, count: Int) -> [LanguageGuess] {
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return [] }
    return model.predict(text, count: count).map { prediction in
      LanguageGuess(
        language: languages[prediction.label] ?? LabelLanguage.language(of: prediction.label),
        label: LabelLanguage.stripped(prediction.label), probability: min(1, prediction.probability))
    }
  }
}
