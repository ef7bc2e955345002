import Foundation
import Testing

@testable import IsoglossParquet

struct WriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let columns = [
    ParquetColumn("id", .text), ParquetColumn("count", .integer), ParquetColumn("score", .number),
    ParquetColumn("kept", .bool), ParquetColumn("raw", .bytes), ParquetColumn("turns", .messages),
    ParquetColumn("lists", .list(.list(.integer))),
    ParquetColumn("deep", .record([ParquetColumn("name", .text), ParquetColumn("flags", .list(.bool))])),
  ]

  /// A value that fits a column, or none.
  private func value(_ content: ParquetColumn.Content, _ random: inout Seeded) -> ColumnValue {
    if Int.random(in: 0..<5, using: &random) == 0 { return .null }
    switch content {
    case .bool: return .bool(Bool.random(using: &random))
    case .integer: return .integer(Int64.random(in: .min ... .max, using: &random))
    case .number: return .number(Double.random(in: -1e9...1e9, using: &random))
    case .text: return .text(["", "ā", "two words", "\u{1F3DE}", "a\0b"].randomElement(using: &random) ?? "")
    case .bytes:
      return .bytes((0..<Int.random(in: 0..<4, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    case .list(let element):
      return .list((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(element, &random) })
    case .record(let fields):
      return .record(fields.map { NamedValue($0.name, value($0.content, &random)) })
    }
  }

  @Test(arguments: [0, 1, 7, 2500])
  func whatIsWrittenIsReadAgain(count: Int) throws {
    var random = Seeded(state: UInt64(count))
    let rows = (0..<count).map { _ in Self.columns.map { value($0.content, &random) } }
    let url = folder.url.appending(path: "rows.parquet")
    let writer = try ParquetWriter(at: url, columns: Self.columns, rowsPerGroup: 1000)
    for row in rows { try writer.append(row) }
    #expect(!FileManager.default.fileExists(atPath: url.path))
    try writer.close()
    #expect(folder.names == ["rows.parquet"])
    let reader = try ParquetReader(contentsOf: url)
    #expect(reader.columns == Self.columns)
    #expect(try reader.rows() == rows)
  }

  @Test func theSameRowsGiveTheSameBytes() throws {
    let urls = ["a", "b"].map { folder.url.appending(path: $0) }
    for url in urls {
      let writer = try ParquetWriter(at: url, columns: [ParquetColumn("id", .integer)])
      for id in 0..<100 { try writer.append([.integer(Int64(id))]) }
      try writer.close()
    }
    #expect(try Data(contentsOf: urls[0]) == Data(contentsOf: urls[1]))
  }

  @Test func aRowThatDoesNotFitIsRefusedWhole() throws {
    let url = folder.url.appending(path: "rows.parquet")
    let writer = try ParquetWriter(at: url, columns: [ParquetColumn("id", .text), ParquetColumn("turns", .messages)])
    let turn = ColumnValue.record([NamedValue("role", .text("user")), NamedValue("content", .text("Ko?"))])
    try writer.append([.text("a"), .list([turn])])
    let wrong: [[ColumnValue]] = [
      [], [.text("b")], [.integer(1), .null], [.text("b"), .text("Ko?")],
      [.text("b"), .list([.record([NamedValue("rôle", .text("user"))])])],
      [.text("b"), .list([.record([NamedValue("role", .integer(1))])])],
    ]
    for row in wrong {
      let error = #expect(throws: ParquetError.self) { try writer.append(row) }
      #expect(error?.code == .invalidArgument && error?.message.hasPrefix("row 1") == true)
    }
    try writer.append([.text("c"), .null])
    try writer.close()
    #expect(throws: ParquetError.self) { try writer.append([.text("d"), .null]) }
    #expect(try ParquetReader(contentsOf: url).rows() == [[.text("a"), .list([turn])], [.text("c"), .null]])
  }

  @Test func whatIsNotClosedLeavesNothingAndKeepsWhatWasThere() throws {
    let url = folder.url.appending(path: "rows.parquet")
    try Data("before".utf8).write(to: url)
    do {
      let writer = try ParquetWriter(at: url, columns: [ParquetColumn("id", .integer)], rowsPerGroup: 1)
      try writer.append([.integer(1)])
    }
    #expect(folder.names == ["rows.parquet"])
    #expect(try Data(contentsOf: url) == Data("before".utf8))
  }

  @Test func aPlaceThatCannotBeWrittenIsAnError() throws {
    let columns = [ParquetColumn("id", .integer)]
    let error = #expect(throws: ParquetError.self) {
      try ParquetWriter(at: folder.url.appending(path: "no/such/folder/a.parquet"), columns: columns)
    }
    #expect(error?.code == .inputOutput)
    #expect(throws: ParquetError.self) { try ParquetWriter(at: folder.url.appending(path: "a"), columns: []) }
    #expect(throws: ParquetError.self) {
      try ParquetWriter(at: folder.url.appending(path: "a"), columns: columns + columns)
    }
    #expect(folder.names.isEmpty)
  }
}
