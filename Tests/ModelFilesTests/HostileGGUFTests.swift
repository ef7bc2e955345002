import Foundation
import Testing

@testable import IsoglossModelFiles

/// GGUF files that lie: each lie has its error.
struct HostileGGUFTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: ModelFileError.Code
    var bytes: [UInt8]

    init(_ what: String, _ code: ModelFileError.Code, _ change: (inout GGUFBuilder) -> Void) {
      testDescription = what
      self.code = code
      var builder = GGUFBuilder()
      builder.pair("general.architecture", type: 8, GGUFBuilder.text("test"))
      builder.tensor("a", [4, 2], type: 0, [UInt8](repeating: 1, count: 32))
      builder.tensor("b", [32], type: 2, [UInt8](repeating: 1, count: 18))
      change(&builder)
      bytes = builder.bytes
    }
  }

  static let lies: [Lie] = [
    Lie("another magic", .wrongFormat) { $0.magic = Array("GGML".utf8) },
    Lie("version 1", .unsupportedVersion) { $0.version = 1 },
    Lie("version 4", .unsupportedVersion) { $0.version = 4 },
    Lie("big-endian", .unsupportedVersion) { $0.version = 3 << 24 },
    Lie("more tensors than bytes", .truncated) { $0.tensorCount = 1 << 40 },
    Lie("all the tensors there are", .truncated) { $0.tensorCount = .max },
    Lie("more pairs than bytes", .truncated) { $0.pairCount = 1 << 40 },
    Lie("an unknown value type", .malformed) { $0.pair("x", type: 13, [0]) },
    Lie("an unknown element type", .malformed) { $0.array("x", of: 13, count: 1, [0]) },
    Lie("a text longer than the file", .truncated) { $0.pair("x", type: 8, GGUFBuilder.number(UInt64.max)) },
    Lie("an array longer than the file", .truncated) { $0.array("x", of: 12, count: 1 << 61, []) },
    Lie("texts beyond the file", .truncated) { $0.array("x", of: 8, count: 1 << 60, []) },
    Lie("arrays beyond the file", .truncated) { $0.array("x", of: 9, count: 1 << 60, []) },
    Lie("a key that is no UTF-8", .invalidText) { builder in
      builder.pairs.append(GGUFBuilder.text([0xFF, 0xFE]) + GGUFBuilder.number(UInt32(0)) + [1])
    },
    Lie("a text that is no UTF-8", .invalidText) { $0.pair("x", type: 8, GGUFBuilder.text([0xC3])) },
    Lie("a token with a surrogate", .invalidText) { builder in
      builder.array("x", of: 8, count: 1, GGUFBuilder.text([0xED, 0xA0, 0x80]))
    },
    Lie("a key of 65,536 bytes", .tooLarge) { builder in
      builder.pair(String(repeating: "k", count: 65536), type: 0, [1])
    },
    Lie("a key twice", .duplicateName) { $0.pair("general.architecture", type: 0, [1]) },
    Lie("arrays a thousand deep", .malformed) { builder in
      let level = GGUFBuilder.number(UInt32(9)) + GGUFBuilder.number(UInt64(1))
      builder.pair("x", type: 9, Array(repeating: level, count: 1000).flatMap { $0 } + [UInt8](repeating: 0, count: 12))
    },
    Lie("alignment 0", .misaligned) { $0.pair("general.alignment", type: 4, GGUFBuilder.number(UInt32(0))) },
    Lie("alignment 24", .misaligned) { $0.pair("general.alignment", type: 4, GGUFBuilder.number(UInt32(24))) },
    Lie("alignment in 64 bits", .misaligned) { $0.pair("general.alignment", type: 10, GGUFBuilder.number(UInt64(32))) },
    Lie("alignment beyond the file", .outOfBounds) { builder in
      builder.tensors[1].offset = 0
      builder.tensors[1].dimensions = [0]
      builder.pair("general.alignment", type: 4, GGUFBuilder.number(UInt32(1 << 31)))
    },
    Lie("five dimensions", .malformed) { $0.tensors[0].dimensions = [1, 1, 1, 1, 1] },
    Lie("a dimension of 2^63", .tooLarge) { $0.tensors[0].dimensions = [1 << 63] },
    Lie("dimensions whose product overflows", .tooLarge) { $0.tensors[0].dimensions = [1 << 32, 1 << 32] },
    Lie("bytes that overflow", .tooLarge) { $0.tensors[0].dimensions = [1 << 62] },
    Lie("an unknown tensor type", .unsupportedType) { $0.tensors[0].type = 99 },
    Lie("a retired tensor type", .unsupportedType) { $0.tensors[0].type = 4 },
    Lie("a larger tensor type", .outOfBounds) { $0.tensors[1].type = 8 },
    Lie("rows of broken blocks", .shapeMismatch) { $0.tensors[1].dimensions = [16, 2] },
    Lie("an offset that is not aligned", .misaligned) { $0.tensors[1].offset += 1 },
    Lie("an offset beyond the file", .outOfBounds) { $0.tensors[1].offset = 1 << 40 },
    Lie("an offset near the end of numbers", .outOfBounds) { $0.tensors[1].offset = UInt64(Int.max) - 31 },
    Lie("an offset of 2^63", .tooLarge) { $0.tensors[1].offset = 1 << 63 },
    Lie("the same bytes twice", .overlap) { $0.tensors[1].offset = 0 },
    Lie("a tensor twice", .duplicateName) { $0.tensors[1].name = $0.tensors[0].name },
    Lie("a tensor name that is no UTF-8", .invalidText) { $0.tensors[0].name = [0x80] },
    Lie("a tensor name of 65,536 bytes", .tooLarge) { builder in
      builder.tensors[0].name = [UInt8](repeating: 0x61, count: 65536)
    },
    Lie("tensor bytes missing", .outOfBounds) { $0.data.removeLast() },
  ]

  static func open(_ bytes: [UInt8]) throws -> GGUFFile {
    try GGUFFile(MappedFile(copying: bytes, url: URL(fileURLWithPath: "/lie.gguf")))
  }

  @Test func theTruthIsAccepted() throws {
    let file = try Self.open(Lie("nothing", .malformed) { _ in }.bytes)
    #expect(file.entries.map(\.shape) == [[2, 4], [32]])
  }

  @Test(arguments: lies) func isRefused(_ lie: Lie) {
    let error = modelFileError { _ = try Self.open(lie.bytes) }
    #expect(error?.code == lie.code, "\(error?.message ?? "")")
    #expect(error?.path == "/lie.gguf")
  }

  /// Claims that a file with a hole of gigabytes could meet: nothing near that much may be allocated.
  @Test(arguments: [(0, 1), (8, 8), (9, 12), (12, 8)] as [(UInt32, UInt64)])
  func hugeArraysInAHugeFile(_ type: UInt32, _ bytesEach: UInt64) throws {
    let size: UInt64 = 1 << 33
    var builder = GGUFBuilder()
    builder.array("x", of: type, count: size / bytesEach / 2, [])
    #expect(try Self.code(builder, size: size) == .tooLarge)
  }

  @Test func hugeCountsInAHugeFile() throws {
    for change in [{ $0.tensorCount = 1 << 19 }, { $0.pairCount = 1 << 17 }] as [(inout GGUFBuilder) -> Void] {
      var builder = GGUFBuilder()
      change(&builder)
      #expect(try Self.code(builder, size: 1 << 33) == .tooLarge)
    }
  }

  /// A tensor as large as the hole is no lie, yet its values have no place in memory.
  @Test func aHugeTensorInAHugeFile() throws {
    let folder = try TemporaryFolder()
    var builder = GGUFBuilder()
    builder.tensor("w", [1 << 20, 1 << 19], type: 24, [])
    builder.tensor("v", [32], type: 0, [])
    builder.tensors[1].offset = 1 << 39
    let url = try folder.write(builder.bytes, to: "x.gguf")
    try Self.extend(url, to: 1 << 39 + 1 << 12)
    let file = try GGUFFile(contentsOf: url)
    #expect(modelFileError { _ = try file.float32(of: "w") }?.code == .tooLarge)
    #expect(try file.float32(of: "v") == [Float](repeating: 0, count: 32))
    var row = [Float](repeating: 1, count: 1 << 20)
    try row.withUnsafeMutableBufferPointer { try file.dequantize("w", rows: 9..<10, into: $0) }
    #expect(row.allSatisfy { $0 == 0 })
  }

  /// The error for a file that a hole lengthens to `size`.
  static func code(_ builder: GGUFBuilder, size: UInt64) throws -> ModelFileError.Code? {
    let folder = try TemporaryFolder()
    let url = try folder.write(builder.bytes, to: "x.gguf")
    try extend(url, to: size)
    return modelFileError { _ = try GGUFFile(contentsOf: url) }?.code
  }

  static func extend(_ url: URL, to size: UInt64) throws {
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: size)
    try handle.close()
  }

  /// Every length short of the whole: an error, and never a crash.
  @Test func everyTruncation() throws {
    for bytes in FuzzSeeds.gguf {
      let whole = try Self.open(bytes)
      let needed = whole.entries.map { $0.byteCount == 0 ? 0 : $0.offset + $0.byteCount }.max() ?? 0
      for length in 0..<needed {
        #expect(modelFileError { _ = try Self.open(Array(bytes[..<length])) } != nil, "\(length) of \(bytes.count)")
      }
    }
  }
}
