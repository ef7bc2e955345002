internal import IsoglossCore

/// A piece of a text: a word, or what stands between words. The pieces of a text joined are the text.
struct TextPiece: Hashable {
  /// Whole characters of the text, never a part of one.
  var text: String
  /// Whether it is a word that may be rewritten. Placeholders and addresses are none.
  var isWord: Bool

  /// The pieces of a text. A word is a run of letters with their marks, and of apostrophes between letters.
  static func pieces(of text: String) -> [TextPiece] {
    Placeholders(text).pieces.flatMap { piece in
      switch piece {
      case .kept(let text): [TextPiece(text: text, isWord: false)]
      case .words(let text): words(Array(text))
      }
    }
  }

  private static func words(_ characters: [Character]) -> [TextPiece] {
    var pieces: [TextPiece] = []
    for (index, character) in characters.enumerated() {
      let isInner =
        "'’ʼ".contains(character) && index > 0 && index + 1 < characters.count
        && characters[index - 1].isLetter && characters[index + 1].isLetter
      let isWord = character.isLetter || isInner
      if let last = pieces.last, last.isWord == isWord {
        pieces[pieces.count - 1].text.append(character)
      } else {
        pieces.append(TextPiece(text: String(character), isWord: isWord))
      }
    }
    return pieces
  }
}
