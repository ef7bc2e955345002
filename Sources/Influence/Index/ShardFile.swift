internal import Foundation
internal import Glibc
internal import IsoglossCore
internal import IsoglossModelFiles

/// A file with the vectors of some neighbouring pairs at one checkpoint.
///
/// Little-endian: 96 bytes of header (magic, version, checkpoint, first row, rows, width, and the identity of the index as
/// 32 bytes), then of each row log π(chosen) and log π(rejected) as float64, then its vector in float32, then the SHA-256
/// of everything before. A file is written under another name and renamed, so that it is whole or not there.
struct ShardFile {
  /// Where a shard belongs.
  struct Place: Hashable {
    /// Position among the checkpoints; `reference` for the model beneath.
    var checkpoint: Int
    /// The rows.
    var rows: Range<Int>

    static let reference = Int(UInt32.max)
  }

  private static let magic = Array("ISOGLOSS-INFLUE\n".utf8)
  private static let header = 96
  private static let digest = 32

  let place: Place
  let width: Int
  private let file: MappedFile

  static func size(rows: Int, width: Int) -> Int { header + rows * (16 + 4 * width) + digest }

  /// Opens a shard and checks that it is the one that is wanted.
  /// - Throws: `InfluenceError.damaged`, `.otherIndex`; `ModelFileError` where it cannot be opened.
  init(contentsOf url: URL, _ place: Place, width: Int, identity: String) throws {
    let file = try MappedFile(contentsOf: url)
    func bad(_ message: String) -> InfluenceError {
      InfluenceError(.damaged, "\(url.path) \(message): remove it and make the index again.")
    }
    let size = Self.size(rows: place.rows.count, width: width)
    guard file.count == size else { throw bad("has \(file.count) bytes and should have \(size)") }
    let head = try file.withBytes(in: 0..<Self.header) { Array($0) }
    guard Array(head.prefix(16)) == Self.magic else { throw bad("is no part of an index") }
    let wanted = Self.headerBytes(place, width: width, identity: identity)
    guard head[16..<64].elementsEqual(wanted[16..<64]) else {
      throw bad("is another part of an index than its name says")
    }
    guard head == wanted else {
      throw InfluenceError(.otherIndex, "\(url.path) belongs to another index: remove it and make the index again.")
    }
    self.place = place
    self.width = width
    self.file = file
  }

  /// Whether the file still is what was written.
  var isWhole: Bool {
    get throws {
      try file.withBytes(in: 0..<file.count) { bytes in
        let body = Data(bytes.dropLast(Self.digest))
        return Self.bytes(ofHex: ContentHash.of(body)) == Array(bytes.suffix(Self.digest))
      }
    }
  }

  /// log π(chosen) and log π(rejected) of each row.
  func scores() throws -> [(chosen: Double, rejected: Double)] {
    let count = place.rows.count
    return try file.withBytes(in: Self.header..<Self.header + 16 * count) { bytes in
      (0..<count).map {
        (
          bytes.loadUnaligned(fromByteOffset: 16 * $0, as: Double.self),
          bytes.loadUnaligned(fromByteOffset: 16 * $0 + 8, as: Double.self)
        )
      }
    }
  }

  /// Calls a body with all vectors, one after the other.
  func withVectors<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) throws -> R {
    let start = Self.header + 16 * place.rows.count
    return try file.withBytes(in: start..<start + 4 * width * place.rows.count) {
      try body($0.assumingMemoryBound(to: Float.self))
    }
  }

  /// Writes a shard; it appears under its name only when it is whole and on the disk.
  static func write(
    _ place: Place, width: Int, identity: String, scores: [(chosen: Double, rejected: Double)], vectors: [Float],
    to url: URL
  ) throws {
    precondition(
      scores.count == place.rows.count && vectors.count == width * scores.count, "a shard has other rows than its place"
    )
    var data = Data(headerBytes(place, width: width, identity: identity))
    for score in scores {
      withUnsafeBytes(of: score.chosen) { data.append(contentsOf: $0) }
      withUnsafeBytes(of: score.rejected) { data.append(contentsOf: $0) }
    }
    vectors.withUnsafeBytes { data.append(contentsOf: $0) }
    data.append(contentsOf: bytes(ofHex: ContentHash.of(data)))
    let temporary = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).part")
    do {
      try data.write(to: temporary)
      let handle = try FileHandle(forUpdating: temporary)
      try handle.synchronize()
      try handle.close()
      guard rename(temporary.path, url.path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    } catch {
      throw InfluenceError(
        .inputOutput, "\(url.path) cannot be written. Check the space on the disk and the rights.", underlying: error)
    }
  }

  private static func headerBytes(_ place: Place, width: Int, identity: String) -> [UInt8] {
    var bytes = magic
    func append(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    append(1)
    append(UInt64(place.checkpoint))
    append(UInt64(place.rows.lowerBound))
    append(UInt64(place.rows.count))
    append(UInt64(width))
    append(0)
    return bytes + self.bytes(ofHex: identity)
  }

  private static func bytes(ofHex text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: min(64, digits.count - 1), by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
    }
  }
}
