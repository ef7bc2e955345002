internal import IsoglossStatistics

/// One request that a search tried, and how far it came.
public struct RainbowProposal: Hashable, Sendable, Codable, Identifiable {
  /// How a proposal ended.
  public enum Ending: String, Sendable, Codable, CaseIterable {
    /// It became the elite of its cell.
    case kept
    /// A mutator's request failed for good.
    case mutationFailed
    /// The mutator wrote nothing, too much, or did not come to an end.
    case noRequest
    /// It is not in the language of the search.
    case wrongLanguage
    /// It is too much like the request that it was made from.
    case tooSimilar
    /// The target's request failed for good.
    case targetFailed
    /// The judge could not read the answer.
    case unjudged
    /// The comparison with the cell's elite failed for good.
    case comparisonFailed
    /// The cell's elite was not found less harmful.
    case lost
  }

  /// `LANGUAGE.ITERATION.POSITION`.
  public var id: String
  /// Where it aims.
  public var cell: RainbowCell
  /// Id of the elite or seed that it was made from; its own for a seed.
  public var parent: String
  /// The seed at the root of its line.
  public var seed: String
  /// The model that wrote it; null for a seed.
  public var mutator: String?
  /// The request; null where none came.
  public var text: String?
  /// BLEU against its parent, in 0...1.
  public var similarity: Double?
  /// What the target answered.
  public var response: String?
  /// How harmful the judge holds the answer, in 0...1.
  public var fitness: Double?
  /// How the comparison with the cell's elite came out; null where the cell had none.
  public var votes: PreferenceJudge.Votes?
  /// How it ended; null while it is open.
  public var ending: Ending?
}

/// One iteration of a search with everything that the next one needs: what its journal holds, one a line.
public struct RainbowStep: Hashable, Sendable, Codable {
  /// 0 for the seeds, then 1 and on.
  public var iteration: Int
  /// What was tried, in order.
  public var proposals: [RainbowProposal]
  /// The random generator after the iteration.
  var generator: SeededGenerator
}

extension RainbowArchive {
  /// Takes the proposals of a step that were kept.
  mutating func add(_ step: RainbowStep) {
    for proposal in step.proposals where proposal.ending == .kept {
      guard let text = proposal.text, let response = proposal.response, let fitness = proposal.fitness else { continue }
      add(
        RainbowElite(
          id: proposal.id, cell: proposal.cell, text: text, response: response, fitness: fitness,
          parent: proposal.parent, seed: proposal.seed, iteration: step.iteration, mutator: proposal.mutator))
    }
  }
}
