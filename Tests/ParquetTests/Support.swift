import Foundation

@testable import IsoglossParquet

/// The committed files that pyarrow and Hugging Face datasets wrote, and their rows.
enum Goldens {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  static let names = ["flat", "nested", "plain", "groups", "brotli", "lz4", "empty", "datasets"]

  struct Case: Decodable {
    var name: String
    var columns: [String]
    var rows: [[Shown]]
    var count: Int?
  }

  static func file(_ name: String) -> URL { folder.appending(path: "\(name).parquet") }

  static func cases() throws -> [String: Case] {
    let data = try Data(contentsOf: folder.appending(path: "rows.json"))
    return Dictionary(uniqueKeysWithValues: try JSONDecoder().decode([Case].self, from: data).map { ($0.name, $0) })
  }

  /// A value as the script writes it.
  struct Shown: Decodable {
    var value: ColumnValue

    private enum Tag: String, CodingKey { case i, n, b, r }

    init(from decoder: any Decoder) throws {
      if let tagged = try? decoder.container(keyedBy: Tag.self) {
        if let text = try tagged.decodeIfPresent(String.self, forKey: .i), let integer = Int64(text) {
          value = .integer(integer)
        } else if let number = try tagged.decodeIfPresent(Double.self, forKey: .n) {
          value = .number(number)
        } else if let bytes = try tagged.decodeIfPresent([UInt8].self, forKey: .b) {
          value = .bytes(bytes)
        } else {
          var fields = try tagged.nestedUnkeyedContainer(forKey: .r)
          var record: [NamedValue] = []
          while !fields.isAtEnd {
            var field = try fields.nestedUnkeyedContainer()
            record.append(NamedValue(try field.decode(String.self), try field.decode(Shown.self).value))
          }
          value = .record(record)
        }
        return
      }
      if let list = try? decoder.unkeyedContainer() {
        var list = list
        var elements: [ColumnValue] = []
        while !list.isAtEnd { elements.append(try list.decode(Shown.self).value) }
        value = .list(elements)
        return
      }
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        value = .null
      } else if let bool = try? single.decode(Bool.self) {
        value = .bool(bool)
      } else {
        value = .text(try single.decode(String.self))
      }
    }
  }
}

extension ParquetReader {
  /// Every row.
  func rows(_ columns: [String]? = nil) throws -> [[ColumnValue]] {
    var rows: [[ColumnValue]] = []
    try forEachRow(columns: columns) { rows.append($1) }
    return rows
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "isogloss-parquet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
}

/// Small numbers that follow from a seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
