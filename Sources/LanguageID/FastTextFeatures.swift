/// Turns a line into rows of the input matrix: known words, character n-grams of each word, and n-grams of words.
struct FastTextFeatures {
  let settings: FastTextSettings
  let dictionary: FastTextDictionary
  /// The model's bytes.
  let file: UnsafeRawBufferPointer

  private static let open = UInt8(ascii: "<")
  private static let close = UInt8(ascii: ">")

  /// Rows of a line, which is taken to end with a line break. Words end at space, tab, vertical tab, form feed, carriage
  /// return, line feed and zero. A word `</s>` ends the line; a word that starts like a label counts for nothing.
  func rows(of line: [UInt8]) -> [Int32] {
    var rows: [Int32] = []
    var hashes: [Int32] = []
    line.withUnsafeBytes { bytes in
      var start = 0
      while true {
        while start < bytes.count, Self.isSpace(bytes[start]) { start += 1 }
        var end = start
        while end < bytes.count, !Self.isSpace(bytes[end]) { end += 1 }
        if start == end { break }
        let word = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        add(word, &rows, &hashes)
        if word.elementsEqual(FastTextDictionary.endOfLine) { return }
        start = end
      }
      FastTextDictionary.endOfLine.withUnsafeBytes { add($0, &rows, &hashes) }
    }
    addWordNgrams(hashes, &rows)
    return rows
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 || byte == 0 }

  private func add(_ word: UnsafeRawBufferPointer, _ rows: inout [Int32], _ hashes: inout [Int32]) {
    let hash = FastTextDictionary.hash(word)
    let entry = dictionary.find(word, hash: hash, in: file)
    if let entry {
      guard entry < dictionary.wordCount else { return }
      rows.append(Int32(entry))
    } else if word.starts(with: FastTextDictionary.labelPrefix) {
      return
    }
    hashes.append(Int32(bitPattern: hash))
    if settings.longest > 0, !word.elementsEqual(FastTextDictionary.endOfLine) { addCharacterNgrams(word, &rows) }
  }

  /// N-grams of `<word>`, by code point: bytes 10xxxxxx go with the byte before. The lone brackets are left out.
  private func addCharacterNgrams(_ word: UnsafeRawBufferPointer, _ rows: inout [Int32]) {
    let count = word.count + 2
    func byte(_ position: Int) -> UInt8 {
      position == 0 ? Self.open : position == count - 1 ? Self.close : word[position - 1]
    }
    for start in 0..<count where byte(start) & 0xC0 != 0x80 {
      var hash = FastTextDictionary.hashStart
      var end = start
      var length = 1
      while end < count, length <= settings.longest {
        hash = FastTextDictionary.extend(hash, byte(end))
        end += 1
        while end < count, byte(end) & 0xC0 == 0x80 {
          hash = FastTextDictionary.extend(hash, byte(end))
          end += 1
        }
        if length >= settings.shortest, !(length == 1 && (start == 0 || end == count)) {
          addBucket(Int(hash % UInt32(settings.buckets)), &rows)
        }
        length += 1
      }
    }
  }

  private func addWordNgrams(_ hashes: [Int32], _ rows: inout [Int32]) {
    guard settings.wordNgrams > 1 else { return }
    for start in hashes.indices {
      var hash = UInt64(bitPattern: Int64(hashes[start]))
      for next in hashes.indices.dropFirst(start + 1).prefix(settings.wordNgrams - 1) {
        hash = hash &* 116_049_371 &+ UInt64(bitPattern: Int64(hashes[next]))
        addBucket(Int(hash % UInt64(settings.buckets)), &rows)
      }
    }
  }

  private func addBucket(_ bucket: Int, _ rows: inout [Int32]) {
    if let kept = dictionary.kept {
      guard let row = kept[Int32(bucket)] else { return }
      rows.append(Int32(dictionary.wordCount) + row)
    } else {
      rows.append(Int32(dictionary.wordCount + bucket))
    }
  }
}
