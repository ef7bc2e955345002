import Foundation
import Testing

@testable import IsoglossParquet

/// What is no Parquet file, or was one, is an error and never a crash.
struct HostileFileTests {
  private func error(_ bytes: [UInt8], memoryLimit: Int = 2 << 30) -> ParquetError? {
    do {
      let reader = try ParquetReader(bytes: bytes, url: URL(filePath: "/h.parquet"), memoryLimit: memoryLimit)
      _ = try reader.rows()
      return nil
    } catch {
      return error as? ParquetError
    }
  }

  @Test func whatIsNoParquetFileSaysSo() throws {
    let magic = Array("PAR1".utf8)
    let others: [[UInt8]] = [
      [], [0], magic, magic + magic, magic + [UInt8](repeating: 0, count: 4) + magic,
      magic + [0xFF, 0xFF, 0xFF, 0x7F] + magic, magic + [0xFF, 0xFF, 0xFF, 0xFF] + magic, Array("{\"a\": 1}\n".utf8),
      Array("PAR1 is how a text may start, too, and it goes on for a while".utf8),
    ]
    for bytes in others {
      let found = error(bytes)
      #expect(found?.code == .malformed, "\(bytes.prefix(12)): \(found.map(String.init(describing:)) ?? "no error")")
      #expect(found?.description.contains("\n") == false)
    }
  }

  @Test(arguments: Goldens.names)
  func everyTruncationIsAnError(name: String) throws {
    let bytes = Array(try Data(contentsOf: Goldens.file(name)))
    for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200)) {
      #expect(error(Array(bytes.prefix(count))) != nil, "the first \(count) bytes of \(name)")
    }
  }

  /// Seeded damage: bits, bytes, blocks of zeros and pieces of the file itself, near the footer as often as not.
  @Test(arguments: Goldens.names)
  func damagedFilesNeverCrash(name: String) throws {
    let bytes = Array(try Data(contentsOf: Goldens.file(name)))
    var random = Seeded(state: UInt64(name.utf8.reduce(7) { $0 * 31 + Int($1) }))
    var opened = 0
    var refused: [String: Int] = [:]
    for _ in 0..<600 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let tail = Bool.random(using: &random) ? max(0, damaged.count - 700) : 0
        let place = Int.random(in: tail..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: damaged[place] = UInt8.random(in: 0...255, using: &random)
        case 2: for index in place..<min(place + 8, damaged.count) { damaged[index] = 0 }
        default:
          let from = Int.random(in: 0..<damaged.count, using: &random)
          for offset in 0..<16 where place + offset < damaged.count && from + offset < damaged.count {
            damaged[place + offset] = damaged[from + offset]
          }
        }
      }
      if let error = error(damaged, memoryLimit: 64 << 20) {
        refused[error.code.rawValue, default: 0] += 1
      } else {
        opened += 1
      }
    }
    // The damage must reach beyond the first check.
    #expect(opened > 5, "\(refused)")
    #expect(refused["malformed", default: 0] > 50, "\(refused)")
  }

  @Test func aFileThatNeedsMoreMemoryThanAllowedIsRefused() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "bomb.parquet")
    let writer = try ParquetWriter(at: url, columns: [ParquetColumn("text", .text)])
    for index in 0..<40 { try writer.append([.text(String(repeating: "\(index % 10)", count: 1 << 20))]) }
    try writer.close()
    let size = try Data(contentsOf: url).count
    #expect(size < 1 << 20, "40 MB in \(size) bytes")
    let error = #expect(throws: ParquetError.self) {
      try ParquetReader(contentsOf: url, memoryLimit: 8 << 20).rows()
    }
    #expect(error?.code == .outOfMemory, "\(error.map(String.init(describing:)) ?? "")")
    #expect(try ParquetReader(contentsOf: url).rows().count == 40)
  }

  /// A footer whose schema is a chain of groups, each in the one before.
  @Test(arguments: [64, 1000, 4_900, 200_000])
  func aSchemaThatIsNestedTooDeepIsRefused(depth: Int) throws {
    #expect(error(NestedFooter.file(depth: 63)) == nil)
    let found = try #require(error(NestedFooter.file(depth: depth)))
    #expect(found.code == .unsupported || found.code == .malformed, "\(found)")
  }

  @Test func whatIsNoRegularFileIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ParquetError.self) { try ParquetReader(contentsOf: folder.url) }
    let pipe = folder.url.appending(path: "pipe.parquet")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    let error = #expect(throws: ParquetError.self) { try ParquetReader(contentsOf: pipe) }
    #expect(error?.code == .inputOutput)
    let missing = #expect(throws: ParquetError.self) { try ParquetReader(contentsOf: folder.url.appending(path: "no")) }
    #expect(missing?.code == .notFound)
  }
}

/// The bytes of a Parquet file without rows, in Thrift's compact protocol.
private enum NestedFooter {
  static func file(depth: Int) -> [UInt8] {
    // Fields: 1 version (i32), 2 schema (list of structs), 3 rows (i64), 4 row groups (an empty list of structs).
    var footer: [UInt8] = [0x15, 0x02, 0x19, 0xFC] + varint(UInt64(depth + 2))
    footer += element(name: "schema", children: 1, isRoot: true)
    for level in 0..<depth { footer += element(name: "g\(level % 10)", children: 1) }
    footer += [0x15, 0x02, 0x25, 0x02, 0x18, 0x01] + Array("v".utf8) + [0x00]  // an optional INT32
    footer += [0x16, 0x00, 0x19, 0x0C, 0x00]
    let length = (0..<4).map { UInt8(truncatingIfNeeded: footer.count >> ($0 * 8)) }
    return Array("PAR1".utf8) + footer + length + Array("PAR1".utf8)
  }

  /// A group: 3 repetition (i32, but not of the root), 4 name (binary), 5 number of children (i32).
  private static func element(name: String, children: UInt64, isRoot: Bool = false) -> [UInt8] {
    let repetition: [UInt8] = isRoot ? [0x48] : [0x35, 0x02, 0x18]
    return repetition + varint(UInt64(name.utf8.count)) + Array(name.utf8) + [0x15] + varint(children * 2) + [0x00]
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
