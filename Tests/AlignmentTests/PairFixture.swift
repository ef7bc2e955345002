import IsoglossCore

/// Pairs made for tests: parallel groups in some languages, harmful ones with hazards in turn, then benign ones.
enum PairFixture {
  static func pairs(_ languages: [String], harmful: Int, benign: Int) -> [PreferencePair] {
    languages.flatMap { code in
      (0..<harmful + benign).map { index in
        let isHarmful = index < harmful
        let group = isHarmful ? "h\(index)" : "b\(index - harmful)"
        return PreferencePair(
          id: "\(group).\(code)", group: group, language: Language(code),
          hazard: isHarmful ? Hazard.allCases[index % 14] : nil, intent: isHarmful ? .harmful : .benign,
          prompt: "prompt \(group) \(code)", chosen: "chosen \(group) \(code)", rejected: "rejected \(group) \(code)",
          provenance: Provenance(source: "fixture"))
      }
    }
  }

  static let twelve = pairs(Language.refusEU.map(\.code), harmful: 70, benign: 70)
}
