/// A token that is found in text before anything else.
struct AddedToken: Sendable, Hashable {
  var id: Int32
  var content: String
  /// Whether decoding may leave it out, and whether it can be kept from being found.
  var isSpecial: Bool
  /// Only where no word character touches it.
  var singleWord = false
  /// White space before it belongs to it.
  var stripsLeft = false
  /// White space after it belongs to it.
  var stripsRight = false
  /// Found in text after normalisation, not before.
  var isNormalized = false
}

/// Finds added tokens: at each place the longest, from left to right.
struct AddedTokens: Sendable {
  /// A piece of text: a token, or text between tokens.
  struct Piece: Hashable {
    var range: Range<Int>
    var token: Int32?
  }

  /// A node of the trie: its first child and its next sibling, or -1.
  private struct Node: Sendable {
    var byte: UInt8
    var token: Int32 = -1
    var child: Int32 = -1
    var sibling: Int32 = -1
  }

  /// All of them, in the order of the file.
  let tokens: [AddedToken]
  private let nodes: [Node]
  private let roots: [Int32]

  var isEmpty: Bool { tokens.isEmpty }

  /// A finder of the given tokens; the empty text is never found.
  init(_ tokens: [AddedToken]) {
    var nodes: [Node] = []
    var roots = [Int32](repeating: -1, count: 256)
    for (index, token) in tokens.enumerated() {
      var bytes = token.content.utf8.makeIterator()
      guard let first = bytes.next() else { continue }
      if roots[Int(first)] < 0 {
        roots[Int(first)] = Int32(nodes.count)
        nodes.append(Node(byte: first))
      }
      var node = Int(roots[Int(first)])
      while let byte = bytes.next() {
        var child = Int(nodes[node].child)
        while child >= 0, nodes[child].byte != byte { child = Int(nodes[child].sibling) }
        if child < 0 {
          child = nodes.count
          nodes.append(Node(byte: byte, sibling: nodes[node].child))
          nodes[node].child = Int32(child)
        }
        node = child
      }
      nodes[node].token = Int32(index)
    }
    self.tokens = tokens
    self.nodes = nodes
    self.roots = roots
  }

  /// The longest token at a place, as an index into `tokens`, with its end.
  private func longest(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> (token: Int, end: Int)? {
    var node = Int(roots[Int(text[start])])
    var found: (Int, Int)?
    var index = start + 1
    while node >= 0 {
      if nodes[node].token >= 0 { found = (Int(nodes[node].token), index) }
      guard index < text.count else { break }
      node = Int(nodes[node].child)
      while node >= 0, nodes[node].byte != text[index] { node = Int(nodes[node].sibling) }
      index += 1
    }
    return found
  }

  /// Cuts valid UTF-8 at the tokens in it. Special tokens are text where `parsingSpecial` is false; like every token
  /// that is found and then not taken, they are passed over whole.
  func cut(_ text: UnsafeBufferPointer<UInt8>, parsingSpecial: Bool) -> [Piece] {
    var pieces: [Piece] = []
    var done = 0
    var index = 0
    while index < text.count {
      guard roots[Int(text[index])] >= 0, let (position, end) = longest(text, at: index) else {
        index += 1
        continue
      }
      let token = tokens[position]
      var range = index..<end
      index = end
      if token.isSpecial && !parsingSpecial { continue }
      if token.singleWord && !standsAlone(range, in: text) { continue }
      if token.stripsLeft {
        range = max(done, Self.spaceStart(text, before: range.lowerBound))..<range.upperBound
      }
      if token.stripsRight {
        range = range.lowerBound..<Self.spaceEnd(text, after: range.upperBound)
      }
      if range.lowerBound > done { pieces.append(Piece(range: done..<range.lowerBound, token: nil)) }
      pieces.append(Piece(range: range, token: token.id))
      done = range.upperBound
      index = max(index, done)
    }
    if done < text.count { pieces.append(Piece(range: done..<text.count, token: nil)) }
    return pieces
  }

  private func standsAlone(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return true }
    let before = range.lowerBound == 0 || !Self.isWord(UTF8Reader.scalar(before: range.lowerBound, base))
    let after = range.upperBound == text.count || !Self.isWord(UTF8Reader.scalar(base, range.upperBound).value)
    return before && after
  }

  /// `\w` of Rust's regex: Alphabetic, M, Nd, Pc, Join_Control.
  private static func isWord(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isJoinControl { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }

  private static func spaceStart(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    guard let base = text.baseAddress else { return end }
    var start = end
    while start > 0 {
      let value = UTF8Reader.scalar(before: start, base)
      guard CharacterClass.of(value).contains(.space) else { break }
      start -= value < 0x80 ? 1 : value < 0x800 ? 2 : 3
    }
    return start
  }

  private static func spaceEnd(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int {
    guard let base = text.baseAddress else { return start }
    var end = start
    while end < text.count {
      let (value, length) = UTF8Reader.scalar(base, end)
      guard CharacterClass.of(value).contains(.space) else { break }
      end += length
    }
    return end
  }
}
