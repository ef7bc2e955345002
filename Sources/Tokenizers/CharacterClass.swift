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

  /// `[\s\p{L}\p{N}]`.
  static let spaceLetterNumber: CharacterClass = [.space, .letter, .number]

  /// The classes of a scalar.
  @inline(__always)
  static func of(_ scalar: UInt32) -> CharacterClass {
    table.withUnsafeBufferPointer { table in
      CharacterClass(rawValue: table[Int(scalar)])
    }
  }

  /// Classes of all scalars, from the standard library's Unicode data.
  static let table: [UInt8] = (0..<0x11_0000).map { value in
    Unicode.Scalar(UInt32(value)).map { classes(of: $0).rawValue } ?? 0
  }

  private static func classes(of scalar: Unicode.Scalar) -> CharacterClass {
    var classes: CharacterClass = []
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: classes = [.letter, .upper]
    case .lowercaseLetter: classes = [.letter, .lower]
    case .modifierLetter, .otherLetter: classes = [.letter, .upper, .lower]
    case .nonspacingMark, .spacingMark, .enclosingMark: classes = [.mark, .upper, .lower]
    case .decimalNumber, .letterNumber, .otherNumber: classes = .number
    default: break
    }
    if scalar.properties.isWhitespace { classes.insert(.space) }
    if scalar == "\r" || scalar == "\n" { classes.insert(.lineEnd) }
    return classes
  }
}
