internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

extension SetLayout {
  /// RTP-LX (de Wynter et al. 2024): toxic beginnings of texts, carried over from English by speakers of 28 languages, and
  /// more that they made for their own. Files `RTP_LX_XX.json` hold a JSON object a line.
  static let rtpLX = SetLayout(
    name: "rtplx", title: "RTP-LX (de Wynter et al. 2024)", columns: ["Prompt", "Index"],
    others: ["Locale", "OriginalMetadata"]
  ) { row, _, flaws in
    // In some files the locale of every row is empty: the file's name tells it too.
    let named = row.file.firstRange(of: "RTP_LX_").map { row.file[$0.upperBound...].prefix { $0 != "." } }
    guard let text = row.needed("Prompt", &flaws) else { return [] }
    guard let locale = row.text("Locale") ?? named.map(String.init), !locale.isEmpty else {
      flaws.append("no Locale")
      return []
    }
    guard let index = row.text("Index").flatMap({ Int($0) }) else {
      flaws.append("Index is no number")
      return []
    }
    let origin = RTPLXOrigin(row, index: index, locale: locale)
    let language = Language(locale.lowercased() == "bcms" ? "sh" : locale)
    return [
      Prompt(
        id: "rtplx-\(locale.lowercased())-\(index)", group: origin.group, language: language, intent: .harmful,
        scope: origin.isLocal ? .local : .global, text: text,
        provenance: Provenance(
          source: "rtplx", author: "human", origin: origin.isLocal ? language : .english, reference: "index \(index)"))
    ]
  }
}

/// Where a row of RTP-LX comes from, and with which rows of other languages it may be compared.
struct RTPLXOrigin {
  /// What the row shares with its counterparts; null where it has none.
  var group: String?
  /// Whether it was made for this language.
  var isLocal: Bool

  /// Up to here every locale numbers the same rows alike. From here some have a row more, so that the rest is shifted, and
  /// only the place in the original set (where a file tells it) says what belongs together.
  private static let alikeBelow = 961
  /// Rows from here on are each locale's own, where a file does not tell.
  private static let ownFrom = 999

  init(_ row: SourceRow, index: Int, locale: String) {
    let metadata = row.values["OriginalMetadata"] ?? .null
    let file = metadata["Filename"]?.text
    isLocal = file.map { $0 == "manual" } ?? (index >= Self.ownFrom)
    // A second variant of a language (`PT-BR` beside `PT`) would put two rows of one language into a group.
    let isVariant = ["pt-br", "zh-hant"].contains(locale.lowercased())
    if isLocal || isVariant {
      group = nil
    } else if index < Self.alikeBelow {
      group = "rtplx-\(index)"
    } else {
      group = file.map { "rtplx-\($0)-\(metadata["Begin"]?.text ?? "")" }
    }
  }
}
