public import IsoglossCore

/// Which pairs of a set say what another one says already.
///
/// Requests are compared within a language. In order of id, a pair is dropped where its request is like that of a pair
/// that is kept: the result does not depend on the order of the rows.
public struct Duplicates: Sendable {
  /// A pair that is dropped, and why.
  public struct Finding: Hashable, Sendable, Codable {
    /// The pair's id.
    public var pair: String
    /// Id of the pair that is kept in its place: the most similar one.
    public var kept: String
    /// Jaccard index of the runs of five letters of both requests.
    public var similarity: Double
  }

  /// Jaccard index of runs of five letters from which on two requests count as near-duplicates.
  public let threshold: Double
  /// What is dropped, in order of id.
  public let findings: [Finding]
  /// Probability that a pair of requests exactly as alike as the threshold is passed over.
  public let missRate: Double

  /// Looks through pairs.
  public init(_ pairs: [PreferencePair], threshold: Double = 0.6) {
    self.threshold = threshold
    var index = NearDuplicateIndex(threshold: threshold)
    missRate = index.minHash.missRate(at: threshold)
    let order = pairs.indices.sorted { pairs[$0].id < pairs[$1].id }
    let texts = order.map { (text: pairs[$0].prompt, language: pairs[$0].language) }
    var kept: [String] = []
    var findings: [Finding] = []
    for (offset, sketch) in TextSketch.inTurn(texts, index.minHash) {
      let id = pairs[order[offset]].id
      // The first of the most similar ones.
      let best = index.matches(sketch).reduce(nil as NearDuplicateIndex.Match?) { best, match in
        best.map { $0.similarity >= match.similarity } ?? false ? best : match
      }
      if let best {
        findings.append(Finding(pair: id, kept: kept[best.position], similarity: best.similarity))
      } else {
        kept.append(id)
        index.add(sketch)
      }
    }
    self.findings = findings
  }
}

extension TextSketch {
  /// Sketches one after the other with their positions, made some thousands at a time, so that few are held at once.
  static func inTurn(
    _ texts: [(text: String, language: Language)], _ minHash: MinHash
  ) -> some Sequence<(offset: Int, sketch: TextSketch)> {
    let size = 4096
    return stride(from: 0, to: texts.count, by: size).lazy.flatMap { start in
      zip(start..., all(texts[start..<min(start + size, texts.count)], minHash)).map { (offset: $0, sketch: $1) }
    }
  }
}
