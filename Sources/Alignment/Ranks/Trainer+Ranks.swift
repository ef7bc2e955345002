internal import IsoglossTorch

/// What a trainer does together with those of other ranks. All of it is done by all ranks at once.
extension Trainer {
  /// Places of this rank's pairs among those of a step; all of them where there are no other ranks.
  func share(of pairs: [TokenizedPair], parts: PackedPairs.Parts) -> [Int] {
    guard let ranks, ranks.count > 1 else { return Array(pairs.indices) }
    let lengths = pairs.map { PackedPairs.tokens(of: $0, parts: parts) }
    return RankShare.places(lengths, among: ranks.count)[ranks.rank]
  }

  /// What all ranks found for the pairs of a step, from what this one found for its share, in the order of the pairs.
  func gathered<Found: Codable>(_ found: [Found], share: [Int], count: Int) throws -> [Found] {
    guard let ranks, ranks.count > 1 else { return found }
    var all = [Found?](repeating: nil, count: count)
    for part in try ranks.gathered(zip(share, found).map { Placed(place: $0, found: $1) }) {
      for item in part where all.indices.contains(item.place) { all[item.place] = item.found }
    }
    let whole = all.compactMap { $0 }
    guard whole.count == count else {
      throw AlignmentError(.ranks, "The ranks found \(whole.count) of \(count) pairs: they divide them differently.")
    }
    return whole
  }

  /// Sums gradients over the ranks.
  func sumGradients(_ gradients: Tensor) throws {
    guard let ranks, ranks.count > 1 else { return }
    try gradients.withElements(of: Float.self) { try ranks.sum($0) }
  }

  /// Refuses ranks whose sums differ: their weights would drift apart unseen.
  /// - Parameter norm: of the summed gradients.
  /// - Throws: `AlignmentError.ranks`.
  func checkAgreement(_ norm: Double) throws {
    guard let ranks, ranks.count > 1 else { return }
    let bits: UInt64 = try ranks.said(norm.bitPattern)
    guard bits == norm.bitPattern else {
      throw AlignmentError(
        .ranks,
        "After step \(steps + 1)'s sum the gradient's norm is \(norm) on rank \(ranks.rank) and \(Double(bitPattern: bits)) "
          + "on rank 0: use machines of one kind, with the same libraries.")
    }
  }

  private struct Placed<Found: Codable>: Codable {
    var place: Int
    var found: Found
  }
}
