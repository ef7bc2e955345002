/// Reads merges written as pairs of token texts.
struct MergeReader {
  private let vocabulary: Vocabulary

  init(tokens: [String?]) throws {
    vocabulary = try Vocabulary(tokens)
  }

  /// The merge of two texts; throws where one of them, or both together, is no token.
  func merge(_ left: some StringProtocol, _ right: some StringProtocol) throws -> (
    left: Int32, right: Int32, result: Int32
  ) {
    guard let leftID = vocabulary.id(left), let rightID = vocabulary.id(right) else {
      let missing = vocabulary.id(left) == nil ? String(left) : String(right)
      throw TokenizerError(.malformed, "A merge names \"\(missing)\", which is no token of the vocabulary.")
    }
    guard let result = vocabulary.id(String(left) + String(right)) else {
      throw TokenizerError(.malformed, "A merge makes \"\(left)\(right)\", which is no token of the vocabulary.")
    }
    return (leftID, rightID, result)
  }

  /// Merges written as two texts with one space between them.
  func merges(_ lines: [String]) throws -> [(left: Int32, right: Int32, result: Int32)] {
    try lines.map { line in
      let utf8 = line.utf8
      guard let space = utf8.firstIndex(of: 0x20), space != utf8.startIndex,
        utf8.index(after: space) != utf8.endIndex, !utf8[utf8.index(after: space)...].contains(0x20)
      else { throw TokenizerError(.malformed, "The merge \"\(line)\" is not two texts with a space between them.") }
      return try merge(line[..<space], line[utf8.index(after: space)...])
    }
  }
}
