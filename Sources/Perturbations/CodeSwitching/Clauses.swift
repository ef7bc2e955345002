/// Clauses of a text, parted at punctuation that is followed by white space, and at line ends.
enum Clauses {
  private static let marks: Set<Character> = [
    ".", "?", "!", ";", ":", ",", "…", "।", "॥", "؟", "،", "؛", "。", "？", "！", "，", "、", "；", "：",
  ]
  /// Marks that part clauses without a blank behind them.
  private static let wide: Set<Character> = ["。", "？", "！", "，", "、", "；", "："]
  private static let closing: Set<Character> = ["\"", "”", "’", "»", "“", ")", "]"]

  /// Clauses and what stands between them in turn, both ends clauses: joined they are the text. One piece where there is
  /// one clause; none for a blank text.
  static func pieces(of text: String) -> [TextPiece] {
    var pieces: [TextPiece] = []
    var clause = ""
    var gap = ""
    var isEnded = false
    for character in text {
      // The end of a line ends a clause without a mark too.
      if character.isNewline, !clause.allSatisfy(\.isWhitespace) { isEnded = true }
      if isEnded, character.isWhitespace {
        gap.append(character)
        continue
      }
      if isEnded, !gap.isEmpty || (clause.last.map { wide.contains($0) } ?? false) {
        pieces.append(TextPiece(text: clause, isWord: true))
        pieces.append(TextPiece(text: gap, isWord: false))
        (clause, gap) = ("", "")
      }
      clause.append(character)
      isEnded = marks.contains(character) || (isEnded && closing.contains(character))
    }
    clause += gap
    if clause.allSatisfy(\.isWhitespace) {
      // A blank end belongs to the clause before it.
      guard pieces.count >= 2 else { return [] }
      let tail = pieces.removeLast().text + clause
      pieces[pieces.count - 1].text += tail
    } else {
      pieces.append(TextPiece(text: clause, isWord: true))
    }
    return pieces
  }
}
