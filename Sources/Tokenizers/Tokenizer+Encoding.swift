extension Tokenizer {
  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - text: any text; unpaired surrogates cannot occur in a Swift string.
  ///   - addSpecialTokens: puts the model's start (and end) tokens around it, as `tokenizer(text)` of transformers does.
  ///   - parsingSpecialTokens: turns the spelling of a special token inside the text into that token, as transformers
  ///     does by default. With false it is text like any other (`split_special_tokens`): use that for text that comes
  ///     from a user, who could otherwise end his turn and write the model's.
  public func encode(
    _ text: String, addSpecialTokens: Bool = true, parsingSpecialTokens: Bool = true
  ) -> [Int32] {
    var encoding = Encoding(self)
    if addSpecialTokens { encoding.ids.append(contentsOf: prefix) }
    var text = text
    text.withUTF8 { encoding.encode($0, parsingSpecial: parsingSpecialTokens) }
    if addSpecialTokens { encoding.ids.append(contentsOf: suffix) }
    return encoding.finish()
  }
}

/// One text on its way to ids.
private struct Encoding {
  let tokenizer: Tokenizer
  var ids: [Int32] = []
  private var scratch = MergeScratch()
  private var buffer: [UInt8] = []
  private var kept: WordCache.Storage?

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    kept = tokenizer.cache.take()
  }

  consuming func finish() -> [Int32] {
    tokenizer.cache.give(kept.take())
    return ids
  }

  mutating func encode(_ text: UnsafeBufferPointer<UInt8>, parsingSpecial: Bool) {
    ids.reserveCapacity(ids.count + text.count / 3 + 8)
    guard !tokenizer.rawAdded.isEmpty else {
      normalize(text, isFirst: true, parsingSpecial)
      return
    }
    for piece in tokenizer.rawAdded.cut(text, parsingSpecial: parsingSpecial) {
      if let token = piece.token {
        ids.append(token)
      } else {
        normalize(
          UnsafeBufferPointer(rebasing: text[piece.range]), isFirst: piece.range.lowerBound == 0, parsingSpecial)
      }
    }
  }

  private mutating func normalize(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ parsingSpecial: Bool) {
    guard !tokenizer.normalizers.isEmpty else {
      cut(text, isFirst: isFirst, parsingSpecial)
      return
    }
    if let (old, new) = tokenizer.byteReplacement {
      var bytes = buffer
      buffer = []
      bytes.removeAll(keepingCapacity: true)
      bytes.reserveCapacity(text.count + text.count / 2)
      for byte in text {
        if byte == old { bytes.append(contentsOf: new) } else { bytes.append(byte) }
      }
      bytes.withUnsafeBufferPointer { cut($0, isFirst: isFirst, parsingSpecial) }
      buffer = bytes
      return
    }
    var normal = String(decoding: text, as: UTF8.self)
    for step in tokenizer.normalizers { normal = step.apply(to: normal) }
    normal.withUTF8 { cut($0, isFirst: isFirst, parsingSpecial) }
  }

  private mutating func cut(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ parsingSpecial: Bool) {
    guard !tokenizer.normalizedAdded.isEmpty else {
      rewrite(text, isFirst: isFirst)
      return
    }
    for piece in tokenizer.normalizedAdded.cut(text, parsingSpecial: parsingSpecial) {
      if let token = piece.token {
        ids.append(token)
      } else {
        rewrite(UnsafeBufferPointer(rebasing: text[piece.range]), isFirst: isFirst && piece.range.lowerBound == 0)
      }
    }
  }

  private mutating func rewrite(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) {
    guard tokenizer.preTokenizer.rewrites else {
      words(text)
      return
    }
    var marked = tokenizer.preTokenizer.rewrite(String(decoding: text, as: UTF8.self), isFirst: isFirst)
    marked.withUTF8 { words($0) }
  }

  private mutating func words(_ text: UnsafeBufferPointer<UInt8>) {
    tokenizer.preTokenizer.forEachWord(text) { range in
      let word = UnsafeBufferPointer(rebasing: text[range])
      if let mark = tokenizer.wordMark {
        markedWords(word, mark)
      } else {
        self.word(word)
      }
    }
  }

  /// Cuts before each run of marks that follows something else.
  private mutating func markedWords(_ text: UnsafeBufferPointer<UInt8>, _ mark: [UInt8]) {
    var start = 0
    var index = 0
    var afterMark = true
    while index < text.count {
      let isMark =
        text[index] == mark[0] && index + mark.count <= text.count
        && mark.indices.allSatisfy { text[index + $0] == mark[$0] }
      if isMark {
        if !afterMark {
          word(UnsafeBufferPointer(rebasing: text[start..<index]))
          start = index
        }
        index += mark.count
      } else {
        index += 1
      }
      afterMark = isMark
    }
    if start < text.count { word(UnsafeBufferPointer(rebasing: text[start...])) }
  }

  private mutating func word(_ word: UnsafeBufferPointer<UInt8>) {
    guard kept != nil, word.count <= WordCache.Storage.longest, let base = word.baseAddress else {
      tokenizer.model.encode(word, into: &ids, scratch: &scratch)
      return
    }
    let hash = byteHash(base, word.count)
    if kept?.append(word, hash: hash, to: &ids) == true { return }
    let start = ids.count
    tokenizer.model.encode(word, into: &ids, scratch: &scratch)
    kept?.insert(word, hash: hash, ids: ids[start...])
  }
}
