import Foundation
import IsoglossCore
import IsoglossDashboard
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID
import IsoglossRecipes
import IsoglossStore

/// Gates for the browser: what `isogloss gate check` does, but that a policy's own paths to other runs are not followed, and
/// no judge is asked but the embedded one.
struct ServedGate: Sendable {
  let seed: UInt64

  /// The report of a run held against the policy of a file.
  /// - Throws: `DashboardError` for a policy that cannot be read, `EvaluationError` for a judge that the run does not have.
  func report(
    _ run: DashboardSettings.NamedRun, _ file: URL, _ baseline: DashboardSettings.NamedRun?,
    _ reference: DashboardSettings.NamedRun?
  ) async throws -> Report {
    let policy: GatePolicy
    do {
      policy = try GatePolicy(contentsOf: file)
    } catch let error as RecipeError {
      throw DashboardError.unreadable(
        error.message.replacing(file.path, with: file.lastPathComponent), underlying: error)
    }
    func earlier(_ run: DashboardSettings.NamedRun?) throws -> EarlierRun? {
      try run.map { EarlierRun(name: $0.name, items: try $0.run.items()) }
    }
    let found = try await GateHolder(policy: policy, seed: seed).hold(
      run.run, name: run.name, baseline: earlier(baseline), reference: earlier(reference)
    ) { items, record, _ in
      let lexical = try LexicalJudge(identifier: FastTextIdentifier(contentsOf: Home.languageModel))
      guard lexical.name == record.name else { return nil }
      let labels = try LabelFile.read(nil).filter { $0.split != .train }
      return try await JudgeCalibration.external(
        labels, judge: lexical, run: items,
        options: .init(judgesHarm: record.judgesHarm, official: record.officialLanguages.map(Set.init)))
    }
    return Gate(policy: policy, runs: [found.gate]).report(
      provenance: [Fact("Confidence", "\(policy.confidence)"), Fact("Seed", "\(seed)"), found.fact])
  }
}
