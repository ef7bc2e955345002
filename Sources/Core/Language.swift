/// A language as the evaluation knows it: a BCP-47 code and the facts that reports group by.
///
/// Any BCP-47 code is accepted: one that the table does not know has itself as its name. Nothing is tied to the twelve
/// languages of RefusEU, which are only a named set (``refusEU``).
public struct Language: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// How much text the field has for a language. After Joshi et al. 2020, folded to three classes.
  public enum ResourceClass: String, Sendable, Codable, CaseIterable {
    /// Classes 4 and 5.
    case high
    /// Class 3.
    case medium
    /// Classes 0 to 2, and every language that the table does not know.
    case low
  }

  /// BCP-47 code in lower case: `lv`, `zh`, `pt`.
  public let code: String
  /// English name.
  public let name: String
  /// The name that its speakers use.
  public let endonym: String
  /// ISO 15924 code of the usual script.
  public let script: String
  /// Genealogical group: `Baltic`, `West Slavic`, `Romance`.
  public let family: String
  /// Amount of text that the field has for it.
  public let resource: ResourceClass

  /// Whether its usual script runs from right to left.
  public var isRightToLeft: Bool { script == "Arab" || script == "Hebr" }
  /// The code.
  public var description: String { code }

  /// The language with this code; unknown codes get a plain entry. Region subtags are dropped (`pt-BR` is `pt`).
  public init(_ code: String) {
    let base = code.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? code
    if let known = Language.table[base] {
      self = known
    } else {
      self.init(base, base, base, "Zyyy", "unknown", .low)
    }
  }

  private init(
    _ code: String, _ name: String, _ endonym: String, _ script: String, _ family: String, _ resource: ResourceClass
  ) {
    self.code = code
    self.name = name
    self.endonym = endonym
    self.script = script
    self.family = family
    self.resource = resource
  }

  /// Languages are the same when their codes are.
  public static func == (a: Language, b: Language) -> Bool { a.code == b.code }
  /// Order of codes.
  public static func < (a: Language, b: Language) -> Bool { a.code < b.code }
  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension Language: Codable {
  /// Decodes a code.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }
  /// Encodes the code.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}

/// A dictionary by language is a JSON object by code.
extension Language: CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// The code as a key.
  public var codingKey: any CodingKey { Key(stringValue: code) }
  /// The language of a key.
  public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

extension Language {
  /// The twelve languages of RefusEU (Krasnodebska et al. 2026), in the paper's order.
  public static let refusEU: [Language] = ["en", "de", "it", "fr", "es", "pt", "pl", "cs", "sk", "sl", "lt", "lv"]
    .map { Language($0) }

  /// English: the language that a gap is measured against.
  public static let english = Language("en")

  /// Every language of the table, by code.
  public static var all: [Language] { table.values.sorted() }

  /// Whether the table has facts for it.
  public var isKnown: Bool { Language.table[code] != nil }

  private static let table: [String: Language] = Dictionary(
    uniqueKeysWithValues: [
      Language("ar", "Arabic", "العربية", "Arab", "Semitic", .high),
      Language("bg", "Bulgarian", "български", "Cyrl", "South Slavic", .medium),
      Language("bn", "Bengali", "বাংলা", "Beng", "Indo-Aryan", .medium),
      Language("ca", "Catalan", "català", "Latn", "Romance", .high),
      Language("cs", "Czech", "čeština", "Latn", "West Slavic", .high),
      Language("da", "Danish", "dansk", "Latn", "Germanic", .medium),
      Language("de", "German", "Deutsch", "Latn", "Germanic", .high),
      Language("el", "Greek", "ελληνικά", "Grek", "Hellenic", .medium),
      Language("en", "English", "English", "Latn", "Germanic", .high),
      Language("es", "Spanish", "español", "Latn", "Romance", .high),
      Language("et", "Estonian", "eesti", "Latn", "Finnic", .medium),
      Language("fi", "Finnish", "suomi", "Latn", "Finnic", .high),
      Language("fr", "French", "français", "Latn", "Romance", .high),
      Language("hi", "Hindi", "हिन्दी", "Deva", "Indo-Aryan", .high),
      Language("hr", "Croatian", "hrvatski", "Latn", "South Slavic", .high),
      Language("hu", "Hungarian", "magyar", "Latn", "Ugric", .high),
      Language("id", "Indonesian", "Bahasa Indonesia", "Latn", "Austronesian", .medium),
      Language("it", "Italian", "italiano", "Latn", "Romance", .high),
      Language("ja", "Japanese", "日本語", "Jpan", "Japonic", .high),
      Language("jv", "Javanese", "basa Jawa", "Latn", "Austronesian", .low),
      Language("ko", "Korean", "한국어", "Kore", "Koreanic", .high),
      Language("lt", "Lithuanian", "lietuvių", "Latn", "Baltic", .medium),
      Language("lv", "Latvian", "latviešu", "Latn", "Baltic", .medium),
      Language("nl", "Dutch", "Nederlands", "Latn", "Germanic", .high),
      Language("pl", "Polish", "polski", "Latn", "West Slavic", .high),
      Language("pt", "Portuguese", "português", "Latn", "Romance", .high),
      Language("ro", "Romanian", "română", "Latn", "Romance", .medium),
      Language("ru", "Russian", "русский", "Cyrl", "East Slavic", .high),
      Language("sk", "Slovak", "slovenčina", "Latn", "West Slavic", .medium),
      Language("sl", "Slovenian", "slovenščina", "Latn", "South Slavic", .medium),
      Language("sv", "Swedish", "svenska", "Latn", "Germanic", .high),
      Language("sw", "Swahili", "Kiswahili", "Latn", "Bantu", .low),
      Language("th", "Thai", "ไทย", "Thai", "Tai", .medium),
      Language("tr", "Turkish", "Türkçe", "Latn", "Turkic", .high),
      Language("uk", "Ukrainian", "українська", "Cyrl", "East Slavic", .medium),
      Language("vi", "Vietnamese", "Tiếng Việt", "Latn", "Vietic", .high),
      Language("zh", "Chinese", "中文", "Hans", "Sinitic", .high),
    ].map { ($0.code, $0) })
}
