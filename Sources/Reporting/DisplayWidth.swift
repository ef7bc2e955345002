/// How many columns of a terminal a text takes: the sum of its characters' widths, where wide East Asian characters and
/// emoji take two and combining marks none. Follows wcwidth's rules (Unicode East Asian Width W and F are wide).
enum DisplayWidth {
  /// Columns of a text without line ends.
  static func of(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  /// Columns of one character as a reader counts them.
  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    if scalars.count > 1 {
      // One picture made of several: a family, a flag, a sign shown as an emoji.
      if scalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
      let isJoined = scalars.contains { $0.value == 0x200D } && scalars.contains { $0.properties.isEmojiPresentation }
      let isToned = scalars.dropFirst().contains { $0.properties.isEmojiModifier }
      let isFlag = scalars.allSatisfy { (0x1F1E6...0x1F1FF).contains($0.value) }
      if isJoined || isToned || isFlag { return 2 }
    }
    // Vowel signs widen a letter, but a cluster takes two columns at most.
    return min(2, scalars.reduce(0) { $0 + of($1) })
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
    // Medial and final jamo sit in the block of their initial.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator, .surrogate: return 0
    default: return isWide(value) || scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3: true
    case 0x2630...0x2637, 0x268A...0x268F: true
    case 0x2E80...0x303E, 0x3041...0x4DBF, 0x4DC0...0x4DFF, 0x4E00...0xA4CF, 0xA960...0xA97C: true
    case 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B: true
    case 0xFF01...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376, 0x1F200...0x1F265: true
    case 0x20000...0x3FFFD: true
    default: false
    }
  }

  /// The text with spaces on one side up to a width; a longer text is cut and ended by `…`.
  static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
    let fitted = fit(text, to: width)
    let space = String(repeating: " ", count: max(0, width - of(fitted)))
    return right ? space + fitted : fitted + space
  }

  /// The text, cut and ended by `…` where it is wider.
  static func fit(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    guard width > 1 else { return width == 1 ? "…" : "" }
    return cut(text, at: width - 1).head + "…"
  }

  /// The part of a text that fits a width, and the rest.
  /// - Parameter least: characters that are taken even where they do not fit.
  static func cut(_ text: String, at width: Int, least: Int = 0) -> (head: String, rest: String) {
    var used = 0
    var count = 0
    var end = text.startIndex
    while end < text.endIndex {
      let next = used + of(text[end])
      if next > width, count >= least { break }
      used = next
      count += 1
      text.formIndex(after: &end)
    }
    return (String(text[..<end]), String(text[end...]))
  }

  /// The text in lines no wider than `width`, broken at spaces, and inside a word that has no line of its own.
  static func wrap(_ text: String, to width: Int) -> [String] {
    let width = max(1, width)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: true).map(String.init) {
      let size = of(word)
      if used > 0, used + 1 + size <= width {
        line += " " + word
        used += 1 + size
        continue
      }
      if used > 0 { lines.append(line) }
      var rest = word
      while of(rest) > width {
        let parts = cut(rest, at: width, least: 1)
        lines.append(parts.head)
        rest = parts.rest
      }
      line = rest
      used = of(rest)
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }
}
