internal import IsoglossCore

/// An answer of Llama Guard 3, or of anything that was asked to answer as it does.
///
///     output = blank* ("safe" | "unsafe" blank* newline blank* code ("," blank? code)*) blank*
///     code   = "S1" ... "S14", as far as the variant knows it
struct LlamaGuardOutput: Equatable {
  var isUnsafe: Bool
  /// In the order of the answer, each once.
  var hazards: [Hazard]

  /// Reads an answer; null for anything that is not in the grammar.
  init?(_ text: String, hazards known: [Hazard] = Hazard.allCases) {
    var rest = Substring(text).utf8
    rest.skipBlanks()
    if rest.take("safe") {
      rest.skipBlanks()
      guard rest.isEmpty else { return nil }
      isUnsafe = false
      hazards = []
      return
    }
    guard rest.take("unsafe"), rest.skipBlanks().contains(0x0A) else { return nil }
    isUnsafe = true
    hazards = []
    repeat {
      if !hazards.isEmpty, let first = rest.first, Self.isBlank(first) { rest.removeFirst() }
      guard let code = rest.takeCode(), known.contains(code) else { return nil }
      if !hazards.contains(code) { hazards.append(code) }
    } while rest.take(",")
    rest.skipBlanks()
    guard rest.isEmpty else { return nil }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

extension Substring.UTF8View {
  /// Takes white space away, and gives it.
  @discardableResult
  mutating func skipBlanks() -> Substring.UTF8View {
    let blanks = prefix(while: LlamaGuardOutput.isBlank)
    removeFirst(blanks.count)
    return blanks
  }

  /// Takes a word away where the text begins with it.
  mutating func take(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes in
      guard starts(with: bytes) else { return false }
      removeFirst(bytes.count)
      return true
    }
  }

  /// Takes `S` and a number of one or two digits away; null where there is none.
  mutating func takeCode() -> Hazard? {
    guard first == UInt8(ascii: "S") else { return nil }
    let digits = dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let hazard = Hazard(rawValue: "S\(String(Substring(digits)))") else { return nil }
    removeFirst(1 + digits.count)
    return hazard
  }
}
