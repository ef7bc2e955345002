import Foundation
import IsoglossAlignment
import Testing

@testable import IsoglossInfluence

/// The folder of an index: interrupted, resumed, damaged.
struct IndexTests {
  private func files(_ folder: IndexFolder) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(".shard") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: folder.url.appending(path: $0))) })
  }

  @Test("interrupted after every shard and resumed, an index has the same bytes")
  func resuming() throws {
    let whole = try TinyIndex("llama-old", projection: Projection(side: 4, width: 64))
    defer { whole.remove() }
    _ = try whole.filled()
    let cut = try TinyIndex("llama-old", projection: Projection(side: 4, width: 64))
    defer { cut.remove() }
    #expect(throws: InfluenceError.self) { try InfluenceIndex(at: cut.folder.url) }
    var sittings = 0
    while true {
      var builder = cut.builder
      var asked = 0
      builder.isCancelled = {
        asked += 1
        return asked > 1
      }
      sittings += 1
      do {
        try builder.fill(cut.features, cut.snapshots)
        break
      } catch is CancellationError {}
    }
    #expect(sittings == 3 * 3)
    #expect(try files(cut.folder) == files(whole.folder))
    #expect(try InfluenceIndex(at: cut.folder.url).count == 7)
  }

  @Test("an index of Adam's steps that was interrupted leaves plain gradients to what is asked next")
  func interrupted() throws {
    let tiny = try TinyIndex("llama-old", feature: .adam)
    defer { tiny.remove() }
    var builder = tiny.builder
    var asked = 0
    // Three shards of the reference come first, and one of the first checkpoint.
    builder.isCancelled = {
      asked += 1
      return asked > 4
    }
    #expect(throws: CancellationError.self) { try builder.fill(tiny.features, tiny.snapshots) }
    let isPlain = tiny.features.transform == nil
    #expect(isPlain && asked == 5)
  }

  @Test("a half-written shard is no shard: it is made again")
  func torn() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    try tiny.filled().verify()
    let before = try files(tiny.folder)
    let victim = tiny.folder.url.appending(path: "checkpoint-1-000001.shard")
    let bytes = try Data(contentsOf: victim)
    try bytes.prefix(bytes.count / 2).write(to: victim)
    #expect(throws: InfluenceError.self) { try InfluenceIndex(at: tiny.folder.url) }
    try tiny.builder.fill(tiny.features, tiny.snapshots)
    #expect(try files(tiny.folder) == before)
  }

  @Test("files that were changed are refused by name", arguments: ["magic", "place", "identity", "vector"])
  func hostile(part: String) throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    _ = try tiny.filled()
    let victim = tiny.folder.url.appending(path: "checkpoint-0-000000.shard")
    var bytes = try Data(contentsOf: victim)
    let place = ["magic": 3, "place": 24, "identity": 70, "vector": 200][part]!
    bytes[place] ^= 0x40
    try bytes.write(to: victim)
    do {
      let index = try InfluenceIndex(at: tiny.folder.url)
      #expect(part == "vector", "only a changed vector can be opened")
      try index.verify()
      Issue.record("\(part) was not noticed")
    } catch let error as InfluenceError {
      #expect(error.code == (part == "identity" ? .otherIndex : .damaged))
      #expect(error.message.contains("make the index again"))
    }
  }

  @Test("hostile manifests are refused, never trapped on")
  func manifests() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    _ = try tiny.filled()
    let good = try String(contentsOf: tiny.folder.manifest, encoding: .utf8)
    for (old, new) in [
      ("\"count\" : 7", "\"count\" : 0"), ("\"count\" : 7", "\"count\" : -1"), ("\"count\" : 7", "\"count\" : 8"),
      ("\"shard\" : 3", "\"shard\" : 0"), ("\"schema\" : 1", "\"schema\" : 9"), ("{", ""),
      ("\"width\" : \(tiny.manifest.width)", "\"width\" : 9223372036854775807"),
    ] {
      #expect(good.contains(old))
      try good.replacingOccurrences(of: old, with: new).write(
        to: tiny.folder.manifest, atomically: true, encoding: .utf8)
      #expect(throws: InfluenceError.self, "\(new)") { try InfluenceIndex(at: tiny.folder.url) }
    }
    try Data().write(to: tiny.folder.manifest)
    #expect(throws: InfluenceError.self) { try InfluenceIndex(at: tiny.folder.url) }
  }

  @Test("an index that could never be opened is not begun")
  func sizes() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    for (width, shard) in [(0, 3), (1 << 25, 3), (4, 0), (4, 1 << 25), (4, Int.max)] {
      var other = tiny.manifest
      (other.width, other.shard) = (width, shard)
      let empty = IndexFolder(url: try Tiny.folder())
      defer { try? FileManager.default.removeItem(at: empty.url) }
      do {
        try empty.agree(other, rows: [])
        Issue.record("width \(width) and shard \(shard) were taken")
      } catch let error as InfluenceError {
        #expect(error.code == .badOptions)
      }
      #expect(!FileManager.default.fileExists(atPath: empty.manifest.path))
    }
  }

  @Test("a folder with another index is not written into, and one writer holds it")
  func others() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    var other = tiny.manifest
    other.beta = 0.2
    do {
      try tiny.folder.agree(other, rows: [])
      Issue.record("another index was taken")
    } catch let error as InfluenceError {
      #expect(error.code == .otherIndex && error.message.contains("beta"))
    }
    let lock = try tiny.folder.lock()
    #expect(throws: InfluenceError.self) { try tiny.folder.lock() }
    withExtendedLifetime(lock) {}
  }

  @Test("queries of another width are refused")
  func widths() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    let index = try tiny.filled()
    let query = InfluenceQuery(id: "q", language: "en", group: nil, vectors: [[1, 2], [3, 4]], value: 0)
    #expect(throws: InfluenceError.self) { try index.scores([query], by: .gradient) }
    let short = InfluenceQuery(id: "q", language: "en", group: nil, vectors: [], value: 0)
    #expect(throws: InfluenceError.self) { try index.scores([short], by: .gradient) }
  }
}
