/// Marks such as `<|eot_id|>` in a text under judgement.
enum SpecialTokens {
  /// Longest name of a mark in bytes.
  private static let longestName = 64

  /// The text with every such mark broken by a space (`< |eot_id|>`), so that an answer cannot end the guard's prompt
  /// and write its verdict. Text without marks comes back as it is.
  static func disarm(_ text: String) -> String {
    guard text.contains("<|") else { return text }
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    result.reserveCapacity(bytes.count + 8)
    for (index, byte) in bytes.enumerated() {
      result.append(byte)
      if byte == UInt8(ascii: "<"), isMark(bytes[(index + 1)...]) { result.append(0x20) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether bytes go on as `|name|>`.
  private static func isMark(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: "|") else { return false }
    let name = rest.dropFirst().prefix(longestName).prefix { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
    }
    return !name.isEmpty && rest[name.endIndex...].starts(with: "|>".utf8)
  }
}
