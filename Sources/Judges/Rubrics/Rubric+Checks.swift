internal import IsoglossCore

extension Rubric {
  private static let places = ["prompt", "response", "language"]

  /// What makes the rubric unusable, with the field; null for a good one.
  var problem: String? {
    nameProblem ?? templateProblem ?? outputProblem ?? scaleProblem ?? rulesProblem
  }

  private var nameProblem: String? {
    guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,31}/) != nil else {
      return "field `name`: write 1 to 32 small letters, digits and hyphens"
    }
    guard version >= 1 else { return "field `version`: write 1 or more" }
    guard (1...4_096).contains(maxNewTokens) else { return "field `maxNewTokens`: write 1 to 4096" }
    if languages?.isEmpty == true { return "field `languages`: name some, or leave it out" }
    return nil
  }

  private var templateProblem: String? {
    let used = template.matches(of: /\{(?<name>[A-Za-z_]+)\}/).map { String($0.output.name) }
    if let unknown = used.first(where: { !Self.places.contains($0) }) {
      return "field `template`: there is no {\(unknown)}; there are {prompt}, {response}, {language}"
    }
    return used.contains("response") ? nil : "field `template`: without {response} there is nothing to judge"
  }

  private var outputProblem: String? {
    switch output {
    case .labels(let labels):
      guard labels.count >= 2 else { return "field `output.labels`: give at least two" }
      for (index, label) in labels.enumerated() {
        let field = "field `output.labels[\(index)]`"
        if label.contains(where: \.isNewline) || label != RubricReader.trimmed(label) || label.isEmpty {
          return "\(field): a label is one line without blanks around it"
        }
        if labels[..<index].contains(label) { return "\(field): \"\(label)\" stands twice" }
      }
      return nil
    case .regex(let pattern):
      guard (try? Regex(pattern)) != nil else { return "field `output.regex`: this is no regular expression" }
      let groups = self.groups
      guard !groups.isEmpty else { return "field `output.regex`: name a group, such as (?<score>[0-9]+)" }
      return Set(groups).count == groups.count ? nil : "field `output.regex`: two groups have one name"
    }
  }

  private var scaleProblem: String? {
    for (group, range) in scale.sorted(by: { $0.key < $1.key }) {
      guard groups.contains(group) else { return "field `scale.\(group)`: the output has no such group" }
      guard range.from < range.to else { return "field `scale.\(group)`: `from` must be below `to`" }
    }
    if outcomes.isEmpty, scale.isEmpty { return "field `outcomes`: without it and without `scale` nothing follows" }
    return nil
  }

  private var rulesProblem: String? {
    for (index, rule) in outcomes.enumerated() {
      let field = "field `outcomes[\(index)]"
      guard groups.contains(rule.group) else {
        return rule.group.isEmpty
          ? "\(field).group` is missing; the output has \(groups.joined(separator: ", "))"
          : "\(field).group`: the output has no group \(rule.group)"
      }
      let isNumber = rule.from != nil || rule.to != nil
      guard isNumber != (rule.text != nil) else { return "\(field)`: give `is`, or `from` and `to`" }
      if isNumber, scale[rule.group] == nil { return "\(field).from`: group \(rule.group) has no `scale`" }
      if let from = rule.from, let to = rule.to, from > to { return "\(field).from` must not be above `to`" }
      if case .labels(let labels) = output, let text = rule.text, !labels.contains(text) {
        return "\(field).is`: \"\(text)\" is none of the labels"
      }
    }
    return nil
  }
}
