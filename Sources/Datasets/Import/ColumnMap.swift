internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// Which column of a foreign table is which field: `text=prompt,language:=lv` takes the text from the column `prompt`
/// and gives every row the language `lv`.
struct ColumnMap {
  /// Where a field comes from.
  enum Source: Hashable {
    case column(String)
    case constant(String)
  }

  /// Fields by the names of this project's schema.
  private(set) var fields: [String: Source]

  /// Reads `FIELD=COLUMN` and `FIELD:=VALUE` between commas; a field that is not named is the column of its own name.
  /// - Throws: `DatasetError` for a field that `known` does not hold, or one that is named twice.
  init(_ text: Substring, known: [String]) throws {
    fields = [:]
    for part in text.split(separator: ",") {
      guard let equals = part.firstIndex(of: "=") else {
        throw DatasetError(.malformed, "\"\(part)\" is neither FIELD=COLUMN nor FIELD:=VALUE.")
      }
      let isConstant = part[..<equals].hasSuffix(":")
      let field = part[..<equals].dropLast(isConstant ? 1 : 0).trimmingCharacters(in: .whitespaces)
      let value = part[part.index(after: equals)...].trimmingCharacters(in: .whitespaces)
      guard known.contains(field), !value.isEmpty else {
        throw DatasetError(.malformed, "\"\(part)\": the fields are \(known.joined(separator: ", ")).")
      }
      guard fields.updateValue(isConstant ? .constant(value) : .column(value), forKey: field) == nil else {
        throw DatasetError(.malformed, "The field \(field) is named twice.")
      }
    }
  }

  /// `PATH#MAP`, taken apart at the last `#`; a path without one has an empty map.
  static func parts(of text: String) -> (path: String, map: Substring) {
    guard let hash = text.lastIndex(of: "#") else { return (text, "") }
    return (String(text[..<hash]), text[text.index(after: hash)...])
  }

  /// The columns that the map names, and that must be there.
  var columns: [String] {
    fields.values.compactMap { source in
      if case .column(let name) = source { name } else { nil }
    }.sorted()
  }

  /// The text of a field in a row; null where it is missing or blank.
  func text(_ field: String, in row: SourceRow) -> String? {
    switch fields[field] ?? .column(field) {
    case .column(let name): row.text(name)
    case .constant(let value): value
    }
  }

  /// The value of a field in a row, of any kind.
  func value(_ field: String, in row: SourceRow) -> ColumnValue {
    switch fields[field] ?? .column(field) {
    case .column(let name): row.values[name] ?? .null
    case .constant(let value): .text(value)
    }
  }

  /// A field that takes one of a few values; a value that is none of them is a flaw.
  func choice<Value>(
    _ field: String, in row: SourceRow, _ flaws: inout [String], _ make: (String) -> Value?
  ) -> Value? {
    guard let text = text(field, in: row)?.trimmingCharacters(in: .whitespaces) else { return nil }
    let value = make(text)
    if value == nil {
      flaws.append("\(field) is \"\(text)\"" + (Prompt.choices[field].map { ": it takes \($0)" } ?? ""))
    }
    return value
  }

  /// Where a row comes from: `author`, `origin` and `reference` of the map, else the file and line.
  func provenance(of row: SourceRow) -> Provenance {
    Provenance(
      source: row.file, author: text("author", in: row), origin: text("origin", in: row).map { Language(named: $0) },
      reference: text("reference", in: row) ?? "line \(row.line)")
  }
}

extension SetLayout {
  /// Fields of a prompt that a map may name.
  static let promptFields = [
    "id", "group", "language", "hazard", "style", "intent", "scope", "twin", "text", "author", "origin", "reference",
  ]

  /// Any table, read by a map from columns to fields.
  static func table(_ map: ColumnMap) -> SetLayout {
    SetLayout(name: "table", title: "a table with these columns", columns: map.columns, others: promptFields) {
      row, _, flaws in
      let before = flaws.count
      let intent = map.choice("intent", in: row, &flaws) { Intent(rawValue: $0.lowercased()) }
      let hazard = map.choice("hazard", in: row, &flaws) { Hazard(rawValue: $0.uppercased()) }
      let style = map.choice("style", in: row, &flaws) { AttackStyle(rawValue: $0) }
      let scope = map.choice("scope", in: row, &flaws) { Scope(rawValue: $0.lowercased()) }
      let text = map.text("text", in: row)
      let language = map.text("language", in: row).map { Language(named: $0) }
      if text == nil { flaws.append("no text") }
      if let flaw = language.map(\.flaw) ?? "no language" { flaws.append(flaw) }
      if intent == nil, flaws.count == before { flaws.append("no intent: name its column, or intent:=harmful") }
      guard flaws.count == before, let text, let language, let intent else { return [] }
      return [
        Prompt(
          id: map.text("id", in: row) ?? "\(row.file):\(row.line)", group: map.text("group", in: row),
          language: language, hazard: hazard, style: style, intent: intent, scope: scope ?? .global,
          twin: map.text("twin", in: row), text: text, provenance: map.provenance(of: row))
      ]
    }
  }
}
