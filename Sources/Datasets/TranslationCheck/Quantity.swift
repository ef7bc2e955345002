internal import Foundation
internal import IsoglossCore

/// A number in a text, with its unit where one stands beside it.
struct Quantity: Hashable, Sendable {
  /// What it may be: the likeliest first. `1.500` is a thousand and a half, or one and a half; `5 pm` is also 17.
  var values: [Double]
  /// Its unit; null where there is none or the word is not known.
  var unit: MeasureUnit?
  /// As it is written, with the word beside it.
  var text: String

  var value: Double { values[0] }

  /// The quantities of a text, in order. Digits of Arabic, Bengali and Devanagari script are digits.
  static func all(in text: String, language: Language) -> [Quantity] {
    var tokens: [Token] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if digit(scalar) != nil {
        let start = index
        while index < scalars.count, digit(scalars[index]) != nil || joins(scalars, index) { index += 1 }
        let written = String(String.UnicodeScalarView(scalars[start..<index]))
        let before = start > 0 ? Character(scalars[start - 1]) : " "
        tokens.append(.number(values(of: written, language), written, before: before))
      } else if scalar.properties.isAlphabetic
        || [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
      {
        let start = index
        while index < scalars.count, isLetter(scalars[index]) { index += 1 }
        tokens.append(.word(TextWords.fold(String(String.UnicodeScalarView(scalars[start..<index])))))
      } else {
        if UnitWords.signs[Character(scalar)] != nil { tokens.append(.sign(Character(scalar))) }
        // A mark that ends a clause keeps its words from the number before it.
        if [".", ",", ";", "!", "?", "(", ")", "\n", "\u{060C}"].contains(scalar) { tokens.append(.stop) }
        index += 1
      }
    }
    return read(tokens, language)
  }

  private enum Token {
    case number([Double], String, before: Character)
    case word(String)
    case sign(Character)
    case stop
  }

  private static func read(_ tokens: [Token], _ language: Language) -> [Quantity] {
    var found: [Quantity] = []
    var index = 0
    while index < tokens.count {
      let start = index
      var values: [Double]
      var text: String
      var before: Character = " "
      switch tokens[index] {
      case .number(let all, let written, let sign): (values, text, before) = (all, written, sign)
      case .word(let key) where language == .english && NumberWords.english[key] != nil:
        (values, text) = ([NumberWords.english[key] ?? 0], key)
        if values[0] >= 20, index + 1 < tokens.count, case .word(let ones) = tokens[index + 1],
          let value = NumberWords.english[ones], value < 10
        {
          values[0] += value
          text += " " + ones
          index += 1
        }
      default:
        index += 1
        continue
      }
      index += 1
      if index < tokens.count, case .word(let key) = tokens[index], let factor = NumberWords.multipliers[key] {
        values = [values[0] * factor, values[0]]
        text += " " + key
        index += 1
      } else if start > 0, case .word(let key) = tokens[start - 1], let factor = NumberWords.multipliers[key] {
        values = [values[0] * factor, values[0]]
      }
      var unit: MeasureUnit?
      if let name = UnitWords.signs[before] { unit = MeasureUnit.named(name) }
      if index < tokens.count, unit == nil {
        switch tokens[index] {
        case .sign(let sign): unit = UnitWords.signs[sign].flatMap { MeasureUnit.named($0) }
        case .word(let key):
          unit = UnitWords.unit(key, in: language)
          if unit != nil { text += " " + key }
          if ["pm", "p"].contains(key), values[0] <= 12 { values.append(values[0] + 12) }
        default: break
        }
        // One more word may stand between: `30 wiele mil`, `5 degrees Celsius`.
        if unit == nil, index + 1 < tokens.count, case .word = tokens[index], case .word(let key) = tokens[index + 1] {
          unit = UnitWords.unit(key, in: language)
          if unit != nil { text += " … " + key }
        }
      }
      // `7:30 pm` is 19:30.
      if index + 1 < tokens.count, case .number = tokens[index], case .word(let key) = tokens[index + 1],
        ["pm", "p"].contains(key), values[0] < 12
      {
        values.append(values[0] + 12)
      }
      // Swahili says the unit first, Arabic sometimes: `saa 24`, `dola 500`.
      if start > 0, unit == nil || language.code == "sw", case .word(let key) = tokens[start - 1],
        let first = UnitWords.unit(key, in: language), ["sw", "ar", "lt", "en"].contains(language.code)
      {
        unit = first
        text = key + " " + text
      }
      found.append(Quantity(values: values, unit: unit, text: text))
    }
    return found
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt32? {
    for zero in [UInt32(0x30), 0x660, 0x6F0, 0x966, 0x9E6] where (zero...zero + 9).contains(scalar.value) {
      return scalar.value - zero
    }
    return nil
  }

  /// Whether a separator at this place stands between digits of one number.
  private static func joins(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0, index + 1 < scalars.count, digit(scalars[index - 1]) != nil, digit(scalars[index + 1]) != nil
    else {
      return false
    }
    switch scalars[index] {
    case ".", ",", "'", "\u{2019}", "\u{66B}", "\u{66C}": return true
    case " ", "\u{A0}", "\u{202F}", "\u{2009}":
      let digits = scalars[(index + 1)...].prefix { digit($0) != nil }.count
      let leading = scalars[..<index].reversed().prefix { digit($0) != nil }.count
      return digits == 3 && leading <= 3
    default: return false
    }
  }

  /// Readings of digits with separators; the language's own first.
  private static func values(of text: String, _ language: Language) -> [Double] {
    var plain = ""
    for scalar in text.unicodeScalars {
      if let value = digit(scalar) {
        plain += String(value)
      } else if scalar == "\u{66B}" {
        plain += ","
      } else if scalar == "." || scalar == "," {
        plain.unicodeScalars.append(scalar)
      }
    }
    let marks = plain.filter { !$0.isNumber }
    func number(_ text: String) -> Double { Double(text.prefix(40)) ?? 0 }
    guard let mark = marks.last else { return [number(plain)] }
    let grouped = number(plain.filter(\.isNumber))
    let parts = plain.split(separator: mark)
    let decimal = number(parts.dropLast().joined().filter(\.isNumber) + "." + String(parts.last ?? ""))
    if Set(marks).count > 1 { return [decimal] }
    if marks.count > 1 {
      return parts.dropFirst().allSatisfy { $0.count == 3 } ? [grouped] : parts.map { number(String($0)) }
    }
    guard parts.last?.count == 3 else { return [decimal] }
    let isPoint = ["en", "hi", "bn", "sw"].contains(language.code)
    return (mark == ".") == isPoint ? [decimal, grouped] : [grouped, decimal]
  }
}
