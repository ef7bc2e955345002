public import IsoglossCore
internal import IsoglossStatistics

/// One language's prompts, parted for finding a direction, choosing it, and measuring it. A group is in one part alone, and
/// in the same part in every language.
public struct StudyPrompts: Sendable {
  /// The parts.
  public enum Part: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
    case train, validation, test
  }

  /// How many prompts of each intent a part has.
  public struct Sizes: Hashable, Sendable, Codable {
    /// For the difference of means.
    public var train: Int
    /// For choosing a place.
    public var validation: Int
    /// For measuring what it does.
    public var test: Int

    /// Sizes; the defaults are those of Arditi et al. for the first two.
    public init(train: Int = 128, validation: Int = 32, test: Int = 32) {
      self.train = train
      self.validation = validation
      self.test = test
    }
  }

  /// Their language.
  public var language: Language
  /// Requests that a careful model refuses.
  public var harmful: [Part: [Prompt]]
  /// Requests that it answers.
  public var benign: [Part: [Prompt]]

  /// Parts prompts of several languages: groups that every language has come first, drawn by the seed.
  /// - Throws: `InterpretabilityError.tooFewPrompts` for a language with fewer groups than the parts need.
  public static func split(
    _ prompts: [Prompt], languages: [Language], sizes: Sizes, seed: UInt64
  ) throws -> [StudyPrompts] {
    guard sizes.train > 1, sizes.validation > 0, sizes.test > 1 else {
      throw InterpretabilityError(
        .badSetting, "Give at least two prompts to train and test parts, and one to the validation part.")
    }
    func parts(_ intent: Intent) throws -> [Language: [Part: [Prompt]]] {
      let mine = prompts.filter { $0.intent == intent }
      let byLanguage = Dictionary(grouping: mine, by: \.language).mapValues { prompts in
        Dictionary(prompts.map { ($0.group ?? $0.id, $0) }, uniquingKeysWith: { first, _ in first })
      }
      let common = languages.reduce(into: Set(byLanguage[languages[0]]?.keys.map { $0 } ?? [])) { common, language in
        common.formIntersection(byLanguage[language].map { Set($0.keys) } ?? [])
      }
      // The part of each group so far: where groups are not in every language, one that two of them have stays in one part.
      var taken: [String: Part] = [:]
      return try languages.reduce(into: [:]) { result, language in
        let own = byLanguage[language] ?? [:]
        var names = common.sorted()
        var rest = own.keys.filter { !common.contains($0) }.sorted()
        var generator = SeededGenerator(seed: seed)
        generator.shuffle(&names)
        generator.shuffle(&rest)
        let drawn = names + rest
        for part in Part.allCases {
          let chosen = (drawn.filter { taken[$0] == part } + drawn.filter { taken[$0] == nil }).prefix(sizes[part])
          guard chosen.count == sizes[part] else { throw tooFew(drawn.count, intent, language, sizes) }
          for name in chosen { taken[name] = part }
          result[language, default: [:]][part] = chosen.compactMap { own[$0] }
        }
      }
    }
    guard !languages.isEmpty else { throw InterpretabilityError(.badSetting, "Name at least one language.") }
    let (harmful, benign) = (try parts(.harmful), try parts(.benign))
    return languages.map { StudyPrompts(language: $0, harmful: harmful[$0] ?? [:], benign: benign[$0] ?? [:]) }
  }

  private static func tooFew(
    _ count: Int, _ intent: Intent, _ language: Language, _ sizes: Sizes
  ) -> InterpretabilityError {
    // Each size is whatever a user gave: their sum may be more than a number holds.
    let needed = Part.allCases.reduce(0) { sum, part -> Int in
      let (value, isTooLarge) = sum.addingReportingOverflow(sizes[part])
      return isTooLarge ? .max : value
    }
    return InterpretabilityError(
      .tooFewPrompts,
      "\(language.name) has \(count) \(intent.rawValue) prompts, and the parts need \(needed)"
        + (count < needed ? "" : ", each group in the same part in every language")
        + ": give more prompts, smaller parts, or leave the language out.")
  }
}

extension StudyPrompts.Sizes {
  fileprivate subscript(part: StudyPrompts.Part) -> Int {
    switch part {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }
}
