import Foundation
import Synchronization

/// Ids of words met before. Text repeats its words, so most need no merging.
///
/// One call at a time uses it; a call that finds it in use does without, so threads never wait for each other.
final class WordCache: Sendable {
  /// What is kept: words and ids one after another, found by open addressing.
  struct Storage: Sendable {
    private struct Entry: Sendable {
      var word: UInt32
      var length: UInt16
      var count: UInt16
      var ids: UInt32
      var hash: UInt64
    }

    private var words: [UInt8] = []
    private var ids: [Int32] = []
    private var entries: [Entry] = []
    private var slots: [Int32]
    private static let capacity = 1 << 17
    /// Words longer than this, in bytes, are not kept.
    static let longest = 128

    init() {
      slots = [Int32](repeating: -1, count: Self.capacity)
    }

    /// Appends the kept ids of a word; false where it is not kept.
    mutating func append(_ word: UnsafeBufferPointer<UInt8>, hash: UInt64, to output: inout [Int32]) -> Bool {
      guard let base = word.baseAddress else { return false }
      var slot = Int(truncatingIfNeeded: hash) & (Self.capacity - 1)
      while slots[slot] >= 0 {
        let entry = entries[Int(slots[slot])]
        if entry.hash == hash, entry.length == word.count, isEqual(base, entry) {
          let start = Int(entry.ids)
          if entry.count == 1 {
            output.append(ids[start])
          } else {
            output.append(contentsOf: ids[start..<start + Int(entry.count)])
          }
          return true
        }
        slot = (slot + 1) & (Self.capacity - 1)
      }
      return false
    }

    private func isEqual(_ word: UnsafePointer<UInt8>, _ entry: Entry) -> Bool {
      words.withUnsafeBufferPointer { words in
        guard let base = words.baseAddress else { return false }
        return memcmp(base + Int(entry.word), word, Int(entry.length)) == 0
      }
    }

    /// Keeps the ids of a word that is not kept yet; forgets all words first where half the table is used.
    mutating func insert(_ word: UnsafeBufferPointer<UInt8>, hash: UInt64, ids new: ArraySlice<Int32>) {
      if entries.count >= Self.capacity / 2 {
        words.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        slots = [Int32](repeating: -1, count: Self.capacity)
      }
      var slot = Int(truncatingIfNeeded: hash) & (Self.capacity - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (Self.capacity - 1) }
      slots[slot] = Int32(entries.count)
      entries.append(
        // Words are at most 128 bytes and a token takes at least none of them: all of these fit.
        Entry(
          word: UInt32(words.count), length: UInt16(word.count), count: UInt16(new.count), ids: UInt32(ids.count),
          hash: hash))
      words.append(contentsOf: word)
      ids.append(contentsOf: new)
    }
  }

  private let storage = Mutex<Storage?>(Storage())

  /// What is kept, for this call alone; null where another call has it.
  func take() -> Storage? {
    storage.withLock { kept in
      defer { kept = nil }
      return kept
    }
  }

  /// Gives back what was taken.
  func give(_ taken: consuming Storage?) {
    guard let taken else { return }
    storage.withLock { $0 = taken }
  }
}
