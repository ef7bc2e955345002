import Foundation
import Testing

@testable import IsoglossModelFiles

/// A file of the `gguf` package's own writer.
struct GGUFFileTests {
  struct File: Decodable {
    struct Tensor: Decodable {
      var name: String
      var type: String
      var shape: [Int]
      var crc: UInt32
    }
    var tensors: [Tensor]
  }

  /// The file as it stands, and with the number of version 2, whose layout is the same.
  static func file(version: UInt8) throws -> GGUFFile {
    var bytes = Array(try Data(contentsOf: Goldens.url("every-type.gguf")))
    bytes[4] = version
    return try GGUFFile(MappedFile(copying: bytes, url: Goldens.url("every-type.gguf")))
  }

  @Test(arguments: [2, 3] as [UInt8]) func tensors(_ version: UInt8) throws {
    let golden = try Goldens.json("every-type.json", as: File.self)
    let file = try Self.file(version: version)
    #expect(file.version == Int(version))
    #expect(file.entries.map(\.name) == golden.tensors.map(\.name))
    for expected in golden.tensors {
      let entry = try file.entry(expected.name)
      #expect(entry.type.rawValue == expected.type)
      #expect(entry.shape == expected.shape)
      #expect(CRC32.of(try file.float32(of: entry.name)) == expected.crc, "\(entry.name)")
    }
  }

  @Test(arguments: [2, 3] as [UInt8]) func metadata(_ version: UInt8) throws {
    let file = try Self.file(version: version)
    let expected: [String: GGUFValue] = [
      "general.architecture": .string("test"),
      "t.uint8": .uint8(255), "t.int8": .int8(-128), "t.uint16": .uint16(65535), "t.int16": .int16(-32768),
      "t.uint32": .uint32(.max), "t.int32": .int32(.min), "t.float32": .float32(0.1), "t.true": .bool(true),
      "t.false": .bool(false), "t.text": .string("līdzi – zażółć 🙂"), "t.uint64": .uint64(.max),
      "t.int64": .int64(.min), "t.float64": .float64(0.1),
      "a.uint8": .array(.uint8([0, 7, 255])), "a.int8": .array(.int8([-128, 0, 127])),
      "a.uint16": .array(.uint16([0, 65535])), "a.int16": .array(.int16([-32768, 32767])),
      "a.uint32": .array(.uint32([0, .max])), "a.int32": .array(.int32([.min, 5])),
      "a.float32": .array(.float32([0.5, -1.25])), "a.bool": .array(.bool([true, false, true])),
      "a.string": .array(.string(["a", "", "ß", "日本"])), "a.uint64": .array(.uint64([.max, 1])),
      "a.int64": .array(.int64([.min, 1])), "a.float64": .array(.float64([0.1, -0.0])),
      "n.ints": .array(.array([.int32([1, 2]), .int32([3]), .int32([-4, 5, 6])])),
      "n.texts": .array(.array([.string(["x"]), .string(["y", "zz"])])),
      "n.deep": .array(.array([.array([.float32([1.5]), .float32([2.5, 3.5])]), .array([.float32([4.5])])])),
    ]
    #expect(file.metadata == expected)
    #expect(file.metadataKeys.count == expected.count)
  }

  @Test func accessors() throws {
    let file = try Self.file(version: 3)
    #expect(file.architecture == "test")
    #expect(file.int("t.uint32") == 4_294_967_295)
    #expect(file.int("t.uint64") == nil)
    #expect(file.int("t.int64") == .min)
    #expect(file.int("t.text") == nil)
    #expect(file.float("t.float32") == Double(Float(0.1)))
    #expect(file.float("t.int8") == -128)
    #expect(file.bool("t.true") == true)
    #expect(file.bool("t.uint8") == nil)
    #expect(file.strings("a.string") == ["a", "", "ß", "日本"])
    #expect(file.ints("a.int16") == [-32768, 32767])
    #expect(file.ints("a.uint64") == nil)
    #expect(file.floats("a.float64") == [0.1, -0.0])
    #expect(file.floats("a.int32") == nil)
    #expect(file.bools("a.bool") == [true, false, true])
    #expect(file.string("missing") == nil)
  }

  @Test func emptyTextsAndArrays() throws {
    var builder = GGUFBuilder()
    builder.pair("text", type: 8, GGUFBuilder.text(""))
    builder.array("texts", of: 8, count: 0, [])
    builder.array("arrays", of: 9, count: 0, [])
    let file = try GGUFFile(MappedFile(copying: builder.bytes, url: Goldens.url("built")))
    #expect(
      file.metadata == ["text": .string(""), "texts": .array(.string([])), "arrays": .array(.array([]))])
    #expect(file.entries.isEmpty)
  }

  @Test func destinationsOfAnotherSizeAreRefused() throws {
    let file = try Self.file(version: 3)
    let entry = try file.entry("w.F32")
    for count in [entry.elementCount - 1, entry.elementCount + 1] {
      var values = [Float](repeating: 0, count: count)
      let error = modelFileError {
        try values.withUnsafeMutableBufferPointer { try file.dequantize("w.F32", into: $0) }
      }
      #expect(error?.code == .wrongBufferSize)
    }
    var row = [Float](repeating: 0, count: entry.rowLength)
    for rows in [-1..<0, entry.rowCount..<entry.rowCount + 1] {
      let error = modelFileError {
        try row.withUnsafeMutableBufferPointer { try file.dequantize("w.F32", rows: rows, into: $0) }
      }
      #expect(error?.code == .wrongBufferSize)
    }
    #expect(modelFileError { _ = try file.float32(of: "w.none") }?.code == .noSuchTensor)
  }

  @Test func bfloat16EqualsRoundedFloat32() throws {
    let file = try Self.file(version: 3)
    for entry in file.entries {
      var rounded = [UInt16](repeating: 0, count: entry.elementCount)
      try rounded.withUnsafeMutableBufferPointer { try file.bfloat16(of: entry.name, into: $0) }
      for (value, bits) in zip(try file.float32(of: entry.name), rounded) {
        // Nearest even, by arithmetic: the two neighbours on either side and the distance to each.
        let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
        let above = Float(bitPattern: below.bitPattern &+ 0x1_0000)
        let (down, up) = (abs(Double(value) - Double(below)), abs(Double(above) - Double(value)))
        let takesAbove = up < down || up == down && (below.bitPattern >> 16) & 1 == 1
        #expect(Float(bitPattern: UInt32(bits) << 16) == (takesAbove ? above : below), "\(entry.name)")
      }
    }
  }
}
