public import Foundation
public import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// A model that was asked elsewhere, such as a served one: a row of the second paper's Table 16.
public struct ExternalModel: Sendable, Codable {
  /// The model's name.
  public var name: String
  /// The judge that its answers are counted by.
  public var judge: String
  /// What its rate is called: attack success rate or non-refusal.
  public var rateName: String
  /// Rates on harmful prompts by language; languages without a scored answer are left out.
  public var rates: [Language: Estimate]
  /// Mean over languages; null where nothing is scored.
  public var mean: Double?

  /// Reads a run file of `isogloss eval`, by its primary judge; perturbed prompts beside clean ones have no part in it.
  /// - Throws: `StoreError`, `EvaluationError`.
  public init(contentsOf run: URL, identifier: some LanguageIdentifier) throws {
    let store = try RunStore.read(run)
    let manifest = try store.manifest()
    let measures = try Measures(
      store.items().ofCleanPrompts, by: manifest.judge(named: manifest.judge), identifier: identifier, resamples: 1_000)
    name = manifest.model.name
    judge = measures.judge
    rateName = measures.rateName
    rates = Dictionary(
      uniqueKeysWithValues: measures.languages.compactMap { row in row.attackSuccess.map { (row.language, $0) } })
    mean = measures.mean
  }
}
