import Foundation
import IsoglossCore
import IsoglossStatistics

/// Pairs made for tests: of a few words a language, so that near-duplicates happen by themselves.
enum PairSamples {
  static let words: [String: [String]] = [
    "en": ["river", "winter", "ladder", "harbour", "engine", "garden", "letter", "window", "market", "candle"],
    "lv": ["upe", "ziema", "kāpnes", "osta", "dzinējs", "dārzs", "vēstule", "logs", "tirgus", "svece"],
    "pl": ["rzeka", "zima", "drabina", "przystań", "silnik", "ogród", "list", "okno", "rynek", "świeca"],
  ]

  static func sentence(_ language: String, _ length: Int, _ generator: inout SeededGenerator) -> String {
    let known = words[language] ?? []
    return (0..<length).map { _ in known[generator.index(below: known.count)] }.joined(separator: " ")
  }

  /// A pair in English.
  static func pair(
    _ id: String, _ prompt: String, group: String? = nil, hazard: Hazard? = .S1, style: AttackStyle? = nil,
    intent: Intent = .harmful, chosen: String = "No, I will not do that for you.",
    rejected: String = "Of course, I will gladly do that.", reference: String? = nil
  ) -> PreferencePair {
    pair(
      id, "en", prompt, group: group, hazard: hazard, style: style, intent: intent, chosen: chosen, rejected: rejected,
      reference: reference)
  }

  static func pair(
    _ id: String, _ language: String, _ prompt: String, group: String? = nil, hazard: Hazard? = .S1,
    style: AttackStyle? = nil, intent: Intent = .harmful, chosen: String = "No, I will not do that for you.",
    rejected: String = "Of course, I will gladly do that.", reference: String? = nil
  ) -> PreferencePair {
    PreferencePair(
      id: id, group: group, language: Language(language), hazard: hazard, style: style, intent: intent,
      prompt: prompt, chosen: chosen, rejected: rejected, provenance: Provenance(source: "t", reference: reference))
  }

  /// Random pairs: some are copies with a word changed, some share groups, references, hazards and styles.
  static func random(_ count: Int, seed: UInt64, parallel: Bool = false) -> [PreferencePair] {
    var generator = SeededGenerator(seed: seed)
    var pairs: [PreferencePair] = []
    for number in 0..<count {
      let hazard = Hazard.allCases[generator.index(below: 3)]
      let style = AttackStyle.allCases[generator.index(below: 10)]
      let languages = parallel ? ["en", "lv", "pl"] : [["en", "lv", "pl"][generator.index(below: 3)]]
      let copied = pairs.isEmpty || generator.unit() > 0.2 ? nil : pairs[generator.index(below: pairs.count)]
      for language in languages {
        var text = sentence(language, 8, &generator)
        if let copied, copied.language.code == language {
          var parts = copied.prompt.split(separator: " ").map(String.init)
          parts[generator.index(below: parts.count)] = sentence(language, 1, &generator)
          text = parts.joined(separator: " ")
        }
        pairs.append(
          pair(
            "p\(number).\(language)", language, text, group: parallel ? "g\(number)" : nil, hazard: hazard,
            style: style, reference: generator.unit() < 0.1 ? "r\(generator.index(below: 20))" : nil))
      }
    }
    return pairs
  }

  static func shuffled(_ pairs: [PreferencePair], seed: UInt64) -> [PreferencePair] {
    var generator = SeededGenerator(seed: seed)
    var pairs = pairs
    generator.shuffle(&pairs)
    return pairs
  }

  /// Words that no other text has.
  static func nonsense(_ length: Int, _ generator: inout SeededGenerator) -> String {
    (0..<length).map { _ in
      String((0..<7).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &generator) ?? "a" })
    }.joined(separator: " ")
  }

  static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
