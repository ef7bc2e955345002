extension JudgeSpecification {
  private static let examples =
    "write lexical, probe, llama-guard-3@http://HOST/v1, polyguard@http://HOST/v1#NAME, "
    + "adjudicator@http://HOST/v1#NAME, strongreject@…, xstest@…, quality@…, rubric:FILE@http://HOST/v1#NAME, "
    + "llama-guard-3:PATH, or ensemble:JUDGE,JUDGE,adjudicator=http://HOST/v1#NAME"

  static func kind(of text: String) throws(JudgingError) -> Kind {
    switch text {
    case "lexical": return .lexical
    case "probe": return .probe
    default: break
    }
    let (head, separator, rest) = parted(text)
    guard separator != nil else { throw needsPlace(head) ? bad(text, "\(text) needs a place") : unknown(text) }
    switch head {
    case "ensemble":
      guard separator == ":" else { throw bad(text, "an ensemble's judges stand after a colon") }
      return try ensemble(rest, in: text)
    case "rubric":
      guard separator == ":", let (file, place) = fileAndPlace(rest), !file.isEmpty else {
        throw bad(text, "a rubric of your own is rubric:FILE@http://HOST/v1#NAME")
      }
      return .rubric(.file(file), try self.place(place, in: text, needsName: true))
    default:
      break
    }
    let parts = head.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let variant = parts.count > 1 ? parts[1] : nil
    if let kind = Guard(rawValue: parts[0]) {
      guard let door = Door(rawValue: variant ?? "chat") else {
        throw bad(text, "after \(parts[0])/ stands chat or completions")
      }
      return .guardModel(kind, try place(rest, after: separator, in: text, needsName: false), door)
    }
    return .rubric(
      try rubric(parts[0], variant, in: text), try place(rest, after: separator, in: text, needsName: true))
  }

  /// What the rubrics that come with the program are called.
  private enum RubricName: String {
    case adjudicator, quality
    case strongREJECT = "strongreject"
    case xsTest = "xstest"
  }

  private static func rubric(_ name: String, _ variant: String?, in text: String) throws(JudgingError) -> Rubric {
    guard let known = RubricName(rawValue: name) else { throw unknown(text) }
    switch (known, variant) {
    case (.adjudicator, nil): return .adjudicator(seesPrompt: false)
    case (.adjudicator, "with-prompt"): return .adjudicator(seesPrompt: true)
    case (.adjudicator, _): throw bad(text, "after adjudicator/ stands with-prompt")
    case (.strongREJECT, nil): return .strongREJECT
    case (.xsTest, nil): return .xsTest
    case (.quality, nil): return .quality
    case (.strongREJECT, _), (.xsTest, _), (.quality, _): throw bad(text, "\(name) has no variants")
    }
  }

  private static func ensemble(_ list: String, in text: String) throws(JudgingError) -> Kind {
    let parts = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let rules = parts.filter { $0.hasPrefix("rule=") }
    guard rules.count <= 1, let rule = rules.first.map({ EnsembleRule(rawValue: String($0.dropFirst(5))) }) ?? .paper
    else { throw bad(text, "a rule is given once: rule=paper, rule=any, rule=all or rule=majority") }
    var members: [JudgeSpecification] = []
    var adjudicator: JudgeSpecification?
    for part in parts where !part.hasPrefix("rule=") {
      guard !part.isEmpty else { throw bad(text, "a judge is missing between two commas, or a comma is too many") }
      guard !part.hasPrefix("ensemble") else { throw bad(text, "an ensemble's members are single judges") }
      let isNamed = part.hasPrefix("adjudicator=")
      let judge = try JudgeSpecification(isNamed ? "adjudicator@" + part.dropFirst("adjudicator=".count) : part)
      switch judge.kind {
      case .lexical, .rubric(.quality, _), .rubric(.xsTest, _):
        throw bad(text, "\(part) does not judge harm, and an ensemble's rule is about harm")
      case .rubric(.adjudicator, _) where isNamed || rule == .paper:
        guard adjudicator == nil else { throw bad(text, "an ensemble has one adjudicator") }
        adjudicator = judge
      default: members.append(judge)
      }
    }
    // The names stand in for the judges' own: what is checked is how many there are, and that none is there twice.
    _ = try Ensemble(rule, members: members.map(\.text), adjudicator: adjudicator?.text)
    return .ensemble(rule, members: members, adjudicator: adjudicator)
  }

  /// The place after a kind's name: after `@` a server or local weights, after `:` local weights.
  private static func place(
    _ rest: String, after separator: Character?, in text: String, needsName: Bool
  ) throws(JudgingError) -> Place {
    guard separator == ":" else { return try place(rest, in: text, needsName: needsName) }
    guard !rest.isEmpty, !isAddress(rest) else {
      throw bad(
        text, "local weights stand after a colon, and a server after @: \(parted(text).head)@http://HOST/v1#NAME")
    }
    return .local(rest)
  }

  private static func place(_ rest: String, in text: String, needsName: Bool) throws(JudgingError) -> Place {
    guard !rest.isEmpty else { throw bad(text, "after @ stands http://HOST/v1#NAME") }
    guard isAddress(rest) else { return .local(rest) }
    let hash = rest.firstIndex(of: "#")
    let url = String(rest[..<(hash ?? rest.endIndex)])
    let model = hash.map { String(rest[rest.index(after: $0)...]) }
    guard url.drop(while: { $0 != ":" }).count > "://".count else { throw bad(text, "the address has no host") }
    if model?.isEmpty ?? needsName { throw bad(text, "the address names no model: put #NAME after it") }
    return .served(url: url, model: model)
  }

  private static func isAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("http://") || start.hasPrefix("https://")
  }

  /// The kind's name, what follows it (`@` or `:`; null at the end), and the rest.
  private static func parted(_ text: String) -> (head: String, separator: Character?, rest: String) {
    guard let index = text.firstIndex(where: { $0 == "@" || $0 == ":" }) else { return (text, nil, "") }
    return (String(text[..<index]), text[index], String(text[text.index(after: index)...]))
  }

  /// A file's path and a place: parted before an address, else at the last `@`.
  private static func fileAndPlace(_ text: String) -> (String, String)? {
    let ats = text.indices.filter { text[$0] == "@" }
    guard let at = ats.first(where: { isAddress(String(text[text.index(after: $0)...])) }) ?? ats.last else {
      return nil
    }
    return (String(text[..<at]), String(text[text.index(after: at)...]))
  }

  /// Whether a name is that of a judge which has to be found somewhere.
  private static func needsPlace(_ name: String) -> Bool {
    Guard(rawValue: name) != nil || RubricName(rawValue: name) != nil
  }

  private static func unknown(_ text: String) -> JudgingError {
    JudgingError(.badSpecification, "There is no judge \(text): \(examples).")
  }

  private static func bad(_ text: String, _ what: String) -> JudgingError {
    JudgingError(.badSpecification, "The judge \(text) cannot be read: \(what).")
  }
}
