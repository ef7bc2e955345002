public import IsoglossCore

/// One value a group and language: rows by language, columns by group. What was not measured is null.
public struct LanguageRows<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  /// The groups, in the order of the columns.
  public var groups: [String]
  /// As many values as there are groups, by language.
  public var rows: [Language: [Value?]]

  /// Rows of values.
  /// - Parameter values: each with its language and group; the last of equals stays.
  public init(_ values: some Sequence<(language: Language, group: String, value: Value)>) {
    var places: [String: Int] = [:]
    var found: [Language: [String: Value]] = [:]
    for (language, group, value) in values {
      if places[group] == nil { places[group] = places.count }
      found[language, default: [:]][group] = value
    }
    let groups = places.sorted { $0.value < $1.value }.map(\.key)
    self.groups = groups
    rows = found.mapValues { row in groups.map { row[$0] } }
  }

  /// The values of a language by group; those that were not measured are left out.
  public func byGroup(_ language: Language) -> [String: Value] {
    var found: [String: Value] = [:]
    for (group, value) in zip(groups, rows[language] ?? []) {
      if let value { found[group] = value }
    }
    return found
  }

  /// Whether every row has a value, or null, for each group.
  var isRectangular: Bool { rows.values.allSatisfy { $0.count == groups.count } }
}

extension Sequence<Language> {
  /// The languages of RefusEU in the paper's order, then others by code.
  var inReadingOrder: [Language] {
    let order = Dictionary(uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1, $0) })
    return sorted { (order[$0] ?? .max, $0) < (order[$1] ?? .max, $1) }
  }
}
