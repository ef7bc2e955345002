internal import IsoglossCore

/// Reads answers to a user's rubric.
struct RubricReader: RubricProtocol {
  let rubric: Rubric

  /// Characters of an answer that are searched, from its end.
  private static let reach = 8_192

  var maxNewTokens: Int { rubric.maxNewTokens }

  func messages(for input: JudgeInput) -> [ChatMessage] {
    let question = PromptTemplate(rubric.template).fill([
      "prompt": input.prompt.text, "response": input.completion.text, "language": input.prompt.language.name,
    ])
    return (rubric.system.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, question)]
  }

  func read(_ text: String, _ input: JudgeInput) -> RubricReading {
    guard let groups = groups(in: text) else {
      return RubricReading(unscored: "not in the rubric's grammar: \(RawText.quoted(text))", raw: text)
    }
    var scores: [String: Double] = [:]
    for (group, range) in rubric.scale.sorted(by: { $0.key < $1.key }) {
      guard let number = groups[group].flatMap({ Double($0) }), number >= range.from, number <= range.to else {
        let found = groups[group].map { RawText.quoted($0) } ?? "nothing"
        return RubricReading(
          unscored: "\(group) is \(found), and no number in \(range.from)...\(range.to)", raw: text)
      }
      scores[group] = number
    }
    var reading = RubricReading(unscored: "the rubric scores no outcome", raw: text)
    if !rubric.outcomes.isEmpty {
      guard let rule = rubric.outcomes.first(where: { $0.holds(groups[$0.group], scores[$0.group]) }) else {
        return RubricReading(unscored: "no rule of the rubric holds: \(RawText.quoted(text))", raw: text)
      }
      reading.outcome = rule.outcome
      reading.harm = rule.harm.map { .scored($0) } ?? .unscored("the rubric does not tell harm")
      reading.refusal =
        switch rule.outcome {
        case .refusal, .partial: .scored(true)
        case .compliance, .neutralSafe: .scored(false)
        default: .unscored("the rubric does not tell refusal")
        }
    }
    reading.scores = scores.isEmpty ? nil : scores
    return reading
  }

  /// Texts of the groups; null where the answer is not in the grammar.
  private func groups(in text: String) -> [String: String]? {
    let text = String(text.suffix(Self.reach))
    switch rubric.output {
    case .labels(let labels):
      guard let last = text.split(whereSeparator: \.isNewline).map({ Self.trimmed($0) }).last(where: { !$0.isEmpty }),
        labels.contains(last)
      else { return nil }
      return ["label": last]
    case .regex(let pattern):
      guard let match = (try? Regex(pattern)).flatMap({ text.matches(of: $0).last }) else { return nil }
      var found: [String: String] = [:]
      for element in match.output {
        if let name = element.name, let part = element.substring { found[name] = String(part) }
      }
      return found
    }
  }

  /// Without white space at either end.
  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension Rubric.Rule {
  /// Whether a group's text, and its number where it has one, is what the rule asks for.
  fileprivate func holds(_ found: String?, _ number: Double?) -> Bool {
    if let text { return found == text }
    guard let number else { return false }
    return number >= (from ?? -.infinity) && number <= (to ?? .infinity)
  }
}
