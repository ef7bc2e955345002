import Testing

@testable import IsoglossTokenizers

/// The classes of every scalar against the regular expressions of `tokenizers` (Goldens/classes.json).
@Suite struct CharacterClassTests {
  @Test(arguments: ["letter", "number", "space", "mark", "upper", "lower", "digit"])
  func everyScalar(name: String) throws {
    let classes: [String: CharacterClass] = [
      "letter": .letter, "number": .number, "space": .space, "mark": .mark, "upper": .upper, "lower": .lower,
      "digit": .digit,
    ]
    let wanted = try #require(classes[name])
    let bounds = try golden("classes.json").get(name).ids
    var expected = [Bool](repeating: false, count: 0x11_0000)
    for index in stride(from: 0, to: bounds.count, by: 2) {
      for value in bounds[index]...bounds[index + 1] { expected[Int(value)] = true }
    }
    let wrong = expected.indices.filter { CharacterClass.of(UInt32($0)).contains(wanted) != expected[$0] }
    #expect(wrong.isEmpty, "\(wrong.prefix(20).map { String($0, radix: 16) })")
  }

  @Test func lineEnds() {
    let ends = (0..<UInt32(0x11_0000)).filter { CharacterClass.of($0).contains(.lineEnd) }
    #expect(ends == [10, 13])
  }
}
