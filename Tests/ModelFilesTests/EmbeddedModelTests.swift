import Foundation
import IsoglossModelFiles
import Testing

/// Both embedded models against what the `gguf` package reads out of them.
struct EmbeddedModelTests {
  struct File: Decodable {
    struct Model: Decodable {
      struct Tensor: Decodable {
        var name: String
        var type: String
        var shape: [Int]
        var bytes: Int
        var crc: UInt32
      }
      struct Value: Decodable {
        var kinds: [String]
        var count: Int
        var crc: UInt32
      }
      var path: String
      var tensors: [Tensor]
      var metadata: [String: Value]
    }
    var models: [Model]
  }

  static let paths = [
    "gemma-3-270m/gemma-3-270m-q4_k_m.gguf", "smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf",
  ]

  static func golden(_ path: String) throws -> File.Model {
    try #require(try Goldens.json("models.json", as: File.self).models.first { $0.path == path })
  }

  @Test(arguments: paths) func tensorsEqualGGUF(_ path: String) throws {
    let golden = try Self.golden(path)
    let file = try GGUFFile(contentsOf: Goldens.model(path))
    #expect(file.entries.map(\.name) == golden.tensors.map(\.name))
    var wrong: [String] = []
    for expected in golden.tensors {
      let entry = try file.entry(expected.name)
      #expect(entry.type.rawValue == expected.type)
      #expect(entry.shape == expected.shape)
      #expect(entry.byteCount == expected.bytes)
      if CRC32.of(try file.float32(of: entry.name)) != expected.crc { wrong.append(entry.name) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: paths) func metadataEqualsGGUF(_ path: String) throws {
    let golden = try Self.golden(path)
    let file = try GGUFFile(contentsOf: Goldens.model(path))
    #expect(Set(file.metadataKeys) == Set(golden.metadata.keys))
    for (key, expected) in golden.metadata {
      let (kinds, count, crc) = Self.describe(try #require(file.metadata[key]))
      #expect(kinds == expected.kinds, "\(key)")
      #expect(count == expected.count, "\(key)")
      #expect(crc == expected.crc, "\(key)")
    }
  }

  @Test(arguments: paths) func rowsEqualTheWhole(_ path: String) throws {
    let file = try GGUFFile(contentsOf: Goldens.model(path))
    for type in Set(file.entries.map(\.type)) {
      let entry = try #require(file.entries.first { $0.type == type && $0.rowCount > 1 } ?? file.entries.first)
      let whole = try file.float32(of: entry.name)
      let rows = entry.rowCount / 3..<max(entry.rowCount / 3 + 1, entry.rowCount / 2)
      let part = try [Float](unsafeUninitializedCapacity: rows.count * entry.rowLength) { buffer, filled in
        let exact = UnsafeMutableBufferPointer(rebasing: buffer[..<(rows.count * entry.rowLength)])
        try file.dequantize(entry.name, rows: rows, into: exact)
        filled = exact.count
      }
      let slice = whole[rows.lowerBound * entry.rowLength..<rows.upperBound * entry.rowLength]
      #expect(part.elementsEqual(slice) { $0.bitPattern == $1.bitPattern }, "\(entry.name)")
    }
  }

  /// Loading a vocabulary of 262,144 texts must not be felt. The bound is wide: machines differ, and so do builds.
  @Test func opensFast() throws {
    let url = Goldens.model(Self.paths[0])
    let start = ContinuousClock.now
    let tokens = try GGUFFile(contentsOf: url).strings("tokenizer.ggml.tokens")
    let time = ContinuousClock.now - start
    #expect(tokens?.count == 262_144)
    #expect(time < .seconds(5))
  }

  /// As the script describes a value: kinds, count, checksum of the little-endian bytes.
  static func describe(_ value: GGUFValue) -> ([String], Int, UInt32) {
    switch value {
    case .uint8(let value): (["UINT8"], 1, CRC32.of([value]))
    case .int8(let value): (["INT8"], 1, CRC32.of([value]))
    case .uint16(let value): (["UINT16"], 1, CRC32.of([value]))
    case .int16(let value): (["INT16"], 1, CRC32.of([value]))
    case .uint32(let value): (["UINT32"], 1, CRC32.of([value]))
    case .int32(let value): (["INT32"], 1, CRC32.of([value]))
    case .float32(let value): (["FLOAT32"], 1, CRC32.of([value]))
    case .bool(let value): (["BOOL"], 1, CRC32.of([UInt8(value ? 1 : 0)]))
    case .string(let value): (["STRING"], 1, CRC32.of(texts: [value]))
    case .uint64(let value): (["UINT64"], 1, CRC32.of([value]))
    case .int64(let value): (["INT64"], 1, CRC32.of([value]))
    case .float64(let value): (["FLOAT64"], 1, CRC32.of([value]))
    case .array(let array): describe(array)
    }
  }

  static func describe(_ array: GGUFArray) -> ([String], Int, UInt32) {
    switch array {
    case .string(let values): (["ARRAY", "STRING"], values.count, CRC32.of(texts: values))
    case .float32(let values): (["ARRAY", "FLOAT32"], values.count, CRC32.of(values))
    case .int32(let values): (["ARRAY", "INT32"], values.count, CRC32.of(values))
    default: (["ARRAY", "another"], array.count, 0)
    }
  }
}
