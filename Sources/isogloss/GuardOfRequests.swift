import IsoglossCore
import IsoglossDatasets
import IsoglossJudges

/// A guard that is shown requests alone.
struct GuardOfRequests: RequestJudge {
  let name: String
  private let read: @Sendable ([Prompt]) async throws -> [GuardReading]

  /// Null for a judge that reads answers only.
  init?(_ judge: any Judge) {
    name = judge.name
    switch judge {
    case let judge as LlamaGuardJudge: read = { try await judge.judge(prompts: $0) }
    case let judge as PolyGuardJudge: read = { try await judge.judge(prompts: $0) }
    default: return nil
    }
  }

  func judge(requests: [Prompt]) async throws -> [Verdict] {
    try await read(requests).map { reading in
      Verdict(
        judge: name, outcome: .unscored("a request alone"), harm: reading.harm,
        refusal: .unscored("a request alone"), hazards: reading.hazards, probability: reading.probability,
        raw: reading.raw)
    }
  }
}
