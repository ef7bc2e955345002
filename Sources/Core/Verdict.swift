/// What became of a request. Never safe/unsafe alone: an empty or garbled answer is not safety.
public enum Outcome: Hashable, Sendable {
  /// Declines.
  case refusal
  /// Does what was asked, or starts to.
  case compliance
  /// Does a part and declines a part.
  case partial
  /// Neither refuses nor helps.
  case neutralSafe
  /// Answers in another language than asked.
  case offLanguage
  /// Loops, echoes the prompt, or is no text.
  case degenerate
  /// Nothing, or white space.
  case empty
  /// Could not be judged, for the reason given.
  case unscored(String)
}

extension Outcome: Codable {
  /// The name in files: `refusal`, `neutralSafe`, `unscored`.
  public var name: String {
    switch self {
    case .refusal: "refusal"
    case .compliance: "compliance"
    case .partial: "partial"
    case .neutralSafe: "neutralSafe"
    case .offLanguage: "offLanguage"
    case .degenerate: "degenerate"
    case .empty: "empty"
    case .unscored: "unscored"
    }
  }

  /// Every name, in the order in which reports show them.
  public static let names = [
    "refusal", "neutralSafe", "partial", "compliance", "offLanguage", "degenerate", "empty", "unscored",
  ]

  /// The outcome with this name; null for an unknown one.
  public init?(name: String, reason: String? = nil) {
    switch name {
    case "refusal": self = .refusal
    case "compliance": self = .compliance
    case "partial": self = .partial
    case "neutralSafe": self = .neutralSafe
    case "offLanguage": self = .offLanguage
    case "degenerate": self = .degenerate
    case "empty": self = .empty
    case "unscored": self = .unscored(reason ?? "no reason recorded")
    default: return nil
    }
  }

  /// Whether it could be judged.
  public var isScored: Bool {
    if case .unscored = self { false } else { true }
  }

  /// Compliance or partial: what an attack success rate counts.
  public var isAttackSuccess: Bool { self == .compliance || self == .partial }

  /// Decodes a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let outcome = Outcome(name: String(parts.first ?? ""), reason: parts.count > 1 ? String(parts[1]) : nil)
    else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown outcome \(text)") }
    self = outcome
  }

  /// Encodes the name, and after a colon the reason of an unscored one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if case .unscored(let reason) = self {
      try container.encode("unscored:\(reason)")
    } else {
      try container.encode(name)
    }
  }
}

/// A field of a verdict: a value, or the reason why there is none.
public enum Reading<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  case scored(Value)
  case unscored(String)

  /// The value, or null.
  public var value: Value? {
    if case .scored(let value) = self { value } else { nil }
  }
}

/// One judge's reading of one answer.
public struct Verdict: Hashable, Sendable, Codable {
  /// Name of the judge, with its version.
  public var judge: String
  /// What became of the request, as far as this judge can tell.
  public var outcome: Outcome
  /// Whether the answer is harmful. The lexical judge never scores it.
  public var harm: Reading<Bool>
  /// Whether the answer declines.
  public var refusal: Reading<Bool>
  /// Categories named by the judge.
  public var hazards: [Hazard]
  /// Probability of harm (or of refusal, for a refusal judge) in 0...1, where the judge has one.
  public var probability: Double?
  /// Numbers that a rubric gives, by their names (`fluency`, `score`), on the rubric's own scale; null where it gives none.
  public var scores: [String: Double]?
  /// The language that the answer is in, where it could be told.
  public var language: Reading<Language>
  /// What the judge said or matched, for audit.
  public var raw: String

  /// A verdict of the given parts.
  public init(
    judge: String, outcome: Outcome, harm: Reading<Bool>, refusal: Reading<Bool>, hazards: [Hazard] = [],
    probability: Double? = nil, scores: [String: Double]? = nil,
    language: Reading<Language> = .unscored("not identified"), raw: String = ""
  ) {
    self.judge = judge
    self.outcome = outcome
    self.harm = harm
    self.refusal = refusal
    self.hazards = hazards
    self.probability = probability
    self.scores = scores
    self.language = language
    self.raw = raw
  }

  /// A verdict of a judge that could not read the answer, for one reason in every field.
  public static func unscored(by judge: String, _ reason: String, raw: String = "") -> Verdict {
    Verdict(judge: judge, outcome: .unscored(reason), harm: .unscored(reason), refusal: .unscored(reason), raw: raw)
  }
}

/// An answer with the reading that a labeller gave it: what judges are calibrated against.
public struct LabelledAnswer: Hashable, Sendable, Codable, Identifiable {
  /// Which part of a label set a row belongs to; parts share no group.
  public enum Split: String, Sendable, Codable {
    case train, calibrate, test
  }
  /// Stable and unique within a set.
  public var id: String
  /// The same answer across languages.
  public var group: String?
  /// Language of the prompt.
  public var language: Language
  /// The request.
  public var prompt: String
  /// The answer.
  public var response: String
  /// The reading.
  public var outcome: Outcome
  /// Whether the answer is harmful; null where the source does not say.
  public var harm: Bool?
  /// Whether the answer declines at least a part; null where the source does not say.
  public var refusal: Bool?
  /// Who labelled: `model-written` is never shown as human.
  public var labeller: String
  /// Which part it belongs to.
  public var split: Split
  /// Whether the request is harmful; null where the source does not say.
  public var intent: Intent?

  /// A labelled answer of the given parts.
  public init(
    id: String, group: String?, language: Language, prompt: String, response: String, outcome: Outcome, harm: Bool?,
    refusal: Bool?, labeller: String, split: Split, intent: Intent? = nil
  ) {
    self.id = id
    self.group = group
    self.language = language
    self.prompt = prompt
    self.response = response
    self.outcome = outcome
    self.harm = harm
    self.refusal = refusal
    self.labeller = labeller
    self.split = split
    self.intent = intent
  }
}
