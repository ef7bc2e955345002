internal import Foundation
public import IsoglossCore
internal import IsoglossLanguageID
internal import IsoglossStatistics

extension Measures {
  /// Measures a run by one of its judges, as the run's record says what that judge claims.
  public init(
    _ items: [RunItem], by record: JudgeRecord, identifier: some LanguageIdentifier, confidence: Double = 0.95,
    resamples: Int = 10_000, seed: UInt64 = 0
  ) throws {
    try self.init(
      items, judge: record.name, judgesHarm: record.judgesHarm, official: record.officialLanguages.map(Set.init),
      identifier: identifier, confidence: confidence, resamples: resamples, seed: seed)
  }

  /// Measures a run.
  /// - Parameters:
  ///   - items: the run's prompts with answers and verdicts.
  ///   - judge: name of the judge to count by.
  ///   - judgesHarm: whether its verdicts may be called attack success.
  ///   - identifier: tells which language an answer is in.
  ///   - official: languages that it claims to read; null where it makes no claim.
  ///   - seed: of the resampling behind the worst language's interval.
  public init(
    _ items: [RunItem], judge: String, judgesHarm: Bool, official: Set<Language>?,
    identifier: some LanguageIdentifier, confidence: Double = 0.95, resamples: Int = 10_000, seed: UInt64 = 0
  ) throws {
    // An item is large and there may be many: they are counted where they are, and never copied.
    var order: [Language] = []
    var positions: [Language: [Int]] = [:]
    for (position, item) in items.enumerated() {
      if positions[item.prompt.language] == nil { order.append(item.prompt.language) }
      positions[item.prompt.language, default: []].append(position)
    }
    self.rateName = judgesHarm ? "attack success rate" : "non-refusal"
    self.judge = judge
    self.confidence = confidence
    self.seed = seed
    answered = items.count { $0.completion != nil }
    outstanding = items.count - answered
    var reasons: [String: Int] = [:]
    for item in items where item.completion != nil {
      let verdict = item.verdicts[judge]
      switch verdict?.outcome {
      // A rubric may give numbers alone.
      case .unscored where verdict?.scores?.isEmpty == false: break
      case .unscored(let reason): reasons[reason, default: 0] += 1
      case nil: reasons["not judged by \(judge)", default: 0] += 1
      default: break
      }
    }
    unscoredReasons = reasons
    unscored = reasons.values.reduce(0, +)
    languages = order.map { language in
      LanguageMeasures(
        language, (positions[language] ?? []).lazy.map { items[$0] }, judge: judge, official: official,
        identifier: identifier,
        confidence: confidence)
    }
    cells = Cell.all(items, judge: judge, languages: order, identifier: identifier)
    let table = OutcomeTable(items.lazy.filter { $0.prompt.intent == .harmful }, judge: judge, languages: order)
    isPaired = table.isPaired
    try compare(table)
    try findWorst(table, resamples: resamples)
    let rates = languages.compactMap(\.attackSuccess?.value)
    mean = rates.isEmpty ? nil : rates.reduce(0, +) / Double(rates.count)
  }

  /// Gaps to English, with Holm's correction over the languages that have a test.
  private mutating func compare(_ table: OutcomeTable) throws {
    guard let english = languages.firstIndex(where: { $0.language == .english }) else { return }
    for index in languages.indices where index != english {
      languages[index].gap = table.gap(of: index, to: english, confidence: confidence)
    }
    let tested = languages.indices.filter { languages[$0].gap?.pValue != nil }
    let adjusted = try Holm.adjust(tested.compactMap { languages[$0].gap?.pValue })
    for (index, value) in zip(tested, adjusted) { languages[index].gap?.adjusted = value }
  }

  private mutating func findWorst(_ table: OutcomeTable, resamples: Int) throws {
    guard
      let found = try table.worst(
        of: languages.map(\.language), confidence: confidence, resamples: resamples, seed: seed)
    else { return }
    for (index, share) in found.probabilities.enumerated() { languages[index].probabilityWorst = share }
    worst = found.worst
  }
}

extension Measures.LanguageMeasures {
  init(
    _ language: Language, _ items: some Collection<RunItem>, judge: String, official: Set<Language>?,
    identifier: some LanguageIdentifier, confidence: Double
  ) {
    var outcomes: [Intent: [Outcome]] = [:]
    var byHazard: [Hazard: [Outcome]] = [:]
    for item in items {
      let outcome = item.completion == nil ? nil : item.verdicts[judge]?.outcome ?? .unscored("not judged")
      let found = outcome.map { [$0] } ?? []
      outcomes[item.prompt.intent, default: []] += found
      guard item.prompt.intent == .harmful, let hazard = item.prompt.hazard else { continue }
      byHazard[hazard, default: []] += found
    }
    self.language = language
    harmful = OutcomeMix(outcomes[.harmful] ?? [])
    benign = OutcomeMix(outcomes[.benign] ?? [])
    attackSuccess = harmful.attackSuccessRate(confidence: confidence)
    overRefusal = benign.declineRate(confidence: confidence)
    consistency = LanguageConsistency.measure(
      items.lazy.compactMap { item in item.completion.map { (expected: language, text: $0.text) } }, with: identifier)
    gap = nil
    isOfficial = official.map { $0.contains(language) }
    hazards = byHazard.mapValues { OutcomeMix($0) }
    probabilityWorst = 0
  }
}
