internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// What is known of a run without reading any of its texts.
struct RunOverview: Sendable {
  /// A language by the primary judge, with its own interval.
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
  /// Places of the prompts that languages are measured by: harmful ones, clean where there are any, as in the report.
  private let measured: [Int]

  init(manifest: RunManifest, index: RunIndex) {
    self.manifest = manifest
    self.index = index
    answered = index.rows.count(where: \.isAnswered)
    rateName = manifest.record(of: manifest.judge)?.judgesHarm == true ? "attack success rate" : "non-refusal"
    let hasClean = index.rows.contains { !$0.isPerturbed }
    measured = index.rows.indices.filter { place in
      let row = index.rows[place]
      return row.intent == .harmful && !(hasClean && row.isPerturbed)
    }
    var found = [[Outcome]](repeating: [], count: index.languages.count)
    if let judge = index.judge(manifest.judge) {
      for place in measured {
        guard let name = index.outcome(place, judge: judge), let outcome = Outcome(name: name) else { continue }
        found[index.rows[place].language].append(outcome)
      }
    }
    languages = zip(index.languages, found)
      .map { Part(language: $0, rate: OutcomeMix($1).attackSuccessRate()) }
      .sorted { ($0.rate?.value ?? -1, $1.language) > ($1.rate?.value ?? -1, $0.language) }
  }

  /// The worst language by the primary judge, with an interval for the highest of the rates: as the report has it. Null where
  /// nothing is scored. Cost: ten thousand resamples of the harmful prompts.
  func worst(seed: UInt64) throws -> Measures.Worst? {
    let judge = index.judge(manifest.judge)
    return try Measures.Worst.find(
      measured.map { place in
        let row = index.rows[place]
        let name = row.isAnswered ? judge.flatMap { index.outcome(place, judge: $0) } : nil
        return (language: row.language, group: row.group, outcome: name.flatMap { Outcome(name: $0) })
      }, languages: index.languages, seed: seed)
  }

  /// The first line of its pages while there is no report.
  func headline(_ worst: Measures.Worst?) -> String {
    guard let worst else { return "No answer to a harmful prompt is judged yet" }
    return
      "Worst language so far: \(worst.language.name), \(rateName) \(Words.percent(worst.rate)) (n = \(worst.rate.n)); "
      + "\(answered) of \(total) prompts answered"
  }
}
