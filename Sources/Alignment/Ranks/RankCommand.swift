internal import IsoglossTorch

/// What rank 0 tells the others to do together with it.
enum RankCommand: Codable {
  /// Find the reference's log-probabilities of some pairs.
  case prepare([TokenizedPair])
  /// Take a step on some pairs.
  case step([TokenizedPair])
  /// Score some pairs.
  case evaluate([TokenizedPair])
  /// Take rank 0's numbers.
  case synchronize
  /// The stage is over.
  case end
  /// The stage was interrupted, and is kept.
  case interrupted
}

/// What all ranks must have alike before they begin: rank 0 says it, the others compare.
struct RankOpening: Codable {
  /// The base and the adapters beneath.
  var fingerprint: String
  /// Type of the base's weights.
  var dtype: String
  /// Version of this program.
  var version: String
  /// How rank 0 trains; the others follow it.
  var options: TrainerOptions

  /// Refuses a rank that is not like rank 0.
  /// - Throws: `AlignmentError.ranks`, with what differs.
  func check(against first: RankOpening, rank: Int) throws {
    for (name, mine, other) in [
      ("base", fingerprint, first.fingerprint), ("type of numbers", dtype, first.dtype),
      ("version of isogloss", version, first.version),
    ] where mine != other {
      throw AlignmentError(
        .ranks, "Rank \(rank) has another \(name) than rank 0 (\(mine), not \(other)): start all ranks alike.")
    }
  }
}
