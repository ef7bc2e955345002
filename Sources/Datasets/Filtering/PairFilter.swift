public import IsoglossCore

/// Which pairs of a set are fit to train on.
///
/// Checks run in stages, the cheap ones first; a pair is dropped by the first that it fails, and counted there. Rows are
/// found by their ids, so that what happens to one never moves another.
public struct PairFilter: Sendable {
  /// Bounds on lengths; null checks none.
  public var limits: TextLimits?
  /// Whether what pipelines leave behind is looked for.
  public var checksScaffolding: Bool
  /// Whether answers are checked to be whole and different.
  public var checksForm: Bool
  /// Tells languages; null checks none.
  public var language: LanguageCheck?
  /// Rules on verdicts, in order; each is a stage.
  public var rules: [PairRule]
  /// What judges say of the texts.
  public var verdicts: VerdictTable
  /// Jaccard index from which on two requests of the set are near-duplicates; null drops none.
  public var duplicateThreshold: Double?
  /// Prompt sets that training must not give away.
  public var suites: [PromptSet]
  /// How a pair may not meet a suite.
  public var leaks: Set<LeakageCheck.Kind>
  /// Jaccard index from which on a request and a suite's prompt are near-duplicates.
  public var leakThreshold: Double

  /// A filter of the given parts.
  public init(
    limits: TextLimits? = TextLimits(), checksScaffolding: Bool = true, checksForm: Bool = true,
    language: LanguageCheck? = nil, rules: [PairRule] = [], verdicts: VerdictTable = VerdictTable([], on: []),
    duplicateThreshold: Double? = 0.6, suites: [PromptSet] = [],
    leaks: Set<LeakageCheck.Kind> = [.exact, .nearDuplicate, .group], leakThreshold: Double = 0.6
  ) {
    self.limits = limits
    self.checksScaffolding = checksScaffolding
    self.checksForm = checksForm
    self.language = language
    self.rules = rules
    self.verdicts = verdicts
    self.duplicateThreshold = duplicateThreshold
    self.suites = suites
    self.leaks = leaks
    self.leakThreshold = leakThreshold
  }

  /// Probability that a near-duplicate exactly at the laxer threshold is passed over.
  public var missRate: Double {
    [duplicateThreshold, suites.isEmpty ? nil : leakThreshold].compactMap { $0 }
      .map { MinHash(threshold: $0).missRate(at: $0) }.max() ?? 0
  }

  /// What filtering makes of a set.
  public struct Result: Sendable {
    /// The pairs that are left, in their order.
    public var kept: [PreferencePair]
    /// The others, stage by stage, in their order.
    public var dropped: [DroppedPair]
    /// How many were dropped where.
    public var funnel: Funnel
  }

  /// Filters pairs.
  /// - Throws: `DatasetError.duplicate` where two pairs have one id; `.badRule` for a rule on judges that are not there.
  public func run(_ pairs: [PreferencePair]) throws -> Result {
    try PairSet.checkIDs(pairs)
    let rules = try resolvedRules(for: pairs)
    var left = pairs
    var all: [DroppedPair] = []
    var funnel = Funnel(pairs)
    func stage(_ name: String, _ drop: ([PreferencePair]) -> [String: String]) {
      let dropped = drop(left)
      funnel.add(name, left, dropped)
      all += left.compactMap { row in
        dropped[row.id].map {
          DroppedPair(pair: row.id, stage: name, reason: $0, isUndecided: $0.hasPrefix(Self.undecided))
        }
      }
      left.removeAll { dropped[$0.id] != nil }
    }
    func each(_ name: String, _ finding: (PreferencePair) -> String?) {
      stage(name) { rows in
        Dictionary(rows.compactMap { row in finding(row).map { (row.id, $0) } }) { first, _ in first }
      }
    }
    func parts(_ name: String, _ finding: (String, PairPart, PreferencePair) -> String?) {
      each(name) { pair in
        for part in PairPart.allCases {
          if let found = finding(pair[part], part, pair) { return found }
        }
        return nil
      }
    }
    if let limits { parts("length") { text, part, _ in limits.finding(text, part) } }
    if checksScaffolding {
      parts("scaffolding") { text, part, pair in
        Scaffolding.finding(text, mayBeQuoted: pair.intent == .benign && part == .chosen)
          .map { "\(part.rawValue): \($0)" }
      }
    }
    if checksForm { each("form", AnswerForm.finding) }
    if let language { parts("language") { text, part, pair in language.finding(text, in: pair.language, part) } }
    for rule in rules { each(rule.stage) { rule.finding($0, verdicts) } }
    if let duplicateThreshold {
      stage("duplicates") { rows in
        let found = Duplicates(rows, threshold: duplicateThreshold).findings
        return Dictionary(
          uniqueKeysWithValues: found.map { ($0.pair, "like \($0.kept), \(Funnel.number($0.similarity))") })
      }
    }
    if !suites.isEmpty {
      stage("leakage") { rows in
        let found = LeakageCheck(threshold: leakThreshold).findings(rows, against: suites)
        return Dictionary(
          found.filter { leaks.contains($0.kind) }.map { finding in
            let near = finding.similarity.map { ", \(Funnel.number($0))" } ?? ""
            return (finding.pair, "\(finding.kind.rawValue) with \(finding.prompt) of \(finding.set)\(near)")
          }
        ) { first, _ in first }
      }
    }
    return Result(kept: left, dropped: all, funnel: funnel)
  }

  /// How the reason begins where a rule is neither true nor false.
  fileprivate static let undecided = "not decided"

  private struct ResolvedRule {
    var written: PairRule
    var rule: VerdictRule

    var stage: String { written.description }

    func finding(_ pair: PreferencePair, _ verdicts: VerdictTable) -> String? {
      guard pair.intent == written.intent else { return nil }
      let said = verdicts[written.part, of: pair.id]
      switch rule.holds(said) {
      case true?: return nil
      case false?: return "the verdicts are \(words(said))"
      case nil: return "\(PairFilter.undecided): the verdicts are \(words(said))"
      }
    }

    private func words(_ said: [String: Verdict]) -> String {
      rule.judges.map { judge in
        guard let verdict = said[judge] else { return "\(judge): none" }
        let readings = [
          verdict.harm.value.map { $0 ? "harm" : "no harm" },
          verdict.refusal.value.map { $0 ? "refusal" : "no refusal" },
        ]
        .compactMap { $0 }
        return "\(judge): \(readings.isEmpty ? "unscored" : readings.joined(separator: " and "))"
      }.joined(separator: "; ")
    }
  }

  /// Rules with judges by their full names. Rules on an intent that no pair has are left out.
  private func resolvedRules(for pairs: [PreferencePair]) throws -> [ResolvedRule] {
    let intents = Set(pairs.map(\.intent))
    return try rules.filter { intents.contains($0.intent) }.map { rule in
      ResolvedRule(written: rule, rule: try rule.rule.resolved(among: verdicts.judges[rule.part] ?? []))
    }
  }
}

extension PreferencePair {
  /// One of its texts.
  subscript(_ part: PairPart) -> String {
    switch part {
    case .question: prompt
    case .chosen: chosen
    case .rejected: rejected
    }
  }
}

extension PairSet {
  /// - Throws: `DatasetError.duplicate` where two pairs have one id.
  static func checkIDs(_ pairs: [PreferencePair]) throws {
    var seen: Set<String> = []
    if let twice = pairs.first(where: { !seen.insert($0.id).inserted }) {
      throw DatasetError(.duplicate, "Two pairs have the id \"\(twice.id)\": give each its own.")
    }
  }
}
