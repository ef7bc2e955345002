/// What scripts beyond Latin fold: letters that people and keyboards write in two ways become one, marks that they
/// leave out are dropped, and vowel signs stay.
///
/// | Script | Dropped | Made one |
/// |---|---|---|
/// | Arabic | tatweel, marks of vowels and doubling | carriers of hamza; ة and ه; ى, ی and ي; ک and ك; presentation forms |
/// | Devanagari | candrabindu, anusvara, visarga, virama | letters with nukta and without |
/// | Bengali | candrabindu, visarga, virama | letters with nukta and without; long and short i and u; ৎ and ত |
extension Folding {
  /// The kind of a scalar of one of these scripts; null for one that is treated as any other.
  static func scripted(_ value: UInt32) -> Kind? {
    switch value {
    case 0x600...0x6FF: return arabic(value)
    case 0x900...0x97F: return devanagari(value)
    case 0x980...0x9FF: return bengali(value)
    // Vowel marks that stand alone.
    case 0xFE70...0xFE7F: return .invisible
    case 0xFE80...0xFEF4:
      let letter = presentationForms[Int(value - 0xFE80)]
      return arabic(letter) ?? .foreign(letter, nil)
    // Ligatures of lam and alif.
    case 0xFEF5...0xFEFC: return .foreign(0x644, 0x627)
    default: return nil
    }
  }

  /// Whether a folded letter or a digit belongs to a script that patterns may be written in, Latin apart.
  static func isLetter(_ value: UInt32, of script: String) -> Bool {
    switch script {
    case "Arab": (0x600...0x6FF).contains(value)
    case "Deva": (0x900...0x97F).contains(value)
    case "Beng": (0x980...0x9FF).contains(value)
    default: false
    }
  }

  /// Whether a colon at a position is typed for a visarga (`দু:খিত`): it stands between letters of Devanagari or Bengali.
  static func isVisarga(_ bytes: UnsafeBufferPointer<UInt8>, _ colon: Int) -> Bool {
    func isIndic(_ at: Int) -> Bool {
      at >= 0 && at + 2 < bytes.count && bytes[at] == 0xE0 && (0xA4...0xA7).contains(bytes[at + 1])
    }
    return isIndic(colon - 3) && isIndic(colon + 1)
  }

  private static func arabic(_ value: UInt32) -> Kind? {
    switch value {
    case 0x640: .invisible
    case 0x622, 0x623, 0x625, 0x671: .foreign(0x627, nil)
    case 0x624: .foreign(0x648, nil)
    case 0x626, 0x649, 0x6CC: .foreign(0x64A, nil)
    case 0x629: .foreign(0x647, nil)
    case 0x6A9: .foreign(0x643, nil)
    case 0x61B: .terminator(UInt8(ascii: ";"))
    case 0x61F: .terminator(UInt8(ascii: "?"))
    case 0x6D4: .terminator(UInt8(ascii: "."))
    default: nil
    }
  }

  private static func devanagari(_ value: UInt32) -> Kind? {
    switch value {
    case 0x900...0x903, 0x93C, 0x94D: .invisible
    case 0x929: .foreign(0x928, nil)
    case 0x931: .foreign(0x930, nil)
    case 0x934: .foreign(0x933, nil)
    case 0x958...0x95F: .foreign(devanagariWithNukta[Int(value - 0x958)], nil)
    case 0x93A...0x94F, 0x955...0x957: .foreign(value, nil)
    case 0x964, 0x965: .terminator(UInt8(ascii: "."))
    default: nil
    }
  }

  private static func bengali(_ value: UInt32) -> Kind? {
    switch value {
    case 0x981, 0x983, 0x9BC, 0x9CD: .invisible
    case 0x988: .foreign(0x987, nil)
    case 0x98A: .foreign(0x989, nil)
    case 0x9C0: .foreign(0x9BF, nil)
    case 0x9C2: .foreign(0x9C1, nil)
    // The signs that Unicode takes apart.
    case 0x9CB: .foreign(0x9C7, 0x9BE)
    case 0x9CC: .foreign(0x9C7, 0x9D7)
    case 0x9CE: .foreign(0x9A4, nil)
    case 0x9DC: .foreign(0x9A1, nil)
    case 0x9DD: .foreign(0x9A2, nil)
    case 0x9DF: .foreign(0x9AF, nil)
    case 0x9BE...0x9CC: .foreign(value, nil)
    default: nil
    }
  }

  /// U+0958...U+095F without the nukta.
  private static let devanagariWithNukta: [UInt32] = [0x915, 0x916, 0x917, 0x91C, 0x921, 0x922, 0x92B, 0x92F]

  /// U+FE80...U+FEF4: the letter, as often as it has forms.
  private static let presentationForms: [UInt32] = [
    (1, "ء"), (2, "آأؤإ"), (4, "ئ"), (2, "ا"), (4, "ب"), (2, "ة"), (4, "تثجحخ"), (2, "دذرز"), (4, "سشصضطظعغفقكلمنه"),
    (2, "وى"), (4, "ي"),
  ].flatMap { (forms: Int, letters: String) in
    letters.unicodeScalars.flatMap { Array(repeating: $0.value, count: forms) }
  }
}
