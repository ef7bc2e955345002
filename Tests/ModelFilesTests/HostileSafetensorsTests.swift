import Foundation
import Testing

@testable import IsoglossModelFiles

/// Safetensors files that lie: each lie has its error.
struct HostileSafetensorsTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: ModelFileError.Code
    var bytes: [UInt8]

    init(_ code: ModelFileError.Code, _ header: String, data: Int = 0, length: UInt64? = nil) {
      testDescription = header.count < 100 ? header : "\(header.prefix(60))…"
      self.code = code
      bytes = SafetensorsBuilder.bytes(header: header, data: data, length: length)
    }

    init(_ what: String, _ code: ModelFileError.Code, bytes: [UInt8]) {
      testDescription = what
      self.code = code
      self.bytes = bytes
    }

    /// One tensor of type F32.
    init(_ code: ModelFileError.Code, shape: String, offsets: String, data: Int) {
      self.init(code, "{\"a\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}", data: data)
    }
  }

  static let good = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}"
  static let lies: [Lie] = [
    Lie("nothing", .truncated, bytes: []),
    Lie("half a length", .truncated, bytes: [8, 0, 0, 0]),
    Lie(.truncated, "{}", length: 3),
    Lie(.truncated, "{}", length: .max),
    Lie(.truncated, "{}", length: 1 << 63),
    Lie("no header", .wrongFormat, bytes: GGUFBuilder.number(UInt64(0))),
    Lie(.wrongFormat, "[]"),
    Lie(.wrongFormat, " {}"),
    Lie(.malformed, "{"), Lie(.malformed, "{\"a\""), Lie(.malformed, "{\"a\":"), Lie(.malformed, "{\"a\":{}"),
    Lie(.malformed, "{}x"), Lie(.malformed, "{,}"), Lie(.malformed, "{\"a\":{},}"), Lie(.malformed, "{\"a"),
    Lie(.malformed, "{\"a\":{}}"), Lie(.malformed, "{\"a\":[]}"), Lie(.malformed, "{\"a\":null}"),
    Lie(.malformed, "{\"__metadata__\":{\"a\":1}}"), Lie(.malformed, "{\"__metadata__\":[]}"),
    Lie(.malformed, "{\"a\nb\":{}}"), Lie(.malformed, "{\"\\x\":{}}"), Lie(.malformed, "{\"\\ud800\":{}}"),
    Lie(.malformed, "{\"\\udc00\":{}}"), Lie(.malformed, "{\"\\ud800\\u0041\":{}}"), Lie(.malformed, "{\"\\u12"),
    Lie(.malformed, "{\"\\u00zz\":{}}"), Lie(.malformed, "{\"\\"),
    Lie(
      "a name that is no UTF-8", .invalidText,
      bytes: SafetensorsBuilder.bytes(header: Array("{\"".utf8) + [0xFF, 0x22])),
    Lie(
      "an escaped name that is no UTF-8", .invalidText,
      bytes: SafetensorsBuilder.bytes(header: Array("{\"\\n".utf8) + [0xFF, 0x22])),
    Lie(.duplicateName, "{\(good),\(good)}", data: 8),
    Lie(.duplicateName, "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}"),
    Lie(.duplicateName, "{\"__metadata__\":{},\"__metadata__\":{}}"),
    Lie(.duplicateName, "{\(good),\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}}", data: 8),
    Lie(.malformed, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}"),
    Lie(.malformed, "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", data: 8),
    Lie(.malformed, "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", data: 8),
    Lie(.unsupportedType, "{\"a\":{\"dtype\":\"Q4_K\",\"shape\":[256],\"data_offsets\":[0,144]}}", data: 144),
    Lie(.unsupportedType, "{\"a\":{\"dtype\":\"f32\",\"shape\":[2],\"data_offsets\":[0,8]}}", data: 8),
    Lie(.malformed, "{\"a\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}", data: 8),
    Lie(.malformed, shape: "[-2]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[2.0]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[2e0]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[02]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[\"2\"]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[2,]", offsets: "[0,8]", data: 8),
    Lie(.malformed, shape: "[\(Array(repeating: "1", count: 65).joined(separator: ","))]", offsets: "[0,4]", data: 4),
    Lie(.tooLarge, shape: "[9223372036854775808]", offsets: "[0,8]", data: 8),
    Lie(.tooLarge, shape: "[99999999999999999999999]", offsets: "[0,8]", data: 8),
    Lie(.tooLarge, shape: "[4294967296,4294967296]", offsets: "[0,0]", data: 0),
    Lie(.tooLarge, shape: "[4611686018427387904]", offsets: "[0,0]", data: 0),
    Lie(.shapeMismatch, shape: "[2]", offsets: "[0,4]", data: 4),
    Lie(.shapeMismatch, shape: "[2]", offsets: "[0,12]", data: 12),
    Lie(.shapeMismatch, shape: "[0]", offsets: "[0,4]", data: 4),
    Lie(.malformed, shape: "[2]", offsets: "[0]", data: 8),
    Lie(.malformed, shape: "[2]", offsets: "[0,4,8]", data: 8),
    Lie(.outOfBounds, shape: "[2]", offsets: "[0,8]", data: 7),
    Lie(.outOfBounds, shape: "[2]", offsets: "[8,0]", data: 8),
    Lie(.outOfBounds, shape: "[2]", offsets: "[9223372036854775799,9223372036854775807]", data: 8),
    Lie(.overlap, shape: "[2]", offsets: "[4,12]", data: 12),
    Lie(.overlap, shape: "[2]", offsets: "[0,8]", data: 9),
    Lie(.overlap, "{}", data: 1),
    Lie(.overlap, "{\(good),\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", data: 12),
    Lie(.overlap, "{\(good),\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", data: 8),
    Lie(.overlap, "{\(good),\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", data: 16),
    Lie(.malformed, "{\"a\":{\"x\":\(String(repeating: "[", count: 100_000))"),
    Lie(.malformed, "{\"a\":{\"x\":\(String(repeating: "{\"a\":", count: 100_000))"),
    Lie(.malformed, "{\"a\":{\"x\":nul}}"), Lie(.malformed, "{\"a\":{\"x\":}}"),
  ]

  static func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    try SafetensorsFile(MappedFile(copying: bytes, url: URL(fileURLWithPath: "/lie.safetensors")))
  }

  @Test func theTruthIsAccepted() throws {
    let file = try Self.open(SafetensorsBuilder.bytes(header: "{\(Self.good)}   \n", data: 8))
    #expect(file.entries.map(\.shape) == [[2]])
    #expect(try Self.open(SafetensorsBuilder.bytes(header: "{}")).entries.isEmpty)
  }

  @Test(arguments: lies) func isRefused(_ lie: Lie) {
    let error = modelFileError { _ = try Self.open(lie.bytes) }
    #expect(error?.code == lie.code, "\(error?.message ?? "")")
    #expect(error?.path == "/lie.safetensors")
  }

  /// A header of more than 100 MB in a file that has as many bytes, most of them a hole on the disk.
  @Test func aHugeHeader() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(SafetensorsBuilder.bytes(header: "{", length: 100_000_001), to: "x")
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 100_000_100)
    try handle.close()
    #expect(modelFileError { _ = try SafetensorsFile(contentsOf: url) }?.code == .tooLarge)
  }

  /// Escapes by the million take time in proportion: a copy at each would take minutes.
  @Test func manyEscapes() throws {
    let name = String(repeating: "\\n", count: 2_000_000)
    let header = "{\"__metadata__\":{\"a\":\"\(name)\"}}"
    let start = ContinuousClock.now
    let file = try Self.open(SafetensorsBuilder.bytes(header: header))
    #expect(file.metadata["a"]?.utf8.count == 2_000_000)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func moreTensorsThanAnyModelHas() {
    let tensors = (0...1 << 18).map { "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}" }
    let bytes = SafetensorsBuilder.bytes(header: "{\(tensors.joined(separator: ","))}")
    #expect(modelFileError { _ = try Self.open(bytes) }?.code == .tooLarge)
  }

  @Test func everyTruncation() {
    for bytes in FuzzSeeds.safetensors {
      for length in 0..<bytes.count {
        #expect(modelFileError { _ = try Self.open(Array(bytes[..<length])) } != nil, "\(length) of \(bytes.count)")
      }
    }
  }

  @Test func smallFloatsAreReachableAsBytes() throws {
    let header = """
      {"e":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},"f":{"dtype":"F4","shape":[3,2],\
      "data_offsets":[3,6]},"g":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[6,9]}}
      """
    let file = try Self.open(SafetensorsBuilder.bytes(header: header, data: 9))
    #expect(try file.withBytes(of: "f") { $0.count } == 3)
    #expect(modelFileError { _ = try file.float32(of: "e") }?.code == .unsupportedType)
  }
}
