/// A category of the MLCommons taxonomy as Llama Guard 3 numbers it.
public enum Hazard: String, Sendable, Codable, CaseIterable, Comparable {
  case S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, S12, S13, S14

  /// The name that Llama Guard 3's policy text uses.
  public var title: String {
    switch self {
    case .S1: "Violent Crimes"
    case .S2: "Non-Violent Crimes"
    case .S3: "Sex Crimes"
    case .S4: "Child Exploitation"
    case .S5: "Defamation"
    case .S6: "Specialized Advice"
    case .S7: "Privacy"
    case .S8: "Intellectual Property"
    case .S9: "Indiscriminate Weapons"
    case .S10: "Hate"
    case .S11: "Self-Harm"
    case .S12: "Sexual Content"
    case .S13: "Elections"
    case .S14: "Code Interpreter Abuse"
    }
  }

  /// 1 to 14.
  public var number: Int { (Hazard.allCases.firstIndex(of: self) ?? 0) + 1 }
  /// Order of the numbers, so that S10 follows S9.
  public static func < (a: Hazard, b: Hazard) -> Bool { a.number < b.number }
}

/// One of the ten attack styles of Rainbow Teaming (Samvelyan et al. 2024), which RefusEU uses too.
public enum AttackStyle: String, Sendable, Codable, CaseIterable {
  case slang
  case technicalTerms = "technical-terms"
  case rolePlay = "role-play"
  case authorityManipulation = "authority-manipulation"
  case misspellings
  case wordPlay = "word-play"
  case emotionalManipulation = "emotional-manipulation"
  case hypotheticals
  case historicalScenario = "historical-scenario"
  case uncommonDialects = "uncommon-dialects"
}
