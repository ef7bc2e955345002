/// The words and labels of a model, left in the model's bytes, and the positions of its pruned n-grams.
struct FastTextDictionary: Sendable {
  /// Where each entry's text lies in the file; words first, then labels.
  let entries: [Range<Int>]
  let wordCount: Int
  /// How often each label was seen in training.
  let labelCounts: [Int]
  /// Bucket to row, where buckets were pruned; `nil` where all were kept.
  let kept: [Int32: Int32]?
  /// Open addressing by hash: position of the entry, or -1.
  private let table: [Int32]

  var labelCount: Int { entries.count - wordCount }

  static let endOfLine = Array("</s>".utf8)
  static let labelPrefix = Array("__label__".utf8)

  init(_ reader: inout ByteReader) throws {
    let size = try reader.int32("the size of the dictionary")
    wordCount = try reader.int32("the number of words")
    let labels = try reader.int32("the number of labels")
    _ = try reader.int64("the number of tokens")
    let pruned = try reader.int64("the number of pruned n-grams")
    guard wordCount >= 0, labels > 0, wordCount + labels == size else {
      throw LanguageIDError.damaged("\(wordCount) words and \(labels) labels in a dictionary of \(size)")
    }
    // An entry takes at least 10 bytes: a count that the file cannot hold is refused before anything is reserved.
    guard size <= reader.remaining / 10 else { throw LanguageIDError.damaged("a dictionary of \(size) entries") }
    var entries: [Range<Int>] = []
    var counts: [Int] = []
    entries.reserveCapacity(size)
    for index in 0..<size {
      entries.append(try reader.terminated("a dictionary entry"))
      let count = try reader.int64("a count")
      let type: UInt8 = try reader.number("an entry's type")
      guard type == (index < wordCount ? 0 : 1) else {
        throw LanguageIDError.damaged("entry \(index) is of type \(type)")
      }
      if type == 1 { counts.append(count) }
    }
    if pruned >= 0 {
      guard pruned <= reader.remaining / 8 else { throw LanguageIDError.damaged("\(pruned) pruned n-grams") }
      var kept: [Int32: Int32] = [:]
      kept.reserveCapacity(pruned)
      for _ in 0..<pruned {
        let bucket: Int32 = try reader.number("a pruned n-gram")
        kept[bucket] = try reader.number("a pruned n-gram")
      }
      self.kept = kept
    } else {
      kept = nil
    }
    self.entries = entries
    labelCounts = counts
    var table = [Int32](repeating: -1, count: size * 3 / 2 + 1)
    for (index, entry) in entries.enumerated() {
      let word = UnsafeRawBufferPointer(rebasing: reader.bytes[entry])
      table[Self.slot(of: word, hash: Self.hash(word), in: table, entries, reader.bytes)] = Int32(index)
    }
    self.table = table
  }

  /// Position of a word or label; `nil` for an unknown one. `file` is the model's bytes.
  func find(_ word: UnsafeRawBufferPointer, hash: UInt32, in file: UnsafeRawBufferPointer) -> Int? {
    let found = table[Self.slot(of: word, hash: hash, in: table, entries, file)]
    return found < 0 ? nil : Int(found)
  }

  private static func slot(
    of word: UnsafeRawBufferPointer, hash: UInt32, in table: [Int32], _ entries: [Range<Int>],
    _ file: UnsafeRawBufferPointer
  ) -> Int {
    var slot = Int(hash) % table.count
    while table[slot] >= 0 {
      let entry = entries[Int(table[slot])]
      if entry.count == word.count, file[entry].elementsEqual(word) { return slot }
      slot = slot + 1 == table.count ? 0 : slot + 1
    }
    return slot
  }

  /// 32-bit FNV-1a over sign-extended bytes: what trained models were hashed with.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var hash = hashStart
    for byte in bytes { hash = extend(hash, byte) }
    return hash
  }

  static let hashStart: UInt32 = 2_166_136_261

  @inline(__always)
  static func extend(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) &* 16_777_619
  }
}
