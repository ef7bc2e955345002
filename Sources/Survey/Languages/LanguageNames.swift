internal import Foundation
internal import IsoglossCore

/// English names of languages as papers write them: aliases, adjectives, dialects and the names of mixed speech.
///
/// The table is plain text, a language a line: its code, then its names after `|`. Marks before a name: `~` for a name
/// that is also an ordinary word, which counts only in the company of other languages; `^` for one that counts in lower
/// case, too; `=` for a dialect, whose name is kept.
public enum LanguageNames {
  /// What a name stands for.
  struct Entry: Hashable, Sendable {
    /// Codes of its languages; two for mixed speech.
    var codes: [String]
    /// The name as the table spells it.
    var name: String
    /// Whether it is an ordinary word, too.
    var isWord = false
    /// Whether it counts in lower case.
    var takesLowerCase = false
    /// Whether it names a dialect.
    var isDialect = false
    /// Whether it names speech that mixes two languages.
    var isMixed: Bool { codes.count == 2 }
  }

  /// Entries by their words in lower case.
  static let entries: [[String]: Entry] = {
    var entries: [[String]: Entry] = [:]
    for row in table.split(separator: "\n") {
      let cells = row.split(separator: "|").map(String.init)
      guard let codes = cells.first?.split(separator: "+").map(String.init) else { continue }
      for cell in cells.dropFirst() {
        let marks = cell.prefix { "~^=".contains($0) }
        let entry = Entry(
          codes: codes, name: String(cell.dropFirst(marks.count)), isWord: marks.contains("~"),
          takesLowerCase: marks.contains("^"), isDialect: marks.contains("="))
        entries[PaperText.plainWords(entry.name)] = entry
      }
    }
    return entries
  }()

  /// Words of the longest name.
  static let longest = entries.keys.map(\.count).max() ?? 1

  private static let byCode: [String: String] = {
    var names: [String: String] = [:]
    for row in table.split(separator: "\n") {
      let cells = row.split(separator: "|").map(String.init)
      guard cells.count > 1, !cells[0].contains("+") else { continue }
      names[cells[0]] = names[cells[0]] ?? String(cells[1].drop { "~^=".contains($0) })
    }
    return names
  }()

  /// The English name of a code; the code itself where the table has none.
  public static func name(of code: String) -> String { byCode[code] ?? Language(code).name }

  /// Codes that the table has.
  public static var codes: [String] { byCode.keys.sorted() }

  /// One code for the many that a language goes by: `cmn` is `zh`, `arz` is `ar`, regions are dropped.
  public static func folded(_ code: String) -> String {
    let base = code.lowercased().split(separator: "-").first.map(String.init) ?? code
    return members[base] ?? base
  }

  /// Members of macrolanguages (ISO 639-3), and codes of three letters whose language has two.
  private static let members: [String: String] = {
    let groups = [
      "ar": "ara arb arz ary arq apc ajp acm afb ars aeb apd acq ayl", "zh": "zho chi cmn", "tl": "fil tgl",
      "no": "nb nn nob nno nor",
      "fa": "fas per pes prs", "sw": "swa swh", "ms": "msa may zsm", "en": "eng", "de": "deu ger", "fr": "fra fre",
      "es": "spa", "it": "ita", "pt": "por", "hi": "hin", "bn": "ben", "ta": "tam", "te": "tel", "ml": "mal",
      "kn": "kan",
      "mr": "mar", "gu": "guj", "ur": "urd", "pa": "pan", "ja": "jpn", "ko": "kor", "ru": "rus", "vi": "vie",
      "th": "tha",
      "id": "ind", "tr": "tur", "pl": "pol", "nl": "nld dut", "he": "heb iw", "yo": "yor", "ig": "ibo", "ha": "hau",
      "am": "amh", "zu": "zul", "xh": "xho", "ku": "kmr ckb kur", "sq": "sqi alb", "lv": "lvs", "et": "est ekk",
      "az": "azj",
      "uz": "uzn", "mn": "khk", "or": "ory", "ne": "npi", "om": "orm gaz", "ti": "tir", "so": "som", "rw": "kin",
    ]
    return Dictionary(groups.flatMap { code, names in names.split(separator: " ").map { (String($0), code) } }) {
      a, _ in a
    }
  }()
}

extension PaperText {
  /// Words without accents in lower case: how names are compared.
  static func plainWords(_ text: String) -> [String] {
    text.folding(options: .diacriticInsensitive, locale: nil).lowercased()
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
