public import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

extension LocalModel {
  /// Hidden states at several places, from one pass through the deepest: `[places][texts][width]`, float32.
  ///
  /// The start token is no part of a mean: it carries the same large values whatever the text is.
  /// - Throws: `ModelError` for a layer that is not there or a text that does not fit, `CancellationError`.
  public func features(_ texts: [String], at places: [FeaturePlace]) async throws -> [[[Float]]] {
    for place in places where !(0...configuration.layers).contains(place.layer) {
      throw ModelError(
        .badRequest, "There is no layer \(place.layer); the model has 0 to \(configuration.layers).")
    }
    guard let deepest = places.map(\.layer).max() else { return [] }
    let ids = try texts.map { try checked(tokenizer.encode($0)) }
    let skipped = ids.map { $0.count > 1 && $0.first == tokenizer.bos ? 1 : 0 }
    return try perform { model in
      try inference {
        var features = places.map { _ in [[Float]]() }
        for group in Self.groups(ids.map(\.count)) {
          if Task.isCancelled { throw CancellationError() }
          let streams = try Self.streams(Array(ids[group]), model, after: Set(places.map(\.layer)), deepest)
          var end = 0
          for text in group {
            let start = end
            end += ids[text].count
            for (index, place) in places.enumerated() {
              guard let stream = streams[place.layer] else { continue }
              let pooled =
                switch place.pooling {
                case .last: try stream.selected(0, end - 1)
                case .mean: try stream.sliced(0, (start + skipped[text])..<end).mean(0)
                }
              features[index].append(try pooled.floats())
            }
          }
        }
        return features
      }
    }
  }

  /// The residual stream of all tokens of some texts after each of the layers: `[tokens, width]`.
  private static func streams(
    _ texts: [[Int32]], _ model: PackedDecoder, after layers: Set<Int>, _ deepest: Int
  ) throws -> [Int: Tensor] {
    var parts: [Int: [Tensor]] = [:]
    // Always with a hook: with and without one the blocks add in another order, which moves the last bits.
    let last = try states(texts, model, layers: deepest) { point, x in
      if case .blockInput(let layer) = point, layers.contains(layer) { parts[layer, default: []].append(x) }
      return x
    }
    var streams = try parts.mapValues { try Tensor.concatenated($0, 0) }
    streams[deepest] = last
    return streams
  }
}
