/// A text cut into words, sentences and lines, with what the rules need to know of each.
struct AnswerText: Sendable {
  struct Word: Sendable {
    /// Bytes in the original.
    var start: Int32
    var end: Int32
    /// Sentence that it stands in.
    var sentence: Int32
    /// Where its atoms begin in `atoms`; they end where the next word's begin.
    var atoms: Int32
    /// Of the folded letters.
    var hash: UInt64
    /// Stands between quotation marks.
    var isQuoted: Bool
    /// Stands in a fenced block of code.
    var isCode: Bool
  }

  struct Sentence: Sendable {
    var words: Range<Int>
    /// The ASCII mark that ends it; 10 for the end of a line, 0 for the end of the text.
    var ending: UInt8
    var isListItem: Bool
    var isCode: Bool
    /// First of its line.
    var opensLine: Bool
    var line: Int32
  }

  struct Line: Sendable {
    var hash: UInt64
    var words: Int
  }

  var words: [Word] = []
  var sentences: [Sentence] = []
  /// Lines that have words.
  var lines: [Line] = []
  /// Atoms of the words, one after the other.
  var atoms: [Int32] = []
  /// Visible scalars: letters, digits, symbols, punctuation.
  var visible = 0
  /// Visible scalars that are letters or digits.
  var alphanumeric = 0
  /// Letters.
  var letters = 0
  /// Replacement, private-use, unassigned or control characters.
  var debris = 0
  /// Letters in words of thirty letters or more that are made of at most three letters.
  var stretched = 0
  /// Special tokens and template marks, such as `<|im_end|>`.
  var specials = 0
  /// First word after which the text goes on in the user's turn; null where it does not.
  var userTurn: Int?
  /// A block of reasoning was opened and never closed.
  var hasOpenReasoning = false
  /// Lines that open a fence.
  var hasCode = false

  /// Atoms of a word.
  @inline(__always)
  func atomRange(_ word: Int) -> Range<Int> {
    let end = word + 1 < words.count ? Int(words[word + 1].atoms) : atoms.count
    return Int(words[word].atoms)..<end
  }

  /// Whether a word has an atom.
  @inline(__always)
  func has(_ atom: Int32, _ word: Int) -> Bool {
    for index in atomRange(word) where atoms[index] == atom { return true }
    return false
  }

  /// Number of list items, not counting code.
  var listItems: Int {
    var count = 0
    for sentence in sentences where sentence.isListItem && sentence.opensLine { count += 1 }
    return count
  }
}

/// Brings texts to the form in which they are compared.
public enum Normaliser {
  /// The words in lower case, folded to Latin letters without marks where they are Latin, joined by single spaces.
  /// Punctuation, markdown and characters without width are gone. Idempotent; time linear in the text.
  public static func normalise(_ text: String) -> String {
    var words: [UInt8] = []
    words.reserveCapacity(text.utf8.count)
    Scanner.scan(text, lexicon: nil, folded: &words)
    return String(decoding: words, as: UTF8.self)
  }
}
