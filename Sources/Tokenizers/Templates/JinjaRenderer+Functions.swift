import Foundation

extension JinjaRenderer {
  /// The longest `range`, as in Jinja's sandbox.
  private static let longestRange = 100_000

  /// `name(arguments)` of a function that every template has.
  func function(
    _ name: String, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    switch name {
    case "raise_exception":
      throw JinjaFault("the template refuses this conversation: \(positional.first?.text ?? "no reason given")")
    case "strftime_now":
      guard case .string(let format) = positional.first, positional.count == 1, named.isEmpty else {
        throw JinjaFault("strftime_now needs a format")
      }
      return .string(try date(format))
    case "namespace", "dict":
      guard positional.count <= 1 else { throw JinjaFault("\(name) has too many arguments") }
      var members: [(key: JinjaValue, value: JinjaValue)] = []
      if let start = positional.first {
        guard case .dictionary(let given) = start else { throw JinjaFault("\(name) does not start from \(start.kind)") }
        members = given
      }
      members.removeAll { member in named.contains { member.key.isString($0.name) } }
      members += named.map { (.string($0.name), $0.value) }
      guard name == "namespace" else { return .dictionary(members) }
      return .namespace(JinjaNamespace(Dictionary(members.map { ($0.key.text, $0.value) }) { $1 }))
    default:
      guard named.isEmpty else { throw JinjaFault("range takes no named arguments") }
      return .list(try range(positional))
    }
  }

  private func range(_ arguments: [JinjaValue]) throws -> [JinjaValue] {
    let bounds = arguments.compactMap(\.integer)
    guard bounds.count == arguments.count, (1...3).contains(bounds.count) else {
      throw JinjaFault("range needs one to three integers")
    }
    let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
    let step = bounds.count == 3 ? bounds[2] : 1
    guard step != 0 else { throw JinjaFault("the step of range is 0") }
    var values: [JinjaValue] = []
    var value = start
    while step > 0 ? value < stop : value > stop {
      guard values.count < Self.longestRange else { throw JinjaFault("a range has more than 100000 numbers") }
      values.append(.integer(value))
      let (next, overflow) = value.addingReportingOverflow(step)
      if overflow { break }
      value = next
    }
    return values
  }

  /// The local time in the format of C's `strftime`, as Python's `datetime.now().strftime`.
  private func date(_ format: String) throws -> String {
    guard format.utf8.count <= 256, !format.isEmpty else {
      if format.isEmpty { return "" }
      throw JinjaFault("the format of strftime_now is longer than 256 bytes")
    }
    var seconds = time_t(now.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 16384)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
