import Foundation
import Testing

@testable import IsoglossModelFiles

/// Blocks against `gguf.dequantize`, bit for bit.
struct DecodeTests {
  struct File: Decodable {
    struct Case: Decodable {
      var type: String
      var `case`: String
      var input: Data
      var expected: Data
    }
    struct Rounding: Decodable {
      var input: Data
      var expected: Data
    }
    var cases: [Case]
    var exhaustive: [String: UInt32]
    var bfloat16: Rounding
  }

  static func values(_ type: ElementType, _ bytes: [UInt8]) -> [Float] {
    let blocks = bytes.count / type.bytesPerBlock
    let count = blocks * type.elementsPerBlock
    return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes { input in
        if let input = input.baseAddress, let output = buffer.baseAddress {
          decode(type, input, blocks: blocks, into: output)
        }
      }
      filled = count
    }
  }

  @Test(arguments: ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"])
  func blocksEqualGGUF(_ name: String) throws {
    let type = try #require(ElementType(rawValue: name))
    let cases = try Goldens.json("blocks.json", as: File.self).cases.filter { $0.type == name }
    #expect(!cases.isEmpty)
    for test in cases {
      let expected: [Float] = test.expected.values()
      let values = Self.values(type, Array(test.input))
      try #require(values.count == expected.count)
      for (index, (value, expected)) in zip(values, expected).enumerated() where value.bitPattern != expected.bitPattern
      {
        Issue.record("\(name), \(test.case): value \(index) is \(value), expected \(expected)")
        break
      }
      // The same bytes at an odd address.
      let odd = [0] + Array(test.input)
      let shifted = odd.withUnsafeBytes { bytes in
        [Float](unsafeUninitializedCapacity: expected.count) { buffer, filled in
          if let input = bytes.baseAddress, let output = buffer.baseAddress {
            decode(type, input + 1, blocks: test.input.count / type.bytesPerBlock, into: output)
          }
          filled = expected.count
        }
      }
      #expect(shifted.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test(arguments: [ElementType.f16, .bf16])
  func everyHalf(_ type: ElementType) throws {
    let expected = try #require(try Goldens.json("blocks.json", as: File.self).exhaustive[type.rawValue])
    let every = (UInt16.min...UInt16.max).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let values = Self.values(type, every)
    #expect(CRC32.of(values.filter { !$0.isNaN }) == expected)
    #expect(values.filter(\.isNaN).count == (type == .f16 ? 2 * 1023 : 2 * 127))
  }

  @Test func roundsToBFloat16AsTorch() throws {
    let golden = try Goldens.json("blocks.json", as: File.self).bfloat16
    let expected: [UInt16] = golden.expected.values()
    let input = Array(golden.input)
    let values = [UInt16](unsafeUninitializedCapacity: expected.count) { buffer, filled in
      input.withUnsafeBytes { bytes in
        if let input = bytes.baseAddress, let output = buffer.baseAddress {
          decodeToBFloat16(.f32, input, blocks: expected.count, into: output)
        }
      }
      filled = expected.count
    }
    #expect(values == expected)
  }

  @Test func notANumberStaysOneInBFloat16() {
    for bits: UInt32 in [0x7F80_0001, 0xFF80_0001, 0x7FFF_FFFF, 0xFFFF_FFFF] {
      var result: UInt16 = 0
      withUnsafeBytes(of: bits) { bytes in
        if let input = bytes.baseAddress { decodeToBFloat16(.f32, input, blocks: 1, into: &result) }
      }
      #expect(Float(bitPattern: UInt32(result) << 16).isNaN)
    }
  }
}
