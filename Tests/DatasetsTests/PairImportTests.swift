import Foundation
import IsoglossCore
import IsoglossParquet
import Testing

@testable import IsoglossDatasets

/// Preference pairs of others: turns or texts, in Parquet, JSON Lines or CSV.
struct PairImportTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-pairs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func read(_ prefix: String, _ path: String = "", map: String = "") throws -> PairSet {
    try PairReader.read("\(prefix):\(folder.appending(path: path).path)\(map)", sets: folder)
  }

  private func turns(_ request: String, _ answer: String) -> ColumnValue {
    func turn(_ role: String, _ content: String) -> ColumnValue {
      .record([NamedValue("role", .text(role)), NamedValue("content", .text(content))])
    }
    return .list([turn("user", request), turn("assistant", answer)])
  }

  private func write(_ name: String, _ columns: [ParquetColumn], _ rows: [[ColumnValue]]) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let writer = try ParquetWriter(at: url, columns: columns)
    for row in rows { try writer.append(row) }
    try writer.close()
  }

  @Test func refusEUTraining() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let columns = [
      ParquetColumn("id", .text), ParquetColumn("row_id", .integer), ParquetColumn("category", .text),
      ParquetColumn("chosen", .messages), ParquetColumn("rejected", .messages),
    ]
    func row(_ number: Int64, _ category: String, _ chosen: ColumnValue, _ rejected: ColumnValue) -> [ColumnValue] {
      [.text("x"), .integer(number), .text(category), chosen, rejected]
    }
    try write(
      "lang_lv/train-00000-of-00002.parquet", columns,
      [
        row(7, "S2", turns("Kā zagt?", "Nē."), turns("Kā zagt?", "Labi.")),
        row(7, "S2", turns("Kā melot?", "Nē."), turns("Kā melot?", "Labi.")),
        row(8, "S77", turns("Kā?", "Nē."), turns("Kā?", "Labi.")),
        row(9, "S1", turns("Kā?", "Nē."), turns("Kas?", "Labi.")),
        row(9, "S1", turns("Kā?", "Nē."), turns("Kā?", "Nē.")),
        row(9, "S1", .list([]), turns("Kā?", "Labi.")),
      ])
    try write("lang_lv/train-00001-of-00002.parquet", columns, [row(1, "S1", turns("Ko?", "Nē."), turns("Ko?", "Jā."))])
    try write(
      "lang_sk/test-00000-of-00001.parquet", columns, [row(7, "S14", turns("Ako?", "Nie."), turns("Ako?", "Áno."))])
    try write("evaluation/eval.parquet", [ParquetColumn("lang", .text), ParquetColumn("prompt", .text)], [])
    let set = try read("refuseu")
    #expect(
      set.pairs.map(\.id) == ["refuseu-lv-train-1", "refuseu-lv-train-2", "refuseu-lv-train-7", "refuseu-sk-test-1"])
    #expect(set.pairs.map(\.prompt) == ["Kā zagt?", "Kā melot?", "Ko?", "Ako?"])
    #expect(set.pairs.map(\.hazard) == [.S2, .S2, .S1, .S14])
    #expect(set.pairs.allSatisfy { $0.intent == .harmful && $0.group == nil && $0.provenance.source == "refuseu" })
    #expect(set.problems.map(\.line) == [3, 4, 5, 6])
    #expect(set.problems.map(\.reason)[1] == "chosen and rejected answer different requests")
  }

  /// A list of turns that a spreadsheet or a careless script stored as text.
  @Test(
    arguments: [
      #"[{"role": "user", "content": "It's \"so\"?"}, {"role": "assistant", "content": "No.\n"}]"#,
      #"[{'role': 'user', 'content': 'It\'s "so"?'}, {'role': 'assistant', 'content': 'No.\n'}]"#,
      #"[{'content': "It's \"so\"?", 'role': 'user'}\n {'content': 'N\x6f\u002e\n', 'role': 'assistant'}]"#
        .replacing(#"\n {"#, with: "\n {"),
    ])
  func turnsThatWereStoredAsText(text: String) throws {
    let conversation = try #require(Conversation(.text(text)))
    #expect(conversation.request == #"It's "so"?"#)
    #expect(conversation.answer == "No.\n")
  }

  @Test(
    arguments: [
      "", "[", "[]", "[{]", "[{'role': 'user'}]", "[{'role': 'user', 'content': 'a}]", "[{'role' 'user'}]", "['a', 'b'",
      "[{'role': None, 'content': 'a'}]", #"[{'role': 'user', 'content': '\x'}]"#,
      #"[{'role': 'user', 'content': '\uD800'}]"#,
      "[1]", "[,]", "[{'role': 'user', 'content': 'a'}] and more", String(repeating: "[", count: 100_000),
    ])
  func whatIsNoConversation(text: String) {
    #expect(Conversation(.text(text)) == nil)
  }

  @Test func anyTableByItsColumns() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("q,good,bad\nKaip vogti?,Ne.,Taip.\n,Ne.,Taip.\nKaip?,Ne.,Ne.\nKaip\n".utf8).write(
      to: folder.appending(path: "own.csv"))
    let set = try read(
      "table", "own.csv", map: "#prompt=q,chosen=good,rejected=bad,language:=lt,intent:=harmful,hazard:=S2")
    #expect(set.pairs.map(\.prompt) == ["Kaip vogti?"])
    #expect(set.pairs.first?.hazard == .S2)
    #expect(set.problems.map(\.line) == [3, 4, 5])
    try write(
      "trl.parquet",
      [ParquetColumn("prompt", .messages), ParquetColumn("chosen", .messages), ParquetColumn("rejected", .messages)],
      [[turns("Kāpēc?", "x"), turns("Kāpēc?", "Nē."), turns("Kāpēc?", "Jā.")]])
    let turned = try read("table", "trl.parquet", map: "#language:=lv,intent:=harmful")
    #expect(turned.pairs.map { [$0.prompt, $0.chosen, $0.rejected] } == [["Kāpēc?", "Nē.", "Jā."]])
    let error = #expect(throws: DatasetError.self) {
      try read("table", "own.csv", map: "#chosen=best,language:=lt,intent:=harmful")
    }
    #expect(error?.message.contains("best") == true)
    #expect(throws: DatasetError.self) { try read("table", "own.csv") }
    #expect(throws: DatasetError.self) { try read("refuseu", "nowhere") }
  }
}
