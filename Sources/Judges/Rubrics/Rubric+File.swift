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
