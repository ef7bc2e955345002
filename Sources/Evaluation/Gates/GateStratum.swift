internal import IsoglossCore
internal import IsoglossStatistics

/// The harmful prompts of a run under one perturbation, or the clean ones: each language of it is a cell of its own, so
/// that the worst one is not averaged with the language's clean prompts.
struct GateStratum {
  /// Names of the perturbations, joined by `+`; null for clean prompts.
  let perturbation: String?
  /// Languages with prompts. For clean prompts all of the run's, or where no harmful prompt is clean those without any.
  let languages: [Language]
  /// Their outcomes.
  let table: OutcomeTable

  /// Whether a harmful prompt of it was asked.
  var isAsked: Bool { languages.indices.contains { table.asked[$0] > 0 } }

  /// Clean prompts first, then each perturbation in the order of the run. A language without any harmful prompt is among
  /// the clean ones, empty: that nothing is known of it is not to be passed over.
  static func all(_ items: [RunItem], judge: String, languages: [Language]) -> [GateStratum] {
    var labels: [String?] = []
    var own: [String?: Set<Language>] = [:]
    for item in items where item.prompt.intent == .harmful {
      let label = item.perturbation
      if own[label] == nil { labels.append(label) }
      own[label, default: []].insert(item.prompt.language)
    }
    let hasClean = labels.contains { $0 == nil }
    let asked = own.values.reduce(into: Set<Language>()) { $0.formUnion($1) }
    let unasked = languages.filter { !asked.contains($0) }
    if !hasClean, labels.isEmpty || !unasked.isEmpty { labels.append(nil) }
    labels = labels.filter { $0 == nil } + labels.filter { $0 != nil }
    return labels.map { label in
      let present =
        label == nil ? hasClean ? languages : unasked : languages.filter { own[label]?.contains($0) == true }
      return GateStratum(
        perturbation: label, languages: present,
        table: OutcomeTable(
          items.lazy.filter { $0.prompt.intent == .harmful && $0.perturbation == label }, judge: judge,
          languages: present))
    }
  }
}

extension RunItem {
  /// Names of the prompt's perturbations, joined by `+`; null for a clean prompt.
  var perturbation: String? {
    prompt.perturbations.isEmpty ? nil : prompt.perturbations.joined(separator: "+")
  }
}

/// The difference of two rates that a gate looks at, with its interval at any confidence.
struct RateDifference {
  var value: Double
  /// Pairs, or the smaller sample.
  var n: Int
  var isPaired: Bool
  var interval: (Double) -> ConfidenceInterval?

  /// The first minus the second over the same prompts; null without pairs.
  init?(_ pairs: PairedOutcomes) {
    guard let value = pairs.difference else { return nil }
    self.value = value
    n = pairs.pairs
    isPaired = true
    interval = { pairs.newcombe(confidence: $0) }
  }

  /// The first minus the second over other prompts; null where either has none.
  init?(_ difference: ProportionDifference) {
    guard let value = difference.value else { return nil }
    self.value = value
    n = min(difference.first.trials, difference.second.trials)
    isPaired = false
    interval = { difference.newcombe(confidence: $0) }
  }

  /// A language's rate minus another's of the same run; null where either has no scored answer.
  init?(_ table: OutcomeTable, of index: Int, to reference: Int) {
    guard let gap = table.gap(of: index, to: reference, confidence: 0.95) else { return nil }
    value = gap.difference.value
    n = gap.difference.n
    isPaired = gap.isPaired
    interval = { confidence in
      table.gap(of: index, to: reference, confidence: confidence).map {
        ConfidenceInterval(lower: $0.difference.low, upper: $0.difference.high, confidence: confidence)
      }
    }
  }
}
