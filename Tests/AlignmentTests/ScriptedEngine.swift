import Foundation
import IsoglossCore

@testable import IsoglossAlignment

/// A trainer whose state is a sum that depends on the order of all pairs it has seen, to any step's last bit.
final class ScriptedEngine: TrainingEngine {
  struct State: Codable, Equatable {
    var step = 0
    var sum = 0.0
  }

  struct Failure: Error {}

  private(set) var state = State()
  /// Every pair that it was shown, since it was made.
  private(set) var seen: [String] = []
  /// Steps that it took, since it was made.
  private(set) var taken = 0
  /// Fails before this step.
  var failsBefore: Int?
  /// Margin of a language at a step.
  var margin: (Int, String) -> Double = { step, _ in Double(step) }

  func step(_ pairs: [TokenizedPair]) throws -> StepMetrics {
    if state.step + 1 == failsBefore { throw Failure() }
    state.step += 1
    taken += 1
    for pair in pairs {
      seen.append(pair.id)
      state.sum = state.sum * 0.999 + Double(pair.id.utf8.reduce(0) { $0 &* 31 &+ Int($1) } % 1000) / 7
    }
    return StepMetrics(
      step: state.step, rate: 0.1, loss: state.sum, gradientNorm: 1, pairs: pairs.map { score($0, state.sum) },
      tokens: 10,
      seconds: 0.5)
  }

  func evaluate(_ pairs: [TokenizedPair]) throws -> [PairScore] {
    pairs.map { score($0, margin(state.step, $0.language.code)) }
  }

  func exportState(to url: URL) throws { try JSONEncoder().encode(state).write(to: url) }
  func importState(from url: URL) throws { state = try JSONDecoder().decode(State.self, from: Data(contentsOf: url)) }

  private func score(_ pair: TokenizedPair, _ margin: Double) -> PairScore {
    PairScore(
      id: pair.id, language: pair.language.code, loss: 0.5, chosen: margin, rejected: 0, chosenReward: margin,
      rejectedReward: 0, chosenTokens: 1, rejectedTokens: 1, entropy: 0, correct: 1)
  }
}
