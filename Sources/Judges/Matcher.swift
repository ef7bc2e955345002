/// A pattern found in an answer.
struct Hit: Sendable {
  /// Index of the pattern in the lexicon.
  var pattern: Int
  /// Words that it covers.
  var words: Range<Int>
  var sentence: Int
}

/// Finds patterns in a scanned text. Time is linear in the text: a pattern looks at a bounded number of words.
enum Matcher {
  /// Every place where a pattern fits, in the order of the words; a pattern counts once a starting word.
  static func hits(in text: AnswerText, _ lexicon: Lexicon) -> [Hit] {
    var hits: [Hit] = []
    let opening = text.sentences.first?.words.lowerBound ?? 0
    for index in text.words.indices {
      let range = text.atomRange(index)
      if range.isEmpty { continue }
      let sentenceIndex = Int(text.words[index].sentence)
      let sentence = text.sentences[sentenceIndex]
      for position in range {
        for candidate in lexicon.starters[Int(text.atoms[position])] {
          let pattern = lexicon.patterns[Int(candidate)]
          switch pattern.start {
          case .anywhere: break
          case .sentence(let offset): if index - sentence.words.lowerBound > offset { continue }
          case .answer(let offset): if index - opening > offset { continue }
          }
          if let end = match(pattern.elements, 1, index + 1, sentence, text) {
            hits.append(Hit(pattern: Int(candidate), words: index..<end, sentence: sentenceIndex))
          }
        }
      }
    }
    return hits
  }

  /// The word after the match of the elements from `element` on, standing at `word`.
  private static func match(
    _ elements: [Lexicon.Element], _ element: Int, _ word: Int, _ sentence: AnswerText.Sentence, _ text: AnswerText
  ) -> Int? {
    guard element < elements.count else { return word }
    let limit = sentence.words.upperBound
    switch elements[element] {
    case .atom(let atom):
      guard word < limit, text.has(atom, word) else { return nil }
      return match(elements, element + 1, word + 1, sentence, text)
    case .optional(let atom):
      if word < limit, text.has(atom, word), let end = match(elements, element + 1, word + 1, sentence, text) {
        return end
      }
      return match(elements, element + 1, word, sentence, text)
    case .gap(let width):
      for skip in 0...width where word + skip <= limit {
        if let end = match(elements, element + 1, word + skip, sentence, text) { return end }
      }
      return nil
    case .end(let left): return limit - word <= left ? word : nil
    case .colon: return word == limit && sentence.ending == UInt8(ascii: ":") ? word : nil
    }
  }
}
