internal import Foundation
internal import IsoglossCore

/// The files of an index.
struct IndexFolder {
  let url: URL

  var manifest: URL { url.appending(path: "index.json") }
  var rows: URL { url.appending(path: "rows.json") }

  func shard(_ place: ShardFile.Place, of size: Int) -> URL {
    let number = String(place.rows.lowerBound / max(1, size))
    let part = place.checkpoint == ShardFile.Place.reference ? "reference" : "checkpoint-\(place.checkpoint)"
    return url.appending(path: "\(part)-\(String(repeating: "0", count: max(0, 6 - number.count)))\(number).shard")
  }

  /// Holds the folder for one writer; the lock ends with the value.
  func lock() throws -> HeldFile { try HeldFile(folder: url) }

  /// Reads the manifest; null where there is none.
  /// - Throws: `InfluenceError.damaged`.
  func read() throws -> IndexManifest? {
    guard FileManager.default.fileExists(atPath: manifest.path) else { return nil }
    let made: IndexManifest
    do {
      made = try JSONDecoder().decode(IndexManifest.self, from: Data(contentsOf: manifest))
    } catch {
      throw InfluenceError(.damaged, "\(manifest.path) cannot be read as an index: make it again.", underlying: error)
    }
    try made.validate(manifest)
    return made
  }

  /// Writes what is new, or checks what is there.
  /// - Throws: `InfluenceError.otherIndex` where the folder holds another index, `.badOptions` for sizes that could never be
  ///   opened, `.inputOutput`.
  func agree(_ wanted: IndexManifest, rows list: [IndexManifest.Row]) throws {
    guard wanted.hasPossibleSizes else {
      throw InfluenceError(
        .badOptions,
        "An index has vectors of 1 to \(IndexManifest.mostInOne) numbers and as many pairs a shard; these are \(wanted.width) "
          + "and \(wanted.shard): give a smaller side, width or shard.")
    }
    if let there = try read() {
      guard there == wanted else {
        throw InfluenceError(
          .otherIndex,
          "\(url.path) is another index (\(there.differences(to: wanted).joined(separator: ", "))): give another folder, or "
            + "the settings of that one.")
      }
      return
    }
    do {
      try IndexManifest.document(list).write(to: rows, options: .atomic)
      try IndexManifest.document(wanted).write(to: manifest, options: .atomic)
    } catch {
      throw InfluenceError(.inputOutput, "\(url.path) cannot be written.", underlying: error)
    }
  }
}

extension HeldFile {
  /// A folder held by one process, by a file in it.
  convenience init(folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InfluenceError(.inputOutput, "\(folder.path) cannot be made.", underlying: error)
    }
    do {
      try self.init(folder.appending(path: ".lock").path)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw InfluenceError(.inputOutput, "\(folder.path) cannot be written: \(reason).")
      case .inUse:
        throw InfluenceError(.inUse, "Another process writes in \(folder.path): wait for it, or give another folder.")
      }
    }
  }
}

extension IndexManifest {
  /// Names of the settings that differ.
  func differences(to other: IndexManifest) -> [String] {
    var found: [String] = []
    func compare(_ name: String, _ same: Bool) { if !same { found.append(name) } }
    compare("feature", feature == other.feature)
    compare("base", base == other.base && onto == other.onto)
    compare("checkpoints", checkpoints == other.checkpoints)
    compare("beta", beta == other.beta)
    compare("pairs", pairsHash == other.pairsHash && rowsHash == other.rowsHash && pairs == other.pairs)
    compare("projection", projection == other.projection && width == other.width)
    compare("shard size", shard == other.shard)
    return found
  }
}
