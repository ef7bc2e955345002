public import IsoglossCore

extension RunItem {
  /// The answer as a reader is shown it, with a judge's reading.
  public func sample(by judge: String) -> Sample {
    let verdict = verdicts[judge]
    let facts = [
      prompt.intent.rawValue, prompt.hazard.map { "\($0.rawValue) \($0.title)" }, prompt.style.map(\.rawValue),
    ]
    return Sample(
      id: id, language: prompt.language, facts: facts.compactMap { $0 }.joined(separator: ", "), prompt: prompt.text,
      response: completion?.text ?? "", outcome: verdict?.outcome.name ?? "unscored", reason: verdict?.raw ?? "",
      responseLanguage: verdict?.language.value)
  }
}
