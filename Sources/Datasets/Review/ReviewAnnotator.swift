public import IsoglossCore

/// Somebody who answers questions about pairs.
public struct ReviewAnnotator: Hashable, Sendable {
  /// A name without white space; it is also the name of a file.
  public var name: String
  /// Languages that they read; null for all.
  public var languages: Set<Language>?

  /// Reads `NAME` or `NAME:lv,lt`.
  /// - Throws: `DatasetError.badSetting`.
  public init(_ text: String) throws {
    let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(sides.first ?? "")
    let codes = sides.count == 2 ? sides[1].split(separator: ",").map(String.init) : []
    guard Self.isName(name), sides.count == 1 || !codes.isEmpty else {
      throw DatasetError(
        .badSetting,
        "\"\(text)\" is no annotator: write a name of letters, digits, - and _, and after a colon the languages that they "
          + "read, such as anna:lv,lt.")
    }
    self.name = name
    languages = codes.isEmpty ? nil : Set(codes.map { Language($0) })
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 64 && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  /// Whether they read a language.
  func reads(_ language: Language) -> Bool { languages?.contains(language) ?? true }
}
