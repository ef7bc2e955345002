/// What the patterns of pre-tokenisers ask of a scalar.
struct CharacterClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{L}`.
  static let letter = CharacterClass(rawValue: 1)
  /// `\p{N}`.
  static let number = CharacterClass(rawValue: 2)
  /// `\s`: White_Space.
  static let space = CharacterClass(rawValue: 4)
  /// `[\r\n]`.
  static let lineEnd = CharacterClass(rawValue: 8)
  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
  static let upper = CharacterClass(rawValue: 16)
  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
  static let lower = CharacterClass(rawValue: 32)
  /// `\p{M}`.
  static let mark = CharacterClass(rawValue: 64)

  /// Numeric as Rust has it, for the pre-tokeniser Digits: Unicode's newest numbers count too.
  static let digit = CharacterClass(rawValue: 128)

  /// `[\s\p{L}\p{N}]`.
  static let spaceLetterNumber: CharacterClass = [.space, .letter, .number]

  /// The classes of a scalar.
  @inline(__always)
  static func of(_ scalar: UInt32) -> CharacterClass {
    guard scalar < tableEnd else { return beyondTable(scalar) }
    return table.withUnsafeBufferPointer { CharacterClass(rawValue: $0[Int(scalar)]) }
  }

  /// Planes 0 to 2 hold nearly all of text.
  private static let tableEnd: UInt32 = 0x30000

  /// Classes of the scalars of planes 0 to 2.
  private static let table: [UInt8] = {
    var table = [UInt8](repeating: 0, count: Int(tableEnd))
    // Ideographs and Hangul syllables: long runs of one class, and half of the work.
    let runs: [ClosedRange<Int>] = [0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x2A6DF]
    let ideograph: CharacterClass = [.letter, .upper, .lower]
    for run in runs { for value in run { table[value] = ideograph.rawValue } }
    for value in 0..<Int(tableEnd) where table[value] == 0 {
      if let scalar = Unicode.Scalar(UInt32(value)) { table[value] = classes(of: scalar).rawValue }
    }
    return table
  }()

  private static func beyondTable(_ scalar: UInt32) -> CharacterClass {
    Unicode.Scalar(scalar).map { classes(of: $0) } ?? []
  }

  /// The standard library's Unicode data, cut back to Unicode 16: that is what the regular expressions of `tokenizers`
  /// (Oniguruma) know.
  private static func classes(of scalar: Unicode.Scalar) -> CharacterClass {
    let properties = scalar.properties
    let category = properties.generalCategory
    if category == .unassigned { return [] }
    let isNumber = category == .decimalNumber || category == .letterNumber || category == .otherNumber
    if let age = properties.age, age.major > 16 { return isNumber ? .digit : [] }
    // A letter without case since Unicode 17.
    if scalar == "\u{295}" { return [.letter, .lower] }
    var classes: CharacterClass = isNumber ? [.number, .digit] : []
    switch category {
    case .uppercaseLetter, .titlecaseLetter: classes = [.letter, .upper]
    case .lowercaseLetter: classes = [.letter, .lower]
    case .modifierLetter, .otherLetter: classes = [.letter, .upper, .lower]
    case .nonspacingMark, .spacingMark, .enclosingMark: classes = [.mark, .upper, .lower]
    default: break
    }
    if properties.isWhitespace { classes.insert(.space) }
    if scalar == "\r" || scalar == "\n" { classes.insert(.lineEnd) }
    return classes
  }
}
