internal import Dispatch
public import Foundation
internal import IsoglossCore

/// A finished index: a vector for each training pair at each checkpoint, mapped from disk.
///
/// Opening reads headers alone; pages come when a query touches them.
public final class InfluenceIndex: Sendable {
  /// What it holds.
  public let manifest: IndexManifest
  /// Its pairs, in the order of the rows.
  public let rows: [IndexManifest.Row]
  /// Weight of each row in the gradient of the loss, β σ(−βΔ), for each checkpoint; Δ from the margins of model and
  /// reference.
  public let lossWeights: [[Double]]
  /// Where it lies.
  let folder: URL
  // Mapped memory that is only read.
  private let shards: [[SharedShard]]

  /// A shard that several threads read.
  private struct SharedShard: @unchecked Sendable {
    // Immutable: a mapped file that is only read, from any thread.
    let file: ShardFile
  }

  /// Opens an index.
  /// - Throws: `InfluenceError.unfinished` where shards are missing, `.damaged`, `.otherIndex`.
  public init(at url: URL) throws {
    self.folder = url
    let folder = IndexFolder(url: url)
    guard let manifest = try folder.read() else {
      throw InfluenceError(.otherIndex, "\(url.path) is no index: make one with `isogloss influence index`.")
    }
    let rows: [IndexManifest.Row]
    do {
      let data = try Data(contentsOf: folder.rows)
      rows = try JSONDecoder().decode([IndexManifest.Row].self, from: data)
      guard ContentHash.of(data) == manifest.rowsHash, rows.count == manifest.count else {
        throw InfluenceError(
          .damaged, "\(folder.rows.path) is not the list that the index was made with: make it again.")
      }
    } catch let error as InfluenceError {
      throw error
    } catch {
      throw InfluenceError(.damaged, "\(folder.rows.path) cannot be read: make the index again.", underlying: error)
    }
    let identity = try manifest.identity
    func open(_ checkpoint: Int, width: Int) throws -> [SharedShard] {
      try manifest.shards.map { range in
        let place = ShardFile.Place(checkpoint: checkpoint, rows: range)
        let file = folder.shard(place, of: manifest.shard)
        guard FileManager.default.fileExists(atPath: file.path) else {
          throw InfluenceError(
            .unfinished,
            "\(file.path) is missing: the same `isogloss influence index` command goes on where it stopped.")
        }
        return SharedShard(file: try ShardFile(contentsOf: file, place, width: width, identity: identity))
      }
    }
    self.manifest = manifest
    self.rows = rows
    shards = try manifest.checkpoints.indices.map { try open($0, width: manifest.width) }
    let reference = try open(ShardFile.Place.reference, width: 0).flatMap { try $0.file.scores() }
    lossWeights = try shards.map { parts in
      let scores = try parts.flatMap { try $0.file.scores() }
      return zip(scores, reference).map { now, before in
        let delta = (now.chosen - now.rejected) - (before.chosen - before.rejected)
        return LossWeight.of(delta, beta: manifest.beta)
      }
    }
  }

  /// Number of pairs.
  public var count: Int { manifest.count }

  /// Where the curvature is, if it is.
  var curvatureFile: URL { folder.appending(path: Curvature.fileName) }

  /// The curvature beside the vectors.
  /// - Throws: `InfluenceError.unfinished` where there is none, `.damaged`, `.otherIndex`.
  func curvature(_ layout: FeatureLayout) throws -> Curvature {
    guard FileManager.default.fileExists(atPath: curvatureFile.path) else {
      throw InfluenceError(
        .unfinished,
        "\(folder.path) has no curvature, which ekfac needs: the same `isogloss influence index` command with "
          + "--curvature 256 adds it.")
    }
    return try Curvature(contentsOf: curvatureFile, identity: manifest.identity, layout)
  }

  /// The vector of a row at a checkpoint.
  public func vector(_ row: Int, checkpoint: Int) throws -> [Float] {
    let shard = shards[checkpoint][row / manifest.shard].file
    return try shard.withVectors { vectors in
      let start = (row - shard.place.rows.lowerBound) * manifest.width
      return Array(vectors[start..<start + manifest.width])
    }
  }

  /// Inner products of every row with some vectors at a checkpoint: `[vectors][rows]`.
  /// - Parameter isCosine: whether rows are divided by their length; a row of zeros gets 0.
  public func products(with vectors: [[Float]], checkpoint: Int, isCosine: Bool = false) throws -> [[Float]] {
    guard vectors.allSatisfy({ $0.count == manifest.width }) else {
      throw InfluenceError(.badInput, "A query vector must have \(manifest.width) numbers.")
    }
    let parts = shards[checkpoint]
    let width = manifest.width
    let found = parts.map { _ in Found() }
    DispatchQueue.concurrentPerform(iterations: parts.count) { number in
      found[number].result = Result {
        try parts[number].file.withVectors { rows in
          vectors.map { DotProducts.rows(rows, width: width, with: $0, isCosine: isCosine) }
        }
      }
    }
    let all = try found.map { try $0.result.get() }
    return vectors.indices.map { query in all.flatMap { $0[query] } }
  }

  /// Reads every byte and compares it with its digest.
  /// - Throws: `InfluenceError.damaged` for a file that changed.
  public func verify() throws {
    for part in shards.joined() where try !part.file.isWhole {
      throw InfluenceError(
        .damaged,
        "The vectors of pairs \(part.file.place.rows) have changed since they were written: remove their shard and make "
          + "the index again.")
    }
  }

  /// What one thread finds. Each is written by one iteration alone, and read when all have ended.
  private final class Found: @unchecked Sendable {
    // Confined: written by the thread of its iteration alone.
    var result: Result<[[Float]], any Error> = .success([])
  }
}
