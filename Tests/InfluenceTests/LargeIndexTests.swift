import Foundation
import IsoglossCore
import Testing

@testable import IsoglossInfluence

/// The search of a large index: ISOGLOSS_INFLUENCE_ROWS=100000 swift test --filter LargeIndexTests.
struct LargeIndexTests {
  private static let rows = ProcessInfo.processInfo.environment["ISOGLOSS_INFLUENCE_ROWS"].flatMap(Int.init) ?? 0

  @Test(
    "a query over many pairs, in milliseconds",
    .enabled(if: rows > 0, "it writes 4 KB a row: set ISOGLOSS_INFLUENCE_ROWS to run it"))
  func search() throws {
    let count = Self.rows
    let rows = (0..<count).map {
      IndexManifest.Row(id: "\($0)", group: nil, language: Language("en"), intent: .harmful)
    }
    let manifest = try IndexManifest(
      feature: .gradient, adapter: "/none", base: .init(name: "", fingerprint: "", dtype: "", template: ""), onto: [],
      checkpoints: [.init(name: "one", hash: "", rate: 1)], beta: 0.1, pairs: "", pairsHash: "", rows: rows,
      projection: Projection(), width: 1024, shard: 2048)
    let folder = IndexFolder(url: try Tiny.folder())
    defer { try? FileManager.default.removeItem(at: folder.url) }
    try folder.agree(manifest, rows: rows)
    for range in manifest.shards {
      let vectors = (0..<range.count * 1024).map { Float(($0 &* 2_654_435_761) >> 7 & 1023) - 511.5 }
      let scores = range.map { _ in (chosen: 0.0, rejected: 0.0) }
      for (checkpoint, width) in [(ShardFile.Place.reference, 0), (0, 1024)] {
        let place = ShardFile.Place(checkpoint: checkpoint, rows: range)
        try ShardFile.write(
          place, width: width, identity: manifest.identity, scores: scores, vectors: width == 0 ? [] : vectors,
          to: folder.shard(place, of: 2048))
      }
    }
    let index = try InfluenceIndex(at: folder.url)
    let query = InfluenceQuery(
      id: "q", language: "en", group: nil, vectors: [(0..<1024).map { Float($0) / 1024 }], value: 0)
    let times = try (0..<7).map { _ in
      let clock = ContinuousClock.now
      let scores = try index.scores([query], by: .tracin)
      #expect(scores[0].count == count)
      return (ContinuousClock.now - clock) / .milliseconds(1)
    }
    print("\(count) pairs of 1024 numbers: \(times.map { String(format: "%.1f", $0) }.joined(separator: " ")) ms")
    #expect((times.min() ?? .infinity) < 1000)
  }
}
