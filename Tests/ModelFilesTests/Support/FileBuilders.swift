import Foundation

#if canImport(IsoglossModelFiles)
  @testable import IsoglossModelFiles
#endif

/// Writes GGUF bytes field by field, valid or not.
struct GGUFBuilder {
  struct Tensor {
    var name: [UInt8]
    /// Innermost first, as in the file.
    var dimensions: [UInt64]
    var type: UInt32
    var offset: UInt64
  }

  var magic: [UInt8] = Array("GGUF".utf8)
  var version: UInt32 = 3
  var alignment = 32
  /// In place of the true counts.
  var tensorCount: UInt64?
  var pairCount: UInt64?
  /// Key, value type and value of each pair.
  var pairs: [[UInt8]] = []
  var tensors: [Tensor] = []
  var data: [UInt8] = []

  static func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }

  static func text(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    return number(UInt64(bytes.count)) + bytes
  }

  static func text(_ text: String) -> [UInt8] { self.text(text.utf8) }

  mutating func pair(_ key: String, type: UInt32, _ value: [UInt8]) {
    pairs.append(Self.text(key) + Self.number(type) + value)
  }

  /// An array: element type, count, elements.
  mutating func array(_ key: String, of type: UInt32, count: UInt64, _ elements: [UInt8]) {
    pair(key, type: 9, Self.number(type) + Self.number(count) + elements)
  }

  /// A tensor at the next aligned place.
  mutating func tensor(_ name: String, _ dimensions: [UInt64], type: UInt32, _ bytes: [UInt8]) {
    data += [UInt8](repeating: 0, count: (alignment - data.count % alignment) % alignment)
    tensors.append(Tensor(name: Array(name.utf8), dimensions: dimensions, type: type, offset: UInt64(data.count)))
    data += bytes
  }

  var bytes: [UInt8] {
    var result = magic + Self.number(version)
    result += Self.number(tensorCount ?? UInt64(tensors.count)) + Self.number(pairCount ?? UInt64(pairs.count))
    result += pairs.joined()
    for tensor in tensors {
      result += Self.text(tensor.name) + Self.number(UInt32(tensor.dimensions.count))
      result += tensor.dimensions.flatMap { Self.number($0) } + Self.number(tensor.type) + Self.number(tensor.offset)
    }
    result += [UInt8](repeating: 0, count: (alignment - result.count % alignment) % alignment)
    return result + data
  }
}

/// Writes safetensors bytes around any header.
enum SafetensorsBuilder {
  static func bytes(header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    bytes(header: Array(header.utf8), data: data, length: length)
  }

  static func bytes(header: [UInt8], data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let values = (0..<data).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) }
    return GGUFBuilder.number(length ?? UInt64(header.count)) + header + values
  }
}

/// Valid files that mutations start from: small, and together with every field that the readers know.
enum FuzzSeeds {
  static let gguf: [[UInt8]] = [everyValue(version: 3), everyValue(version: 2), everyType(), aligned()]
  static let safetensors: [[UInt8]] = [
    SafetensorsBuilder.bytes(
      header: """
        {"__metadata__":{"format":"pt","note":"a \\u017e \\ud83d\\ude42"},\
        "a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
        "b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]},\
        "c":{"dtype":"U8","shape":[],"data_offsets":[22,23]}}
        """, data: 23),
    SafetensorsBuilder.bytes(
      header: """
        {"x":{"data_offsets":[0,8],"dtype":"F64","shape":[1]} , "y":{"shape":[0,4],"dtype":"I64",\
        "data_offsets":[8,8],"more":[1.5e3,null,{"t":true}]},"z":{"dtype":"F16","shape":[1,1,4],\
        "data_offsets":[8,16]},"f":{"dtype":"F4","shape":[4],"data_offsets":[16,18]}}
        """, data: 18),
    SafetensorsBuilder.bytes(header: "{}      "),
  ]

  private static func everyValue(version: UInt32) -> [UInt8] {
    typealias B = GGUFBuilder
    var file = GGUFBuilder(version: version)
    file.pair("general.architecture", type: 8, B.text("test"))
    for (type, size) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 4), (5, 4), (6, 4), (7, 1), (10, 8), (11, 8), (12, 8)] {
      file.pair("s\(type)", type: UInt32(type), [UInt8](repeating: 1, count: size))
      file.array("a\(type)", of: UInt32(type), count: 3, [UInt8](repeating: 1, count: 3 * size))
    }
    file.array("tokens", of: 8, count: 4, ["a", "bc", "", "ž"].flatMap { B.text($0) })
    let inner = B.number(UInt32(5)) + B.number(UInt64(2)) + B.number(Int32(-1)) + B.number(Int32(7))
    file.array("nested", of: 9, count: 2, inner + inner)
    file.tensor("w", [2, 2], type: 0, [UInt8](repeating: 0x3F, count: 16))
    return file.bytes
  }

  private static func everyType() -> [UInt8] {
    var file = GGUFBuilder()
    for type in ElementType.allCases where type.isDecodable {
      guard let number = (UInt32(0)..<64).first(where: { ElementType(ggmlType: $0) == type }) else { continue }
      let bytes = (0..<2 * type.bytesPerBlock).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 5) }
      file.tensor("t.\(type.rawValue)", [UInt64(type.elementsPerBlock), 2], type: number, bytes)
    }
    return file.bytes
  }

  private static func aligned() -> [UInt8] {
    var file = GGUFBuilder(alignment: 8)
    file.pair("general.alignment", type: 4, GGUFBuilder.number(UInt32(8)))
    file.tensor("q", [32], type: 8, [UInt8](repeating: 3, count: 34))
    file.tensor("scalar", [], type: 0, [0, 0, 128, 63])
    file.tensor("none", [4, 0], type: 1, [])
    return file.bytes
  }
}
