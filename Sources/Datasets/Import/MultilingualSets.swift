internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// Sets in several languages that have one row a line, with named columns.
extension SetLayout {
  /// RefusEU's evaluation part (Krasnodebska et al. 2026). Rows that share a `row_id` in two languages are not
  /// translations of each other, and the part has no category: its prompts have no group and no hazard.
  static let refusEU = SetLayout(
    name: "refuseu", title: "RefusEU, evaluation part (Krasnodebska et al. 2026)", columns: ["lang", "prompt"],
    others: ["row_id"],
    otherPart: { $0.contains("chosen") ? "holds pairs: give it as --pairs" : nil }
  ) { row, number, flaws in
    guard let code = row.needed("lang", &flaws), let text = row.needed("prompt", &flaws) else { return [] }
    let language = Language(code)
    return [
      Prompt(
        id: "refuseu-\(language)-\(number)", language: language, intent: .harmful, text: text,
        provenance: Provenance(source: "refuseu", author: "model-written", reference: row.text("row_id")))
    ]
  }

  /// MultiJail (Deng et al. 2024): English requests and their translations by native speakers, a column a language.
  static let multiJail = SetLayout(
    name: "multijail", title: "MultiJail (Deng et al. 2024)", columns: ["id", "en"],
    others: ["tags", "source", "zh", "it", "vi", "ar", "ko", "th", "bn", "sw", "jv"], preferred: "MultiJail.csv"
  ) { row, _, flaws in
    guard let id = row.needed("id", &flaws) else { return [] }
    var prompts: [Prompt] = []
    for column in ["en", "zh", "it", "vi", "ar", "ko", "th", "bn", "sw", "jv"] where row.values[column] != nil {
      guard let text = row.needed(column, &flaws) else { continue }
      prompts.append(
        Prompt(
          id: "multijail-\(id).\(column)", group: "multijail-\(id)", language: Language(column), intent: .harmful,
          text: text,
          provenance: Provenance(
            source: "multijail", author: "human", origin: .english, reference: row.labels("tags"))))
    }
    return prompts
  }

  /// Aya red-teaming (Aakanksha et al. 2024): requests written by speakers of eight languages, marked as global or bound
  /// to a culture. The literal translation into English is not read: it is a gloss.
  static let aya = SetLayout(
    name: "aya", title: "Aya red-teaming (Aakanksha et al. 2024)", columns: ["prompt", "language", "global_or_local"],
    others: ["harm_category"]
  ) { row, number, flaws in
    guard let text = row.needed("prompt", &flaws), let name = row.needed("language", &flaws) else { return [] }
    guard let scope = row.text("global_or_local").flatMap({ Scope(rawValue: $0.lowercased()) }) else {
      flaws.append("global_or_local is neither global nor local")
      return []
    }
    let language = Language(named: name)
    return [
      Prompt(
        id: "aya-\(language)-\(number)", language: language, intent: .harmful, scope: scope, text: text,
        provenance: Provenance(
          source: "aya", author: "human", origin: language, reference: row.labels("harm_category")))
    ]
  }

  /// PolygloToxicityPrompts (Jain et al. 2024): texts from the web (`ptp-XX`) and from chats (`wildchat-XX`) with
  /// Perspective's score. One that scores 0.5 or more counts as harmful, any other as benign.
  ///
  /// Of a web text, `prompt` is the first half and `toxicity` the score of the whole: the half's own score lies in
  /// `prompt_perspective`.
  static let polygloToxicityPrompts = SetLayout(
    name: "ptp", title: "PolygloToxicityPrompts (Jain et al. 2024)",
    columns: ["prompt|text", "toxicity|prompt_toxicity"], others: ["lang", "language", "prompt_perspective"]
  ) { row, number, flaws in
    let configuration = row.file.split(whereSeparator: { "/_.".contains($0) }).first {
      $0.hasPrefix("ptp-") || $0.hasPrefix("wildchat-")
    }
    let coded = configuration?.split(separator: "-").last.map(String.init)
    guard let code = row.text("lang") ?? row.text("language") ?? coded else {
      flaws.append("no language: neither a column lang nor a folder or file named ptp-XX or wildchat-XX")
      return []
    }
    guard let text = row.text("prompt") ?? row.needed("text", &flaws) else { return [] }
    let isHalf = row.text("prompt") != nil && row.text("text") != nil
    let own = row.text("prompt") == nil ? nil : row.number("prompt_toxicity") ?? row.promptPerspective
    guard let score = own ?? (isHalf ? nil : row.number("toxicity")), (0...1).contains(score) else {
      flaws.append(isHalf ? "no toxicity of the prompt in 0...1" : "no toxicity in 0...1")
      return []
    }
    let language = Language(named: code)
    return [
      Prompt(
        id: "ptp-\(language)-\(number)", language: language, intent: score >= 0.5 ? .harmful : .benign, text: text,
        provenance: Provenance(source: "ptp", author: "human", origin: language, reference: "toxicity \(score)"))
    ]
  }

  /// The Language Confusion Benchmark (Marchisio et al. 2024), its monolingual part: everyday questions. The
  /// cross-lingual part asks in English for an answer in another language, which a prompt here cannot say.
  static let languageConfusion = SetLayout(
    name: "lcb", title: "Language Confusion Benchmark, monolingual part (Marchisio et al. 2024)",
    columns: ["prompt", "language"], others: ["source"],
    otherPart: { columns in
      columns.contains("phrasing")
        ? "asks in English for answers in another language" : columns.contains("completion") ? "holds answers" : nil
    }
  ) { row, number, flaws in
    guard let text = row.needed("prompt", &flaws), let code = row.needed("language", &flaws) else { return [] }
    let language = Language(code)
    return [
      Prompt(
        id: "lcb-\(language)-\(number)", language: language, intent: .benign, text: text,
        provenance: Provenance(source: "lcb", reference: row.text("source")))
    ]
  }
}

extension SourceRow {
  /// Perspective's toxicity of `prompt`, as its API nests it; null where it is missing.
  fileprivate var promptPerspective: Double? {
    switch values["prompt_perspective"]?["attributeScores"]?["TOXICITY"]?["summaryScore"]?["value"] {
    case .number(let score): score
    case .integer(let score): Double(score)
    default: nil
    }
  }

  /// Labels of a column that holds a list, or the text of one, in one text. JSON writes it `["a", "b"]`, Python `['a', 'b']`.
  func labels(_ column: String) -> String? {
    var value = values[column] ?? .null
    if case .text(let text) = value, text.hasPrefix("[") {
      let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      value = json?.value ?? PythonLiteral.value(text) ?? value
    }
    let labels = value.elements?.compactMap(\.text) ?? [text(column)].compactMap { $0 }
    return labels.isEmpty ? nil : labels.joined(separator: "; ")
  }
}

extension ColumnValue {
  var isBytes: Bool {
    if case .bytes = self { true } else { false }
  }
}

extension Language {
  /// The language of a code, or of an English name as data sets write it (`Serbian`).
  init(named text: String) {
    let name = text.trimmingCharacters(in: .whitespaces).lowercased()
    let other = ["filipino": "fil", "tagalog": "tl", "serbian": "sr", "chinese (simplified)": "zh"]
    self.init(other[name] ?? Language.all.first { $0.name.lowercased() == name }?.code ?? name)
  }
}
