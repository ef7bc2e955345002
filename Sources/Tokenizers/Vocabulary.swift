import Foundation

/// Token texts and their ids, as a file spells them.
struct Vocabulary: Sendable {
  /// Texts of all ids one after another; an id that no token has is empty.
  private let bytes: [UInt8]
  /// Where the text of id `i` starts; one entry more than there are ids.
  private let starts: [UInt32]
  /// Which ids have a token.
  private let present: [Bool]
  /// Open addressing: ids, or -1.
  private let slots: [Int32]
  private let mask: Int

  /// One more than the largest id.
  var count: Int { starts.count - 1 }

  /// The largest id that a file may use; a vocabulary of a million is already unusual.
  static let largestID = 8_000_000

  /// A vocabulary from the texts of ids 0, 1, …; null where no token has the id. Where two ids have one text, the later
  /// one is found by text.
  init(_ tokens: [String?]) throws {
    guard tokens.contains(where: { $0 != nil }) else {
      throw TokenizerError(.malformed, "The vocabulary is empty; the file is not a whole tokenizer.")
    }
    guard tokens.count <= Self.largestID + 1 else {
      throw TokenizerError(.malformed, "The vocabulary has \(tokens.count) ids; at most \(Self.largestID) are allowed.")
    }
    var bytes: [UInt8] = []
    var starts: [UInt32] = [0]
    starts.reserveCapacity(tokens.count + 1)
    for token in tokens {
      if let token { bytes.append(contentsOf: token.utf8) }
      guard let end = UInt32(exactly: bytes.count) else {
        throw TokenizerError(.malformed, "The texts of the vocabulary are longer than 4 GiB.")
      }
      starts.append(end)
    }
    var capacity = 16
    while capacity < tokens.count * 2 { capacity *= 2 }
    var slots = [Int32](repeating: -1, count: capacity)
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for id in tokens.indices where tokens[id] != nil {
        let start = Int(starts[id])
        let length = Int(starts[id + 1]) - start
        var slot = Int(truncatingIfNeeded: byteHash(base + start, length)) & (capacity - 1)
        while slots[slot] >= 0 {
          let other = Int(slots[slot])
          let otherStart = Int(starts[other])
          if Int(starts[other + 1]) - otherStart == length, memcmp(base + otherStart, base + start, length) == 0 {
            break
          }
          slot = (slot + 1) & (capacity - 1)
        }
        slots[slot] = Int32(id)
      }
    }
    self.bytes = bytes
    self.starts = starts
    self.present = tokens.map { $0 != nil }
    self.slots = slots
    self.mask = capacity - 1
  }

  /// The id of a text, or null.
  func id(_ pointer: UnsafePointer<UInt8>, _ length: Int) -> Int32? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var slot = Int(truncatingIfNeeded: byteHash(pointer, length)) & mask
      while slots[slot] >= 0 {
        let id = Int(slots[slot])
        let start = Int(starts[id])
        if Int(starts[id + 1]) - start == length, memcmp(base + start, pointer, length) == 0 { return slots[slot] }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  /// The id of a text, or null.
  func id(_ text: some StringProtocol) -> Int32? {
    var text = String(text)
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return nil }
      return id(base, buffer.count)
    }
  }

  /// The ids of single scalars below U+10000, or -1.
  func scalarIDs() -> [Int32] {
    var ids = [Int32](repeating: -1, count: 0x10000)
    for id in 0..<Int32(count) where has(id) {
      let bytes = bytes(of: id)
      guard let first = bytes.first, bytes.count <= 3, UTF8Reader.length(first) == bytes.count else { continue }
      let value = bytes.withUnsafeBufferPointer { $0.baseAddress.map { UTF8Reader.scalar($0, 0).value } } ?? 0
      // Of several ids of one text, the one that is found by text.
      ids[Int(value)] = self.id(String(decoding: bytes, as: UTF8.self)) ?? id
    }
    return ids
  }

  /// Whether a token has this id.
  func has(_ id: Int32) -> Bool { id >= 0 && Int(id) < count && present[Int(id)] }

  /// The text of an id as bytes; empty where no token has it.
  func bytes(of id: Int32) -> ArraySlice<UInt8> {
    guard has(id) else { return [] }
    return bytes[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
  }

  /// The text of an id, or null where no token has it.
  func text(of id: Int32) -> String? {
    has(id) ? String(decoding: bytes(of: id), as: UTF8.self) : nil
  }
}
