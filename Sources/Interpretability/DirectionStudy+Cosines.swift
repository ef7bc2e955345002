internal import IsoglossCore
internal import IsoglossStatistics

extension DirectionStudy {
  /// How alike the languages' differences of means are at the reference place, with intervals from resampling each
  /// language's train prompts on their own.
  func cosines(_ looks: [Look], _ reference: RefusalDirection) throws -> DirectionMeasures.Cosines {
    let count = looks.count
    let pairs = (0..<count).flatMap { row in (0...row).map { (row, $0) } }
    var generator = SeededGenerator(seed: settings.seed &+ 3)
    var drawn = [[Double]](repeating: [], count: pairs.count)
    func resampled(_ rows: [[Double]], _ indices: [Int]) -> [Double] {
      rows.meanRow(of: indices.map { _ in indices[generator.index(below: indices.count)] })
    }
    for _ in 0..<settings.resamples {
      let whole = looks.map { look in
        resampled(look.harmful, Array(look.harmful.indices)) - resampled(look.benign, Array(look.benign.indices))
      }
      let halves = looks.map { look in
        [0, 1].map { side in
          resampled(look.harmful, look.harmful.half(side)) - resampled(look.benign, look.benign.half(side))
        }
      }
      for (index, (row, column)) in pairs.enumerated() {
        let cosine = row == column ? halves[row][0].cosine(halves[row][1]) : whole[row].cosine(whole[column])
        if let cosine { drawn[index].append(cosine) }
      }
    }
    let points = looks.map { $0.harmful.meanRow - $0.benign.meanRow }
    var values = [[IsoglossCore.Estimate?]](repeating: Array(repeating: nil, count: count), count: count)
    for (index, (row, column)) in pairs.enumerated() {
      let look = looks[row]
      let value =
        row == column
        ? (look.harmful.meanRow(of: look.harmful.half(0)) - look.benign.meanRow(of: look.benign.half(0)))
          .cosine(look.harmful.meanRow(of: look.harmful.half(1)) - look.benign.meanRow(of: look.benign.half(1)))
        : points[row].cosine(points[column])
      guard let value, drawn[index].count * 2 > settings.resamples else { continue }
      let sorted = drawn[index].sorted()
      let estimate = IsoglossCore.Estimate(
        value: value, low: Quantile.of(sorted: sorted, 0.025), high: Quantile.of(sorted: sorted, 0.975),
        n: looks[row].harmful.count + looks[row].benign.count)
      (values[row][column], values[column][row]) = (estimate, estimate)
    }
    return .init(
      position: reference.position, layer: reference.layer, values: values, floor: floor(looks, &generator),
      byLayer: looks[0].differences.indices.map { layer in
        Self.pairMean(looks.map { $0.differences[layer] }) { $0 }
      })
  }

  /// The mean size of cosines between languages where chance labels the prompts.
  private func floor(_ looks: [Look], _ generator: inout SeededGenerator) -> Double {
    let sizes = (0..<settings.controls).compactMap { _ in
      let shuffled = looks.map {
        Self.shuffledDifference($0.harmful + $0.benign, positives: $0.harmful.count, &generator)
      }
      return Self.pairMean(shuffled) { abs($0) }
    }
    return sizes.isEmpty ? 0 : sizes.mean
  }

  /// The mean over pairs of vectors of their cosines; null for fewer than two.
  static func pairMean(_ vectors: [[Double]], _ transform: (Double) -> Double) -> Double? {
    let cosines = vectors.indices.flatMap { row in
      (0..<row).compactMap { vectors[row].cosine(vectors[$0]).map(transform) }
    }
    return cosines.isEmpty ? nil : cosines.mean
  }
}

extension [[Double]] {
  /// Every second row, from the first or the second.
  fileprivate func half(_ side: Int) -> [Int] {
    let rows = indices.filter { $0 % 2 == side }
    return rows.isEmpty ? Array<Int>(indices) : rows
  }
}
