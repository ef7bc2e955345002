import Foundation
import Testing

@testable import IsoglossParquet

/// Files that pyarrow and Hugging Face datasets wrote are read value by value.
struct ReaderTests {
  @Test(arguments: Goldens.names)
  func rowsAreThoseThatPyArrowReads(name: String) throws {
    let golden = try #require(try Goldens.cases()[name])
    let reader = try ParquetReader(contentsOf: Goldens.file(name))
    #expect(reader.columns.map(\.name) == golden.columns)
    let rows = try reader.rows()
    #expect(rows.count == golden.count ?? golden.rows.count)
    #expect(rows.count == reader.rowCount)
    for (row, expected) in zip(rows, golden.rows) {
      for (index, column) in golden.columns.enumerated() {
        #expect(row[index] == expected[index].value, "\(name), column \(column)")
      }
    }
  }

  @Test func rowsOfSeveralGroupsAndBatchesStayInOrder() throws {
    let rows = try ParquetReader(contentsOf: Goldens.file("groups")).rows()
    #expect(rows == (0..<3000).map { [.integer(Int64($0)), .text("věta \($0 % 97)")] })
  }

  @Test func columnsComeInTheOrderAskedForAndMoreThanOnce() throws {
    let reader = try ParquetReader(contentsOf: Goldens.file("nested"))
    let all = try reader.rows()
    let names = reader.columns.map(\.name)
    let asked = ["deep", "turns", "labels", "turns"]
    let rows = try reader.rows(asked)
    let places = try asked.map { try #require(names.firstIndex(of: $0)) }
    #expect(rows == all.map { row in places.map { row[$0] } })
    #expect(try reader.rows([]).count == all.count)
  }

  @Test func theSchemaIsTold() throws {
    let nested = try ParquetReader(contentsOf: Goldens.file("nested"))
    #expect(nested.columns[0].content == .messages)
    #expect(nested.columns[1].content == .list(.list(.integer)))
    let flat = try ParquetReader(contentsOf: Goldens.file("flat"))
    let kinds = Dictionary(uniqueKeysWithValues: flat.columns.map { ($0.name, $0.content) })
    #expect(kinds["uint64"] == .integer && kinds["half"] == .number && kinds["dictionary"] == .text)
    #expect(kinds["fixed"] == .bytes && kinds["decimal"] == .text && kinds["bool"] == .bool)
  }

  @Test func aMissingColumnIsNamedWithThoseThatAreThere() throws {
    let reader = try ParquetReader(contentsOf: Goldens.file("brotli"))
    let error = #expect(throws: ParquetError.self) { try reader.rows(["id", "prompt"]) }
    #expect(error?.code == .noSuchColumn)
    #expect(error?.message.contains("prompt") == true && error?.message.contains("id, text") == true)
  }

  @Test func theErrorOfTheCallerEndsTheReading() throws {
    struct Enough: Error {}
    var seen = 0
    #expect(throws: Enough.self) {
      try ParquetReader(contentsOf: Goldens.file("groups")).forEachRow { row, _ in
        seen += 1
        if row == 1500 { throw Enough() }
      }
    }
    #expect(seen == 1501)
  }
}
