/// Folds letters to what patterns are written in: lower-case Latin letters without marks, and plain letters of the other
/// scripts.
///
/// People and models type with and without diacritics, with precomposed and with combining marks. After folding, all of
/// these are the same text, so normalisation to NFC is implied: marks that stand alone are dropped, marks that are part
/// of a letter are folded away. No language with patterns has a refusal that folds onto a compliance.
enum Folding {
  /// What a scalar is to the scanner.
  enum Kind: Equatable {
    /// One or two folded letters, `a`...`z`.
    case letter(UInt8, UInt8?)
    /// One or two letters or vowel signs of another script.
    case foreign(UInt32, UInt32?)
    case digit
    case space
    case newline
    /// Dropped: combining marks, zero-width characters, direction marks.
    case invisible
    case apostrophe
    /// A double quotation mark.
    case quote
    /// Ends a sentence; the ASCII mark that it stands for.
    case terminator(UInt8)
    /// U+FFFD, private use, unassigned or control.
    case debris
    case symbol
  }

  /// Pairs of letters, by the digit that stands for them in the tables.
  private static let pairs: [(UInt8, UInt8)] = ["ae", "oe", "ss", "th", "ij", "dz", "lj", "nj"].map {
    let bytes = Array($0.utf8)
    return (bytes[0], bytes[1])
  }

  /// U+00C0...U+024F: base letter, digit for a pair, `.` for no letter.
  private static let latin = Array(
    ("aaaaaa1ceeeeiiiidnooooo.ouuuuy43aaaaaa1ceeeeiiiidnooooo.ouuuuy4yaaaaaaccccccccddddeeeeeeeeeegggg"
      + "gggghhhhiiiiiiiiii55jjkkkllllllllllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
      + ".b.............e.ff.............oo.............uu...................666777888aaiioouuuuuuuuuu.aa"
      + "aa11..ggkkoooo..j666gg..nnaa11ooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
      + "................").utf8)

  /// U+1E00...U+1EFF.
  private static let additional = Array(
    ("aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
      + "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s..3.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
      + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......").utf8)

  private static let ascii: [Kind] = (0..<128).map { (value: Int) -> Kind in
    let byte = UInt8(value)
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return .letter(byte, nil)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return .letter(byte | 0x20, nil)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return .digit
    case 0x0A, 0x0D, 0x0B, 0x0C: return .newline
    case 0x20, 0x09: return .space
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"):
      return .terminator(byte)
    case UInt8(ascii: "'"), UInt8(ascii: "`"): return .apostrophe
    case UInt8(ascii: "\""): return .quote
    case 0..<0x20, 0x7F: return .debris
    default: return .symbol
    }
  }

  /// The kind of an ASCII byte.
  @inline(__always)
  static func kind(ascii byte: UInt8) -> Kind { ascii[Int(byte & 0x7F)] }

  /// The kind of a scalar beyond ASCII.
  static func kind(_ value: UInt32) -> Kind {
    switch value {
    case 0xC0...0x24F:
      if value == 0xD7 || value == 0xF7 { return .symbol }
      return tabled(latin[Int(value - 0xC0)], value)
    case 0x1E00...0x1EFF: return tabled(additional[Int(value - 0x1E00)], value)
    case 0xAD, 0x300...0x36F, 0x34F, 0x180E, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF, 0xE0000...0xE01EF:
      return .invisible
    case 0x2018, 0x2019, 0x201A, 0x201B, 0xB4, 0x2BC, 0x2BB, 0x2032, 0x2035, 0xFF07: return .apostrophe
    case 0x201C...0x201F, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C...0x300F, 0xFF02, 0x2033: return .quote
    case 0x85, 0x2028, 0x2029: return .newline
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0x2026, 0x3002, 0xFF0E: return .terminator(UInt8(ascii: "."))
    case 0xFF01: return .terminator(UInt8(ascii: "!"))
    case 0xFF1F: return .terminator(UInt8(ascii: "?"))
    case 0xFF1A: return .terminator(UInt8(ascii: ":"))
    case 0xFF1B: return .terminator(UInt8(ascii: ";"))
    case 0xFF21...0xFF3A: return .letter(UInt8(value - 0xFF21) + UInt8(ascii: "a"), nil)
    case 0xFF41...0xFF5A: return .letter(UInt8(value - 0xFF41) + UInt8(ascii: "a"), nil)
    case 0xFB01: return .letter(UInt8(ascii: "f"), UInt8(ascii: "i"))
    case 0xFB02: return .letter(UInt8(ascii: "f"), UInt8(ascii: "l"))
    case 0x80...0x9F, 0xFFFD, 0xE000...0xF8FF, 0xF0000...0x10FFFF: return .debris
    default: return scripted(value) ?? other(value)
    }
  }

  private static func tabled(_ entry: UInt8, _ value: UInt32) -> Kind {
    switch entry {
    case UInt8(ascii: "."): return .foreign(value, nil)
    case UInt8(ascii: "1")...UInt8(ascii: "8"):
      let pair = pairs[Int(entry - UInt8(ascii: "1"))]
      return .letter(pair.0, pair.1)
    default: return .letter(entry, nil)
    }
  }

  private static func other(_ value: UInt32) -> Kind {
    guard let scalar = Unicode.Scalar(value) else { return .debris }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter:
      let lower = scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
      guard lower != value else { return .foreign(value, nil) }
      return lower < 0x80 ? kind(ascii: UInt8(lower)) : kind(lower)
    case .lowercaseLetter, .otherLetter, .modifierLetter, .letterNumber: return .foreign(value, nil)
    case .spacingMark: return .foreign(value, nil)
    case .nonspacingMark, .enclosingMark, .format: return .invisible
    case .decimalNumber, .otherNumber: return .digit
    case .spaceSeparator: return .space
    case .unassigned, .surrogate, .privateUse, .control: return .debris
    default: return .symbol
    }
  }
}
