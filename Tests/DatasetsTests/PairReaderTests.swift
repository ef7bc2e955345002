import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Pairs are read like prompts: bad rows by file and line, the rest loads.
struct PairReaderTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-pairs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "set"), withIntermediateDirectories: true)
  }

  private func line(_ id: String, group: String = "g", language: String = "lv") -> String {
    #"{"id":"\#(id)","group":"\#(group)","language":"\#(language)","hazard":"S1","style":"slang","intent":"harmful","prompt":"Lūdzu.","chosen":"Nē.","rejected":"Jā.","provenance":{"source":"t"}}"#
  }

  private func write(_ lines: [String], _ name: String) throws {
    try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "set/\(name)"))
  }

  @Test func badRowsAreReportedByFileAndLineAndTheRestLoads() throws {
    try write(
      [
        line("a"), "{", line("a", group: "h"), line("b"), line("c", group: "c").replacing("\"Nē.\"", with: "\" \""),
        line("d", group: "d").replacing("Nē.", with: "Jā."),
        line("e", group: "e").replacing("\"chosen\"", with: "\"x\""),
        line("f", group: "f").replacing("\"S1\"", with: "null").replacing("\"slang\"", with: "null"), "\u{FFFD}",
      ], "lv.jsonl")
    try write(
      [line("en", language: "en").replacing("S1", with: "S2"), line("en2", group: "f", language: "en")], "en.jsonl")
    let set = try PairReader.read("set", sets: folder)
    #expect(set.pairs.map(\.id) == ["en", "en2"])
    #expect(set.problems.map { "\($0.file):\($0.line)" } == [1, 2, 3, 4, 5, 6, 7, 8, 9].map { "lv.jsonl:\($0)" })
    #expect(set.problems[0].reason.contains("\"en\""))
    #expect(set.problems[2].reason == "id \"a\" occurs twice")
    #expect(set.problems[6].reason == "no \"chosen\"")
  }

  @Test func aFolderIsReadInTheOrderOfTheLanguagesAndHashed() throws {
    try write([line("b", language: "lv")], "lv.jsonl")
    try write([line("a", language: "en")], "en.jsonl")
    let set = try PairReader.read("set", sets: folder)
    #expect(set.languages == [Language("en"), Language("lv")])
    #expect(try PairReader.read(folder.appending(path: "set").path, sets: folder).fileHash == set.fileHash)
    try write([line("b", language: "lv"), ""], "lv.jsonl")
    let other = try PairReader.read("set", sets: folder)
    #expect(other.fileHash != set.fileHash)
    #expect(other.contentHash == set.contentHash)
  }

  @Test(arguments: ["", "nothing", "/nowhere/x.jsonl"])
  func whatIsNotThereIsAnErrorThatNamesTheSets(name: String) {
    let error = #expect(throws: DatasetError.self) { _ = try PairReader.read(name, sets: folder) }
    #expect(error?.message.contains("set") == true)
  }

  @Test func aFileWithoutAReadablePairIsAnError() throws {
    try write(["{}"], "en.jsonl")
    let error = #expect(throws: DatasetError.self) { _ = try PairReader.read("set", sets: folder) }
    #expect(error?.code == .empty)
    #expect(error?.message.contains("en.jsonl:1") == true)
  }

  @Test func aDictionaryByLanguageIsAnObjectByCode() throws {
    let text = try JSONEncoder().encode([Language("pt-BR"): 3])
    #expect(String(decoding: text, as: UTF8.self) == #"{"pt":3}"#)
    #expect(try JSONDecoder().decode([Language: Int].self, from: text) == [Language("pt"): 3])
  }
}
