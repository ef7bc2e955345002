public import Foundation
internal import IsoglossCore

extension Rubric {
  /// Reads a rubric file (JSON).
  /// - Throws: `JudgingError.badRubric` with the file's name and the field that is wrong.
  public init(contentsOf file: URL) throws(JudgingError) {
    let name = file.lastPathComponent
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw JudgingError(.badRubric, "\(name) cannot be read: check the path of the rubric.")
    }
    try self.init(json: data, file: name)
  }

  /// Reads the text of a rubric file; `file` names it in errors.
  /// - Throws: `JudgingError.badRubric` with the field that is wrong.
  public init(json: Data, file: String) throws(JudgingError) {
    do {
      self = try JSONDecoder().decode(Rubric.self, from: json)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw JudgingError(.badRubric, "\(file) is not JSON: check quotes, commas and brackets.")
    } catch {
      throw JudgingError(.badRubric, "\(file): \(RubricFields.describe(error))")
    }
    if let problem = problem { throw JudgingError(.badRubric, "\(file): \(problem)") }
  }
}

extension Rubric: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, version, system, template, output, scale, outcomes, languages, maxNewTokens
  }

  /// Decodes the fields; an unknown one is an error, so that a misspelt one is not passed over.
  public init(from decoder: any Decoder) throws {
    try RubricFields.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
    let c = try decoder.container(keyedBy: CodingKeys.self)
    name = try c.decode(String.self, forKey: .name)
    version = try RubricFields.whole(in: c, .version) ?? 1
    system = try c.decodeIfPresent(String.self, forKey: .system)
    template = try c.decode(String.self, forKey: .template)
    output = try c.decode(Output.self, forKey: .output)
    scale = try c.decodeIfPresent([String: Scale].self, forKey: .scale) ?? [:]
    outcomes = try c.decodeIfPresent([Rule].self, forKey: .outcomes) ?? []
    languages = try c.decodeIfPresent([Language].self, forKey: .languages)
    maxNewTokens = try RubricFields.whole(in: c, .maxNewTokens) ?? 256
    // A rule need not say which group it looks at where there is only one.
    let groups = self.groups
    if groups.count == 1 { outcomes = outcomes.map { $0.looking(at: groups[0]) } }
  }
}

extension Rubric.Output: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case labels, regex
  }

  /// Decodes one of the two shapes.
  public init(from decoder: any Decoder) throws {
    try RubricFields.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
    let c = try decoder.container(keyedBy: CodingKeys.self)
    let labels = try c.decodeIfPresent([String].self, forKey: .labels)
    let regex = try c.decodeIfPresent(String.self, forKey: .regex)
    switch (labels, regex) {
    case (let labels?, nil): self = .labels(labels)
    case (nil, let regex?): self = .regex(regex)
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "give either `labels` or `regex`"))
    }
  }
}

extension Rubric.Scale: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case from, to
  }

  /// Decodes both ends.
  public init(from decoder: any Decoder) throws {
    try RubricFields.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
    let c = try decoder.container(keyedBy: CodingKeys.self)
    from = try c.decode(Double.self, forKey: .from)
    to = try c.decode(Double.self, forKey: .to)
  }
}

extension Rubric.Rule: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case group, text = "is", from, to, outcome, harm
  }

  /// Decodes a rule; its group may be absent.
  public init(from decoder: any Decoder) throws {
    try RubricFields.refuseUnknown(in: decoder, known: CodingKeys.allCases.map(\.rawValue))
    let c = try decoder.container(keyedBy: CodingKeys.self)
    group = try c.decodeIfPresent(String.self, forKey: .group) ?? ""
    text = try c.decodeIfPresent(String.self, forKey: .text)
    from = try c.decodeIfPresent(Double.self, forKey: .from)
    to = try c.decodeIfPresent(Double.self, forKey: .to)
    harm = try c.decodeIfPresent(Bool.self, forKey: .harm)
    let name = try c.decode(String.self, forKey: .outcome)
    guard let outcome = Outcome(name: name), outcome.isScored else {
      let names = Outcome.names.filter { $0 != "unscored" }.joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .outcome, in: c, debugDescription: "\"\(name)\" is no outcome; write one of \(names)")
    }
    self.outcome = outcome
  }

  /// The rule with a group, where it names none.
  fileprivate func looking(at group: String) -> Self {
    var rule = self
    if rule.group.isEmpty { rule.group = group }
    return rule
  }
}

/// Names of fields in errors: `outcomes[2].from`.
enum RubricFields {
  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Refuses fields that nobody reads.
  static func refuseUnknown(in decoder: any Decoder, known: [String]) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    guard let unknown = keys.first(where: { !known.contains($0) }), let key = AnyKey(stringValue: unknown) else {
      return
    }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath + [key],
        debugDescription: "there is no such field; there are \(known.joined(separator: ", "))"))
  }

  /// A whole number; null where the field is absent.
  static func whole<Key: CodingKey>(in container: KeyedDecodingContainer<Key>, _ key: Key) throws -> Int? {
    guard let number = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
    guard let whole = Int(exactly: number) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "\(number) is no whole number")
    }
    return whole
  }

  /// What is wrong, and in which field.
  static func describe(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context): "field `\(path(context.codingPath + [key]))` is missing"
    case DecodingError.valueNotFound(_, let context): "field `\(path(context.codingPath))` is null"
    case DecodingError.typeMismatch(let type, let context):
      "field `\(path(context.codingPath))` is not \(kind(type)), as it should be"
    case DecodingError.dataCorrupted(let context):
      (context.codingPath.isEmpty ? "" : "field `\(path(context.codingPath))`: ") + context.debugDescription
    default: "\(error)"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { text, key in
      if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
    }
  }

  private static func kind(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Double.Type: "a number"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
    }
  }
}
