import IsoglossCore

extension LexicalJudge {
  /// Bytes of an answer that the identifier is shown.
  private static let reach = 8_192

  /// The language of an answer, code left out; unscored for a short answer or an uncertain guess.
  func read(_ text: AnswerText, _ answer: String, _ prompt: Language) -> Reading<Language> {
    var words = 0
    for word in text.words where !word.isCode { words += 1 }
    guard words >= options.languageWords, text.letters >= options.languageLetters else {
      return .unscored("too short to tell its language: \(words) words")
    }
    guard let best = identifier.identify(shown(text, answer), count: 1).first else {
      return .unscored("the identifier has no guess")
    }
    let percent = Int((best.probability * 100).rounded())
    if best.language != prompt {
      let isClose = !best.language.isKnown || best.language.family == prompt.family
      let least = isClose ? options.closeCertainty : options.certainty
      guard best.probability >= least else {
        return .unscored("uncertain: \(best.language) at \(percent) %")
      }
    } else if best.probability < options.certainty {
      return .unscored("uncertain: \(best.language) at \(percent) %")
    }
    return .scored(best.language)
  }

  /// What the identifier is shown: the sentences outside code, up to a bound.
  private func shown(_ text: AnswerText, _ answer: String) -> String {
    if !text.hasCode, answer.utf8.count <= Self.reach { return answer }
    var copy = answer
    return copy.withUTF8 { bytes in
      var kept: [UInt8] = []
      for sentence in text.sentences where !sentence.isCode {
        let start = Int(text.words[sentence.words.lowerBound].start)
        let end = min(bytes.count, Int(text.words[sentence.words.upperBound - 1].end))
        kept.append(contentsOf: bytes[start..<end])
        kept.append(contentsOf: [0x2E, 0x20])
        if kept.count >= Self.reach { break }
      }
      return String(decoding: kept, as: UTF8.self)
    }
  }
}
