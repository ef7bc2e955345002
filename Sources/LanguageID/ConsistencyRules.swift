import IsoglossCore

/// How answers are cut into lines and words before their language is told; the defaults are those of Marchisio et al.
/// 2024 and their program (for-ai/language-confusion), as far as they need no dictionary.
///
/// Two things differ. Chinese and Japanese are published with jieba and MeCab: here a run of their characters counts one
/// token for every two. (On 638 lines of the benchmark's Chinese prompts and of NTREX-128 this agrees with jieba 0.42.1
/// about which lines are long enough in 99.2 %.) English words are published by a list: without one, any word of more
/// than three lower-case ASCII letters counts.
public struct ConsistencyRules: Hashable, Sendable {
  /// A line needs this many tokens.
  public var leastTokens = 5
  /// A line's language must be more probable than this, or is unknown.
  public var leastProbability = 0.3
  /// Lower-case English words; those of up to three letters are not looked for. `nil`: every word counts.
  public var englishWords: Set<String>?

  /// The published rules, with a list of English words where there is one.
  public init(englishWords: Set<String>? = nil) {
    self.englishWords = englishWords
  }

  /// A line that is long enough, with its tokens.
  struct Line {
    var text: String
    var tokens: [String]
  }

  /// The lines of an answer that are long enough to tell their language: up to a next question, without ASCII
  /// punctuation.
  func lines(of text: String, in language: Language) -> [Line] {
    let scalars = Self.withoutPunctuation(Self.trimmed(Self.answer(Array(text.unicodeScalars))[...]))
    return scalars.split(separator: "\n", omittingEmptySubsequences: true).compactMap { line in
      let tokens = Self.tokens(line, charactersEach: Self.charactersEach(language))
      return tokens.count >= leastTokens ? Line(text: Self.string(line), tokens: tokens) : nil
    }
  }

  /// Whether English words stand out: known languages in other than Latin script.
  func checksWords(of language: Language) -> Bool { language.isKnown && language.script != "Latn" }

  func isEnglish(_ token: String) -> Bool {
    guard token.utf8.count > 3, token.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return false }
    return englishWords?.contains(token) ?? true
  }

  private static func answer(_ text: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    for index in text.indices.dropLast(2)
    where text[index] == "\n" && text[index + 1] == "Q" && text[index + 2] == ":" { return text[..<index] }
    return text[...]
  }

  private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
    else { return [] }
    return text[first...last]
  }

  private static func withoutPunctuation(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    text.compactMap { scalar in
      switch scalar.value {
      case 33...47, 58...64, 91...96, 123...126, 0x060C: nil
      case 0x2014: " "
      default: scalar
      }
    }
  }

  /// Words between white space; in scripts without spaces, runs are cut further.
  private static func tokens(_ line: ArraySlice<Unicode.Scalar>, charactersEach: Int?) -> [String] {
    let words = line.split(whereSeparator: isSpace)
    guard let charactersEach else { return words.map(string) }
    var tokens: [String] = []
    for word in words {
      var start = word.startIndex
      while start < word.endIndex {
        let joined = isUnspaced(word[start])
        let run = word[start...].prefix { isUnspaced($0) == joined }
        let size = joined ? charactersEach : run.count
        for piece in stride(from: run.startIndex, to: run.endIndex, by: size) {
          tokens.append(string(run[piece..<min(piece + size, run.endIndex)]))
        }
        start = run.endIndex
      }
    }
    return tokens
  }

  /// Characters that count as one token, for languages written without spaces.
  private static func charactersEach(_ language: Language) -> Int? {
    switch language.code {
    case "zh", "ja", "yue": 2
    case "th", "lo", "km", "my": 4
    default: nil
    }
  }

  /// Han, kana and the scripts of South-East Asia that put no spaces between words.
  private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3040...0x30FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
      true
    default: false
    }
  }

  /// White space as Python's `str.split` has it: Unicode's, and the four ASCII separators.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
