public import Foundation
internal import IsoglossCore

/// Log-probabilities of answers under a reference, kept on disk by what they are of.
///
/// A file for each reference, shared by all runs on it. It is a list of records of 56 bytes: SHA-256 of the pair's tokens,
/// the two log-probabilities as float64, and the first 8 bytes of SHA-256 over both. Records are only ever added, under a
/// lock, in one write; a record that is cut off or damaged is left out when the file is read, and computed again.
public final class ReferenceCache {
  /// Log-probabilities of a pair's answers, summed over tokens.
  public struct Entry: Hashable, Sendable, Codable {
    /// Of the chosen answer.
    public var chosen: Double
    /// Of the rejected answer.
    public var rejected: Double
  }

  private static let recordSize = 56
  private static let blank = Data(repeating: 0, count: recordSize)

  /// The file.
  public let url: URL
  private var entries: [Data: Entry] = [:]

  /// The cache of a reference.
  /// - Parameters:
  ///   - folder: made where it is missing.
  ///   - reference: everything that decides what the reference says: base, adapter, type of numbers, kernels.
  /// - Throws: `AlignmentError.inputOutput`.
  public init(folder: URL, reference: String) throws {
    url = folder.appendingPathComponent("\(ContentHash.of(reference).prefix(32)).logprobs")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      if FileManager.default.fileExists(atPath: url.path) { try read() }
    } catch let error as AlignmentError {
      throw error
    } catch {
      throw AlignmentError(.inputOutput, "The reference cache at \(url.path) cannot be read.", underlying: error)
    }
  }

  /// Records that are there and whole.
  public var count: Int { entries.count }

  /// What is kept of a pair.
  public subscript(pair: TokenizedPair) -> Entry? { entries[Self.key(pair)] }

  /// Adds pairs, on disk at once.
  /// - Throws: `AlignmentError.inputOutput`; `notFinite` for numbers that are none.
  public func add(_ found: [(pair: TokenizedPair, entry: Entry)]) throws {
    var records = Data()
    for (pair, entry) in found {
      guard entry.chosen.isFinite, entry.rejected.isFinite else {
        throw AlignmentError(.notFinite, "The reference's log-probability of pair \(pair.id) is not a finite number.")
      }
      let key = Self.key(pair)
      records += Self.record(key, entry)
      entries[key] = entry
    }
    guard !records.isEmpty else { return }
    try append(records)
  }

  private func read() throws {
    let data = try Data(contentsOf: url)
    for start in stride(from: 0, to: data.count - Self.recordSize + 1, by: Self.recordSize) {
      let record = Data(data[data.startIndex + start..<data.startIndex + start + Self.recordSize])
      let key = Data(record.prefix(32))
      func number(_ at: Int) -> Double {
        let bits = record[at..<at + 8].enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) }
        return Double(bitPattern: bits)
      }
      let entry = Entry(chosen: number(32), rejected: number(40))
      guard record == Self.record(key, entry), entry.chosen.isFinite, entry.rejected.isFinite else { continue }
      entries[key] = entry
    }
  }

  private func append(_ records: Data) throws {
    let file: HeldFile
    do {
      file = try HeldFile(url.path, flags: O_APPEND, waiting: true)
    } catch {
      switch error {
      case .cannotOpen(let reason): throw refused("opened", reason)
      case .inUse: throw refused("opened", "another process holds it")
      }
    }
    defer { withExtendedLifetime(file) {} }
    // A write that was cut off leaves part of a record: fill it up, so that the next one starts at its place.
    let size = Int(lseek(file.descriptor, 0, SEEK_END))
    let cut = size % Self.recordSize
    let bytes = (cut == 0 ? Data() : Self.blank.prefix(Self.recordSize - cut)) + records
    let written = bytes.withUnsafeBytes { write(file.descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count, fsync(file.descriptor) == 0 else {
      throw refused("written", String(cString: strerror(errno)))
    }
  }

  private func refused(_ what: String, _ reason: String) -> AlignmentError {
    AlignmentError(.inputOutput, "The reference cache at \(url.path) cannot be \(what): \(reason).")
  }

  private static func record(_ key: Data, _ entry: Entry) -> Data {
    var record = key
    for value in [entry.chosen, entry.rejected] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { record.append(contentsOf: $0) }
    }
    return record + bytes(ofHash: ContentHash.of(record)).prefix(8)
  }

  /// SHA-256 of the tokens; the counts keep prompt and answers apart.
  private static func key(_ pair: TokenizedPair) -> Data {
    var data = Data()
    for tokens in [pair.prompt, pair.chosen, pair.rejected] {
      for value in [Int32(clamping: tokens.count)] + tokens {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
      }
    }
    return bytes(ofHash: ContentHash.of(data))
  }

  private static func bytes(ofHash hex: String) -> Data {
    var data = Data()
    var digits = hex.makeIterator()
    while let high = digits.next()?.hexDigitValue, let low = digits.next()?.hexDigitValue {
      data.append(UInt8(high << 4 | low))
    }
    return data
  }
}
