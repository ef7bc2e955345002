/// A string as Python sees it: a sequence of scalars, without canonical equivalence.
struct JinjaText {
  var scalars: [Unicode.Scalar]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  private init(_ scalars: some Sequence<Unicode.Scalar>) {
    self.scalars = Array(scalars)
  }

  var string: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Without scalars of a set at its ends; null: white space.
  func stripped(of set: JinjaText?, left: Bool, right: Bool) -> JinjaText {
    func goes(_ scalar: Unicode.Scalar) -> Bool {
      set.map { $0.scalars.contains(scalar) } ?? Self.isSpace(scalar)
    }
    var slice = scalars[...]
    if left { slice = slice.drop(while: goes) }
    if right { while let last = slice.last, goes(last) { slice.removeLast() } }
    return JinjaText(slice)
  }

  /// `str.isspace` of Python: White_Space, and the four separators U+001C to U+001F.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  func starts(with other: JinjaText) -> Bool { scalars.starts(with: other.scalars) }

  func ends(with other: JinjaText) -> Bool { scalars.reversed().starts(with: other.scalars.reversed()) }

  /// The first place of a text from an index on.
  func firstRange(of other: JinjaText, from start: Int) -> Range<Int>? {
    let count = other.scalars.count
    var index = start
    while index + count <= scalars.count {
      if scalars[index..<index + count].elementsEqual(other.scalars) { return index..<index + count }
      index += 1
    }
    return nil
  }

  /// The parts between a separator; at most `limit` cuts, from the right where `fromRight`.
  func split(_ separator: JinjaText, limit: Int?, fromRight: Bool) -> [JinjaText] {
    var cuts: [Range<Int>] = []
    var index = 0
    if fromRight {
      var end = scalars.count
      while end >= separator.scalars.count, limit.map({ cuts.count < $0 }) ?? true {
        let start = end - separator.scalars.count
        if scalars[start..<end].elementsEqual(separator.scalars) {
          cuts.insert(start..<end, at: 0)
          end = start
        } else {
          end -= 1
        }
      }
    } else {
      while limit.map({ cuts.count < $0 }) ?? true, let cut = firstRange(of: separator, from: index) {
        cuts.append(cut)
        index = cut.upperBound
      }
    }
    var parts: [JinjaText] = []
    index = 0
    for cut in cuts {
      parts.append(JinjaText(scalars[index..<cut.lowerBound]))
      index = cut.upperBound
    }
    parts.append(JinjaText(scalars[index...]))
    return parts
  }

  /// The words between white space; at most `limit` cuts from the left, after which the rest stays whole.
  func words(limit: Int?) -> [JinjaText] {
    var words: [JinjaText] = []
    var rest = stripped(of: nil, left: true, right: false).scalars[...]
    while !rest.isEmpty {
      if let limit, words.count >= limit {
        words.append(JinjaText(rest))
        break
      }
      let word = rest.prefix { !Self.isSpace($0) }
      words.append(JinjaText(word))
      rest = rest.dropFirst(word.count).drop(while: Self.isSpace)
    }
    return words
  }

  /// The lines, without their ends.
  func lines() -> [JinjaText] {
    var lines: [JinjaText] = []
    var line: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "\n", "\r", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}":
        if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
        lines.append(JinjaText(line))
        line = []
      default: line.append(scalars[index])
      }
      index += 1
    }
    if !line.isEmpty { lines.append(JinjaText(line)) }
    return lines
  }

  /// With every occurrence of a text replaced by another; at most `limit` of them.
  func replacing(_ old: JinjaText, with new: JinjaText, limit: Int?) -> JinjaText {
    guard !old.scalars.isEmpty else {
      var result: [Unicode.Scalar] = []
      var left = limit ?? Int.max
      for scalar in scalars {
        if left > 0 { result += new.scalars }
        left -= 1
        result.append(scalar)
      }
      if left > 0 { result += new.scalars }
      return JinjaText(result)
    }
    return JinjaText(split(old, limit: limit, fromRight: false).map(\.scalars).joined(separator: new.scalars))
  }

  /// Jinja's filter `title`: the first character after space, hyphen or bracket in upper case, the rest in lower case.
  func titledLikeJinja() -> String {
    var result = ""
    var startsWord = true
    for scalar in scalars {
      let separates = Self.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
      result += startsWord ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
      startsWord = separates
    }
    return result
  }

  /// Python's `title`, or `capitalize`: the first letter of each word, or of all, in title case, the rest in lower
  /// case.
  func titled(everyWord: Bool) -> String {
    var result = ""
    var inWord = false
    for (index, scalar) in scalars.enumerated() {
      let isCased = scalar.properties.isCased
      let upper = everyWord ? isCased && !inWord : index == 0
      result += upper ? scalar.properties.titlecaseMapping : scalar.properties.lowercaseMapping
      inWord = isCased
    }
    return result
  }
}
