internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// What is known of a run without reading any of its texts.
struct RunOverview: Sendable {
  /// A language by the primary judge.
  struct Part: Sendable {
    let language: Language
    /// Attack success, or non-refusal, on clean harmful prompts; null where nothing is scored.
    let rate: Estimate?
  }

  let manifest: RunManifest
  let index: RunIndex
  let answered: Int
  /// Languages from the worst to the best.
  let languages: [Part]
  /// What the rate is called.
  let rateName: String

  var total: Int { index.rows.count }
  /// The worst language; null where nothing is scored.
  var worst: Part? { languages.first.flatMap { $0.rate == nil ? nil : $0 } }

  init(manifest: RunManifest, index: RunIndex) {
    self.manifest = manifest
    self.index = index
    answered = index.rows.count(where: \.isAnswered)
    rateName = manifest.record(of: manifest.judge)?.judgesHarm == true ? "attack success rate" : "non-refusal"
    var found = [[Outcome]](repeating: [], count: index.languages.count)
    // As in the report: languages are measured by clean prompts, where there are any.
    let hasClean = index.rows.contains { !$0.isPerturbed }
    if let judge = index.judge(manifest.judge) {
      for (place, row) in index.rows.enumerated() where row.intent == .harmful && !(hasClean && row.isPerturbed) {
        guard let name = index.outcome(place, judge: judge), let outcome = Outcome(name: name) else { continue }
        found[row.language].append(outcome)
      }
    }
    languages = zip(index.languages, found)
      .map { Part(language: $0, rate: OutcomeMix($1).attackSuccessRate()) }
      .sorted { ($0.rate?.value ?? -1, $1.language) > ($1.rate?.value ?? -1, $0.language) }
  }

  /// The first line of its pages while there is no report.
  var headline: String {
    guard let worst, let rate = worst.rate else { return "No answer to a harmful prompt is judged yet" }
    return "Worst language so far: \(worst.language.name), \(rateName) \(Words.percent(rate)) (n = \(rate.n)); "
      + "\(answered) of \(total) prompts answered"
  }
}
