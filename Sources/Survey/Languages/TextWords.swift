internal import Foundation

/// A text in words, with what stands between them and where sentences end.
struct TextWords {
  /// A word.
  struct Word {
    /// As it is written.
    var text: Substring
    /// In lower case, without accents.
    var plain: String
    /// What stands between the word before and this one.
    var gap: Substring
    /// Number of its sentence, from 0.
    var sentence: Int

    /// Whether it begins with a capital letter.
    var isCapital: Bool { text.first?.isUppercase ?? false }
  }
  /// In order.
  let words: [Word]
  private let text: String

  /// The words of a text: runs of letters and digits.
  init(_ text: String) {
    self.text = text
    var words: [Word] = []
    var sentence = 0
    var index = text.startIndex
    while index < text.endIndex {
      let gapStart = index
      while index < text.endIndex, !Self.isPart(text[index]) { index = text.index(after: index) }
      let gap = text[gapStart..<index]
      guard index < text.endIndex else { break }
      let start = index
      while index < text.endIndex, Self.isPart(text[index]) { index = text.index(after: index) }
      if !words.isEmpty, Self.endsSentence(gap) { sentence += 1 }
      let word = text[start..<index]
      let plain = String(word).folding(options: .diacriticInsensitive, locale: nil).lowercased()
      words.append(Word(text: word, plain: plain, gap: gap, sentence: sentence))
    }
    self.words = words
  }

  private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  /// A full stop with a space after it, or a line break: `e.g.` and `3.5` end no sentence.
  private static func endsSentence(_ gap: Substring) -> Bool {
    if gap.contains(where: \.isNewline) { return true }
    guard let stop = gap.firstIndex(where: { ".!?".contains($0) }) else { return false }
    return gap[stop...].contains(where: \.isWhitespace)
  }

  /// A word in plain form; empty beyond the ends.
  func plain(_ index: Int) -> String { words.indices.contains(index) ? words[index].plain : "" }

  /// What stands before a word; a line break beyond the ends.
  func gap(before index: Int) -> Substring { words.indices.contains(index) ? words[index].gap : "\n" }

  /// Plain words of a range, as far as it goes.
  func plain(_ range: Range<Int>) -> [String] { words[range.clamped(to: words.indices)].map(\.plain) }

  /// The text from one word up to another, as it is written.
  func quote(_ range: Range<Int>) -> String {
    let range = range.clamped(to: words.indices)
    guard let first = range.first, let last = range.last else { return "" }
    return String(text[words[first].text.startIndex..<words[last].text.endIndex])
  }

  /// Positions of a word's sentence.
  func sentence(of index: Int) -> Range<Int> {
    guard words.indices.contains(index) else { return 0..<0 }
    let number = words[index].sentence
    let start = words[..<index].lastIndex { $0.sentence != number }.map { $0 + 1 } ?? 0
    let end = words[index...].firstIndex { $0.sentence != number } ?? words.count
    return start..<end
  }
}
