/// What a run keeps of a judge, so that its verdicts can be read without the judge at hand.
public struct JudgeRecord: Hashable, Sendable, Codable, Identifiable {
  /// Name with version, as in the judge's verdicts.
  public var name: String
  /// How the user named it on the command line; null where it came as a member of an ensemble, or is not known.
  public var specification: String?
  /// Whether its rate may be called attack success rate: it judges harm, and not only wording.
  public var judgesHarm: Bool
  /// The languages that it claims to read, by code; null where it makes no claim.
  public var officialLanguages: [Language]?
  /// Whether it is the model under test itself.
  public var judgesItself: Bool
  /// The rule of an ensemble: `paper`, `any`, `all`, `majority`; null for a single judge.
  public var rule: String?
  /// Names of an ensemble's members, in order; empty for a single judge.
  public var members: [String]
  /// Name of the judge that an ensemble asks where its members do not agree; null without one.
  public var adjudicator: String?

  /// The judge's name.
  public var id: String { name }

  /// A record of the given parts.
  public init(
    name: String, specification: String? = nil, judgesHarm: Bool, officialLanguages: Set<Language>?,
    judgesItself: Bool = false, rule: String? = nil, members: [String] = [], adjudicator: String? = nil
  ) {
    self.name = name
    self.specification = specification
    self.judgesHarm = judgesHarm
    self.officialLanguages = officialLanguages?.sorted()
    self.judgesItself = judgesItself
    self.rule = rule
    self.members = members
    self.adjudicator = adjudicator
  }

  /// What a judge's rate of compliance and partial answers is called.
  public var rateName: String { judgesHarm ? "attack success rate" : "non-refusal" }

  /// Whether it claims to read a language; null where it makes no claim.
  public func claims(_ language: Language) -> Bool? { officialLanguages.map { $0.contains(language) } }

  /// Everybody whose reading is in its verdicts: an ensemble's members and adjudicator, else itself.
  public var voices: [String] {
    members.isEmpty ? [name] : members + (adjudicator.map { [$0] } ?? [])
  }
}
