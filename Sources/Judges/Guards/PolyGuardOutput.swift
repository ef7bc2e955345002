internal import IsoglossCore

/// An answer of PolyGuard: lines `Key: value`, in any order, some perhaps missing.
///
/// `yes` or `no` for the questions, `None` or codes between commas or blanks for the violations. A line with another key
/// or value, a key that stands twice, or no line at all makes the whole answer unreadable.
struct PolyGuardOutput: Equatable {
  enum Key: String, CaseIterable {
    case harmfulRequest = "Harmful request"
    case requestViolations = "Request safety violations"
    case refusal = "Response refusal"
    case harmfulResponse = "Harmful response"
    case responseViolations = "Response safety violations"

    var isQuestion: Bool { self != .requestViolations && self != .responseViolations }
  }

  var answers: [Key: Bool] = [:]
  var violations: [Key: [Hazard]] = [:]

  /// Reads an answer; null for anything that is not in the grammar.
  init?(_ text: String) {
    for line in text.utf8.split(separator: 0x0A) {
      var line = Substring(line).utf8
      line.skipBlanks()
      guard !line.isEmpty else { continue }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        let key = Key(rawValue: String(Substring(line[..<colon]))), answers[key] == nil, violations[key] == nil
      else { return nil }
      var value = line[line.index(after: colon)...]
      value.skipBlanks()
      if key.isQuestion {
        guard let answer = Self.answer(&value) else { return nil }
        answers[key] = answer
      } else {
        guard let codes = Self.codes(&value) else { return nil }
        violations[key] = codes
      }
    }
    guard !answers.isEmpty || !violations.isEmpty else { return nil }
  }

  private static func answer(_ value: inout Substring.UTF8View) -> Bool? {
    let isYes = value.take("yes")
    guard isYes || value.take("no") else { return nil }
    value.skipBlanks()
    return value.isEmpty ? isYes : nil
  }

  private static func codes(_ value: inout Substring.UTF8View) -> [Hazard]? {
    if value.take("None") {
      value.skipBlanks()
      return value.isEmpty ? [] : nil
    }
    var codes: [Hazard] = []
    repeat {
      guard let code = value.takeCode() else { return nil }
      if !codes.contains(code) { codes.append(code) }
      let hasBlank = !value.skipBlanks().isEmpty
      let hasComma = value.take(",")
      value.skipBlanks()
      if !value.isEmpty, !hasBlank, !hasComma { return nil }
      if value.isEmpty, hasComma { return nil }
    } while !value.isEmpty
    return codes
  }
}
