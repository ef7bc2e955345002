import Foundation
import Testing

@testable import IsoglossReporting

@Suite("Columns of a terminal")
struct DisplayWidthTests {
  struct Golden: Decodable {
    struct Row: Decodable, CustomTestStringConvertible {
      var text: String
      var columns: Int
      var testDescription: String { text }
    }
    var rows: [Row]

    static let rows: [Row] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/display_width.json")
      return (try? JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).rows) ?? []
    }()
  }

  @Test func goldensAreThere() { #expect(Golden.rows.count > 30) }

  @Test("agree with wcwidth", arguments: Golden.rows)
  func golden(row: Golden.Row) {
    #expect(DisplayWidth.of(row.text) == row.columns)
  }

  @Test("padding and cutting keep the width", arguments: Golden.rows.map(\.text), [1, 2, 5, 12, 40])
  func pad(text: String, width: Int) {
    #expect(DisplayWidth.of(DisplayWidth.pad(text, to: width)) == width)
    #expect(DisplayWidth.of(DisplayWidth.fit(text, to: width)) <= width)
  }

  @Test("wrapping keeps every word and no line is wider", arguments: Golden.rows.map(\.text), [4, 7, 30])
  func wrap(text: String, width: Int) {
    let lines = DisplayWidth.wrap(text, to: width)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }
}
