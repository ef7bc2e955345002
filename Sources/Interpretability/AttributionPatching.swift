internal import IsoglossModels
internal import IsoglossTorch

/// The fast screen for patching (Nanda 2023): the effect of a patch to first order, (a_clean - a_corrupt) · ∂m/∂a at the
/// corrupt run, for all sites from two forward passes and one backward. It misses saturated attention and effects that
/// cancel (Kramár et al. 2024).
struct AttributionPatching {
  let decoder: Decoder
  let tail: Int
  let tokens: [Int]

  /// The estimated change of the score of `corrupt` by each site.
  func effects(clean: [Int32], corrupt: [Int32], _ sites: [PatchSite]) throws -> [Double] {
    let points = Array(Set(sites.map(\.point)))
    let source = try noGrad { try record(clean, points).values }
    return try withGrad {
      let (target, score) = try record(corrupt, points)
      let gradients = try score.gradients(by: points.compactMap { target[$0] })
      let slopes = Dictionary(uniqueKeysWithValues: zip(points, gradients))
      var products: [HookPoint: [Float]] = [:]
      for point in points {
        guard let before = target[point], let after = source[point], let slope = slopes[point] else { continue }
        products[point] = try ((last(after) - last(before.detached())) * last(slope)).floats()
      }
      return sites.map { site in
        guard let values = products[site.point] else { return 0 }
        let width = values.count / tail
        var sum = 0.0
        for row in site.rows(tail: tail) {
          for column in site.columns(decoder.configuration) { sum += Double(values[row * width + column]) }
        }
        return sum
      }
    }
  }

  /// The last `tail` rows of `[1, time, width]`.
  private func last(_ x: Tensor) throws -> Tensor { try x.sliced(1, x.shape[1] - tail..<x.shape[1]) }

  /// Values at points, and the score as a tensor.
  private func record(_ ids: [Int32], _ points: [HookPoint]) throws -> (values: [HookPoint: Tensor], score: Tensor) {
    let wanted = Set(points)
    var values: [HookPoint: Tensor] = [:]
    let row = try Tensor(ids.map { Int($0) }, shape: [1, ids.count])
    let states = try decoder.states(row) { point, x in
      // Gradients begin behind the embedding: no weight gathers any.
      let x = point == .blockInput(0) ? try x.detached().requiringGrad() : x
      if wanted.contains(point) { values[point] = x }
      return x
    }
    let logits = try decoder.logits(states.selected(1, ids.count - 1)).to(.float64)
    let p = try logits.softmax(-1).rows(Tensor(tokens), axis: 1).sum()
    let score = try (p + RefusalScore.epsilon).log() - (1 + RefusalScore.epsilon - p).log()
    return (values, score)
  }
}

extension Tensor {
  /// A number less a tensor.
  fileprivate static func - (a: Double, b: Tensor) throws -> Tensor { try -b + a }
}
