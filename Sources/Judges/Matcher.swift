/// A pattern found in an answer.
struct Hit: Sendable {
  /// Index of the pattern in the lexicon.
  var pattern: Int
  /// Words that it covers.
  var words: Range<Int>
  var sentence: Int
}

/// Finds patterns in a scanned text. Time is linear in the text: a pattern looks at a bounded number of words.
struct Matcher {
  private let text: AnswerText
  private let lexicon: Lexicon

  /// Every place where a pattern fits, in the order of the words; a pattern counts once a starting word.
  static func hits(in text: AnswerText, _ lexicon: Lexicon) -> [Hit] {
    Matcher(text: text, lexicon: lexicon).hits()
  }

  private func hits() -> [Hit] {
    var hits: [Hit] = []
    let opening = text.sentences.first?.words.lowerBound ?? 0
    let (heads, starters, from) = (lexicon.heads, lexicon.starters, lexicon.startersFrom)
    for index in text.words.indices {
      let range = text.atomRange(index)
      if range.isEmpty { continue }
      let sentenceIndex = Int(text.words[index].sentence)
      let sentence = text.sentences[sentenceIndex]
      for position in range {
        let atom = Int(text.atoms[position])
        for place in Int(from[atom])..<Int(from[atom + 1]) {
          let candidate = starters[place]
          let head = heads[Int(candidate)]
          if head.next >= 0, index + 1 >= sentence.words.upperBound || !text.has(head.next, index + 1) { continue }
          switch head.start {
          case .anywhere: break
          case .sentence(let offset): if index - sentence.words.lowerBound > offset { continue }
          case .answer(let offset): if index - opening > offset { continue }
          }
          let end = match(head.first + 1, head.end, index + 1, sentence.words.upperBound, sentence.ending)
          if end >= 0 {
            hits.append(Hit(pattern: Int(candidate), words: index..<end, sentence: sentenceIndex))
          }
        }
      }
    }
    return hits
  }

  /// The word after the match of the elements from `element` up to `last`, standing at `word` in a sentence that ends
  /// before `limit` with the mark `ending`; negative where they do not fit.
  private func match(_ element: Int, _ last: Int, _ word: Int, _ limit: Int, _ ending: UInt8) -> Int {
    guard element < last else { return word }
    switch lexicon.elements[element] {
    case .atom(let atom):
      guard word < limit, text.has(atom, word) else { return -1 }
      return match(element + 1, last, word + 1, limit, ending)
    case .optional(let atom):
      if word < limit, text.has(atom, word) {
        let end = match(element + 1, last, word + 1, limit, ending)
        if end >= 0 { return end }
      }
      return match(element + 1, last, word, limit, ending)
    case .gap(let width):
      for skip in 0...min(width, limit - word) {
        let end = match(element + 1, last, word + skip, limit, ending)
        if end >= 0 { return end }
      }
      return -1
    case .end(let left): return limit - word <= left ? word : -1
    case .colon: return word == limit && ending == UInt8(ascii: ":") ? word : -1
    }
  }
}
