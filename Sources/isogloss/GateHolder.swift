import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossLanguageID
import IsoglossStore

/// Holds runs against a policy, for the terminal and for the browser.
struct GateHolder {
  /// The judge's errors by language on labels that it was not trained on; null where they are not known.
  typealias Calibrator = (
    _ items: [RunItem], _ record: JudgeRecord, _ manifest: RunManifest
  ) async throws -> JudgeCalibration?

  let policy: GatePolicy
  let seed: UInt64

  /// A run before the policy, with a line on what it is.
  /// - Parameters:
  ///   - judge: the judge to go by; the policy's when null, else the run's primary one.
  ///   - calibration: is asked where the policy takes the judge's errors out.
  func hold(
    _ store: RunStore, name: String, judge: String? = nil, baseline: EarlierRun?, reference: EarlierRun?,
    calibration: Calibrator
  ) async throws -> (gate: RunGate, fact: Fact) {
    let manifest = try store.manifest()
    let record = try manifest.judge(named: judge ?? policy.judge ?? manifest.judge)
    let items = try store.items()
    let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
    let gate = try RunGate(
      name: name, model: manifest.model.name, items: items,
      measures: Measures(items, by: record, identifier: identifier, confidence: policy.confidence, seed: seed),
      policy: policy, baseline: baseline, reference: reference,
      calibration: policy.adaptive?.correctsJudge == true ? try await calibration(items, record, manifest) : nil,
      seed: seed)
    return (
      gate,
      Fact(
        "Run \(name)",
        "model \(manifest.model.fingerprint.prefix(12)), prompts \(manifest.dataset.promptHash.prefix(12))")
    )
  }
}
