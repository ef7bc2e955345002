import Foundation
import Testing

@testable import IsoglossRecipes

struct YAMLFileTests {
  private func json(_ yaml: String) throws -> String {
    String(decoding: try YAMLFile.json(yaml: yaml, file: "f.yaml"), as: UTF8.self)
  }

  @Test(arguments: [
    ("a: 1", #"{"a":1}"#), ("a: -1.5e3", #"{"a":-1.5e3}"#), ("a: '1'", #"{"a":"1"}"#), ("a: no", #"{"a":"no"}"#),
    ("a: YES", #"{"a":"YES"}"#), ("a: true", #"{"a":true}"#), ("a: ~", #"{"a":null}"#), ("a:", #"{"a":null}"#),
    ("a: \"\"", #"{"a":""}"#), ("- 007\n- .5\n- 1_000", #"["007",".5","1_000"]"#), ("[]", "[]"), ("{}", "{}"),
    ("a: |\n  x\n  \"y\"", #"{"a":"x\n\"y\""}"#), ("a: &b {c: 1}\nd: *b", #"{"a":{"c":1},"d":{"c":1}}"#),
    ("a: 2026-11-26", #"{"a":"2026-11-26"}"#), ("a: .inf", #"{"a":".inf"}"#),
  ])
  func valuesAreWhatJSONWouldCallThem(yaml: String, expected: String) throws {
    #expect(try json(yaml) == expected)
    _ = try JSONSerialization.jsonObject(with: Data(try json(yaml).utf8), options: .fragmentsAllowed)
  }

  @Test(arguments: ["", "a: [", "? [1]\n: 2", "a: *b", "a: 1\na: 2", "\u{7}: \u{0}"])
  func whatIsNoFileOfKeysIsAnError(yaml: String) {
    let error = #expect(throws: RecipeError.self) { try json(yaml) }
    #expect(error?.message.contains("f.yaml") == true)
  }

  /// Nine levels of nine references: 387 million values from 400 bytes.
  @Test func referencesCannotMultiplyWithoutEnd() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(items)]\n"
    }
    let error = #expect(throws: RecipeError.self) { try json(yaml) }
    #expect(error?.message.contains("too many values") == true)
  }

  @Test func filesThatCannotBeReadAreErrors() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "isogloss-yaml-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: RecipeError.self) { try YAMLFile.json(contentsOf: file) }
    try Data([0xFF, 0xFE]).write(to: file)
    #expect(throws: RecipeError.self) { try YAMLFile.json(contentsOf: file) }
    try Data(repeating: 0x20, count: YAMLFile.largest + 1).write(to: file)
    #expect(throws: RecipeError.self) { try YAMLFile.json(contentsOf: file) }
  }
}
