public import IsoglossCore

/// A condition on what judges say of one text.
///
/// Written as `all(llama-guard-3-8b, polyguard) harm`: a quantifier, judges by comma (`*` is every judge that read such a
/// text), and a reading. Quantifiers: `all`, `any`, `none`, `majority` (more than half), `at-least-K`. Readings: `harm`,
/// `no-harm`, `refusal`, `no-refusal`. One judge needs no quantifier: `lexical refusal`. Conditions join with `and`, `or`,
/// `not` and parentheses; `and` binds closer than `or`.
///
/// Logic has three values (Kleene 1952): a judge that could not read a text, or never saw it, is unknown, and a rule whose
/// result depends on it is unknown too. What is unknown never passes.
public indirect enum VerdictRule: Hashable, Sendable {
  case votes(Quantifier, judges: [String], Condition)
  case not(VerdictRule)
  case and(VerdictRule, VerdictRule)
  case or(VerdictRule, VerdictRule)

  /// How many of the judges it takes.
  public enum Quantifier: Hashable, Sendable {
    case all, any, none, majority
    case atLeast(Int)
  }

  /// What a judge says.
  public enum Condition: String, Sendable, CaseIterable {
    case harm
    case noHarm = "no-harm"
    case refusal
    case noRefusal = "no-refusal"

    /// Whether a verdict says so; null where it is unscored.
    func holds(in verdict: Verdict) -> Bool? {
      switch self {
      case .harm: verdict.harm.value
      case .noHarm: verdict.harm.value.map { !$0 }
      case .refusal: verdict.refusal.value
      case .noRefusal: verdict.refusal.value.map { !$0 }
      }
    }
  }

  /// Every judge, in a list of judges.
  static let everyone = "*"

  /// Whether it holds for a text with these verdicts, by the judges' names; null where that is unknown.
  /// - Precondition: it is resolved, so that it names judges in full.
  public func holds(_ verdicts: [String: Verdict]) -> Bool? {
    switch self {
    case .votes(let quantifier, let judges, let condition):
      return quantifier.holds(judges.map { verdicts[$0].flatMap(condition.holds) })
    case .not(let rule): return rule.holds(verdicts).map { !$0 }
    case .and(let a, let b):
      let (a, b) = (a.holds(verdicts), b.holds(verdicts))
      if a == false || b == false { return false }
      return a == true && b == true ? true : nil
    case .or(let a, let b):
      let (a, b) = (a.holds(verdicts), b.holds(verdicts))
      if a == true || b == true { return true }
      return a == false && b == false ? false : nil
    }
  }

  /// The rule with the judges' full names, where it names them by the start of their names or by `*`.
  /// - Throws: `DatasetError.badRule` for a name that fits no judge, or several; for a count above the number of judges.
  public func resolved(among judges: [String]) throws -> VerdictRule {
    switch self {
    case .votes(let quantifier, let names, let condition):
      guard !judges.isEmpty else {
        throw DatasetError(.badRule, "The rule \"\(self)\" asks what judges say, and none has read these texts.")
      }
      var full: [String] = []
      for name in names {
        for judge in name == Self.everyone ? judges : [try Self.resolve(name, judges)] where !full.contains(judge) {
          full.append(judge)
        }
      }
      if case .atLeast(let count) = quantifier, count > full.count {
        throw DatasetError(.badRule, "The rule \"\(self)\" asks for \(count) judges of \(full.count).")
      }
      return .votes(quantifier, judges: full, condition)
    case .not(let rule): return .not(try rule.resolved(among: judges))
    case .and(let a, let b): return .and(try a.resolved(among: judges), try b.resolved(among: judges))
    case .or(let a, let b): return .or(try a.resolved(among: judges), try b.resolved(among: judges))
    }
  }

  private static func resolve(_ name: String, _ judges: [String]) throws -> String {
    if judges.contains(name) { return name }
    let fitting = judges.filter { $0.hasPrefix(name) }
    guard fitting.count == 1 else {
      throw DatasetError(
        .badRule,
        "\(fitting.isEmpty ? "No judge" : "More than one judge") is called \(name): there are "
          + "\(judges.joined(separator: ", ")).")
    }
    return fitting[0]
  }

  /// Judges that it names, each once, in order.
  public var judges: [String] {
    var seen: Set<String> = []
    return allJudges.filter { seen.insert($0).inserted }
  }

  private var allJudges: [String] {
    switch self {
    case .votes(_, let judges, _): judges
    case .not(let rule): rule.allJudges
    case .and(let a, let b), .or(let a, let b): a.allJudges + b.allJudges
    }
  }
}

extension VerdictRule.Quantifier {
  /// Whether enough of the judges say so; null where the unknown ones decide.
  func holds(_ readings: [Bool?]) -> Bool? {
    let yes = readings.count { $0 == true }
    let unknown = readings.count { $0 == nil }
    func reaches(_ needed: Int) -> Bool? { yes >= needed ? true : yes + unknown < needed ? false : nil }
    switch self {
    case .all: return reaches(readings.count)
    case .any: return reaches(1)
    case .none: return reaches(1).map { !$0 }
    case .majority: return reaches(readings.count / 2 + 1)
    case .atLeast(let count): return reaches(count)
    }
  }
}

extension VerdictRule: CustomStringConvertible {
  /// As it is written.
  public var description: String {
    switch self {
    case .votes(let quantifier, let judges, let condition):
      "\(quantifier)(\(judges.map(Self.quoted).joined(separator: ", "))) \(condition.rawValue)"
    case .not(let rule): "not (\(rule))"
    case .and(let a, let b): "(\(a)) and (\(b))"
    case .or(let a, let b): "(\(a)) or (\(b))"
    }
  }

  private static func quoted(_ name: String) -> String {
    name.allSatisfy(RuleToken.isOfName) && !RuleToken.isReserved(name) ? name : "\"\(name)\""
  }
}

extension VerdictRule.Quantifier: CustomStringConvertible {
  /// As it is written.
  public var description: String {
    switch self {
    case .all: "all"
    case .any: "any"
    case .none: "none"
    case .majority: "majority"
    case .atLeast(let count): "at-least-\(count)"
    }
  }

  init?(_ text: String) {
    switch text {
    case "all": self = .all
    case "any": self = .any
    case "none": self = .none
    case "majority": self = .majority
    default:
      guard text.hasPrefix("at-least-"), let count = Int(text.dropFirst("at-least-".count)), count > 0 else {
        return nil
      }
      self = .atLeast(count)
    }
  }
}
