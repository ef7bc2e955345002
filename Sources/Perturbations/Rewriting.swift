/// One place of a text that was rewritten.
public struct TextEdit: Hashable, Sendable, Codable {
  /// Where it begins in the rewritten text, in UTF-8 bytes.
  public var start: Int
  /// What stood there.
  public var original: String
  /// What stands there now.
  public var replacement: String
}

/// A rewritten text with all that was done to it, so that it can be undone.
public struct Rewriting: Hashable, Sendable {
  /// The rewritten text.
  public let text: String
  /// What was changed, in the order of the text; no two overlap.
  public let edits: [TextEdit]

  /// A text in pieces, some of them replaced.
  /// - Parameter replacements: runs of pieces with what takes their place, in rising order without overlap.
  init(_ pieces: [TextPiece], replacing replacements: [(pieces: Range<Int>, text: String)]) {
    var text = ""
    var edits: [TextEdit] = []
    var next = 0
    for (range, replacement) in replacements {
      for piece in pieces[next..<range.lowerBound] { text += piece.text }
      edits.append(
        TextEdit(
          start: text.utf8.count, original: pieces[range].map(\.text).joined(), replacement: replacement))
      text += replacement
      next = range.upperBound
    }
    for piece in pieces[next...] { text += piece.text }
    self.text = text
    self.edits = edits
  }

  /// The text as it was.
  public var original: String {
    var bytes: [UInt8] = []
    let now = Array(text.utf8)
    var next = 0
    for edit in edits {
      bytes += now[next..<edit.start]
      bytes += Array(edit.original.utf8)
      next = edit.start + edit.replacement.utf8.count
    }
    return String(decoding: bytes + now[next...], as: UTF8.self)
  }
}
