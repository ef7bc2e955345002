internal import Foundation
internal import IsoglossAlignment
internal import IsoglossTorch

/// Fills the folder of an index, shard by shard; what is there already is kept.
struct IndexBuilder {
  let folder: IndexFolder
  let manifest: IndexManifest
  let pairs: [TokenizedPair]
  /// Asked before each shard.
  var isCancelled: () -> Bool = { Task.isCancelled }
  /// Vectors that are there, and all.
  var onProgress: (Int, Int) -> Void = { _, _ in }

  /// Computes what is missing: the reference first, then the checkpoints in order.
  /// - Throws: `CancellationError`, with all whole shards kept.
  /// - Parameter withReference: whether the model beneath is asked; an index without it cannot be opened.
  func fill(_ features: PairFeatures, _ states: [AdapterSnapshot], withReference: Bool = true) throws {
    // Whatever ends it: what is asked next is asked with plain gradients.
    defer { features.transform = nil }
    let identity = try manifest.identity
    let all = manifest.shards.count * (states.count + 1)
    var done = 0
    for checkpoint in (withReference ? [ShardFile.Place.reference] : []) + Array(states.indices) {
      let isReference = checkpoint == ShardFile.Place.reference
      let width = isReference ? 0 : manifest.width
      let places = manifest.shards.map { ShardFile.Place(checkpoint: checkpoint, rows: $0) }
      let open = places.filter { place in
        (try? ShardFile(contentsOf: folder.shard(place, of: manifest.shard), place, width: width, identity: identity))
          == nil
      }
      done += places.count - open.count
      guard !open.isEmpty else { continue }
      if isReference { try features.gradients.setToBase() } else { try features.set(states[checkpoint].weights) }
      let step = manifest.feature == .adam && !isReference ? try AdamStep(states[checkpoint]) : nil
      for place in open {
        if isCancelled() { throw CancellationError() }
        features.transform = try step.map { try transform($0, place, identity) }
        let (scores, vectors) = try isReference ? scored(place, features) : vectors(place, features)
        try ShardFile.write(
          place, width: width, identity: identity, scores: scores, vectors: vectors,
          to: folder.shard(place, of: manifest.shard))
        done += 1
        onProgress(done, all)
      }
    }
  }

  /// Adam's step on the loss of each pair of a shard, whose reference is there already.
  private func transform(
    _ step: AdamStep, _ place: ShardFile.Place, _ identity: String
  ) throws -> (Int, Double, Tensor) throws -> Tensor {
    let own = ShardFile.Place(checkpoint: ShardFile.Place.reference, rows: place.rows)
    let reference = try ShardFile(
      contentsOf: folder.shard(own, of: manifest.shard), own, width: 0, identity: identity
    ).scores()
    let beta = manifest.beta
    return { index, margin, gradient in
      let delta = margin - (reference[index].chosen - reference[index].rejected)
      return try step(gradient, weight: LossWeight.of(delta, beta: beta))
    }
  }

  private typealias Part = (scores: [(chosen: Double, rejected: Double)], vectors: [Float])

  private func scored(_ place: ShardFile.Place, _ features: PairFeatures) throws -> Part {
    var scores: [(chosen: Double, rejected: Double)] = []
    for row in try features.gradients.rows(Array(pairs[place.rows])) {
      let found = try features.gradients.scores(row).logProbability
      scores += row.pairs.indices.map { (found[2 * $0], found[2 * $0 + 1]) }
    }
    return (scores, [])
  }

  private func vectors(_ place: ShardFile.Place, _ features: PairFeatures) throws -> Part {
    var scores: [(chosen: Double, rejected: Double)] = []
    let width = manifest.width
    var vectors = [Float](repeating: 0, count: place.rows.count * width)
    try vectors.withUnsafeMutableBufferPointer { vectors in
      try features.forEach(Array(pairs[place.rows])) { index, pair in
        let own = UnsafeMutableBufferPointer(rebasing: vectors[index * width..<(index + 1) * width])
        features.layout.fold(pair.vector, into: own)
        guard pair.chosen.isFinite, pair.rejected.isFinite, own.allSatisfy(\.isFinite) else {
          throw InfluenceError(
            .badInput,
            "The gradient of pair \(pairs[place.rows.lowerBound + index].id) is not finite: look at the pair.")
        }
        scores.append((pair.chosen, pair.rejected))
      }
    }
    return (scores, vectors)
  }
}
