import Foundation
import Glibc
import Testing

@testable import IsoglossModelFiles

struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func bytesOfARange() throws {
    let file = try MappedFile(contentsOf: folder.write(Array(0..<100), to: "x"))
    #expect(file.count == 100)
    #expect(try file.withBytes(in: 10..<13) { Array($0) } == [10, 11, 12])
    #expect(try file.withBytes(in: 100..<100) { $0.count } == 0)
    for advice in [MappedFile.Advice.sequential, .willNeed, .dontNeed] {
      file.advise(advice, in: 0..<100)
      file.advise(advice, in: 50..<1000)
      #expect(try file.withBytes(in: 99..<100) { Array($0) } == [99])
    }
    for range in [-1..<3, 99..<101, 200..<300] {
      #expect(modelFileError { try file.withBytes(in: range) { _ in } }?.code == .outOfBounds)
    }
  }

  @Test func whatIsNoFile() throws {
    #expect(modelFileError { _ = try MappedFile(contentsOf: folder.url) }?.code == .inputOutput)
    let missing = folder.url.appendingPathComponent("none")
    #expect(modelFileError { _ = try MappedFile(contentsOf: missing) }?.code == .notFound)
    let pipe = folder.url.appendingPathComponent("pipe")
    try #require(mkfifo(pipe.path, 0o600) == 0)
    #expect(modelFileError { _ = try MappedFile(contentsOf: pipe) }?.code == .inputOutput)
    let empty = try folder.write([], to: "empty")
    #expect(try MappedFile(contentsOf: empty).withBytes(in: 0..<0) { $0.count } == 0)
    #expect(modelFileError { _ = try GGUFFile(contentsOf: empty) }?.code == .wrongFormat)
    #expect(modelFileError { _ = try SafetensorsFile(contentsOf: empty) }?.code == .truncated)
  }

  /// A file that is cut short after it was opened gives an error where the bytes were, in place of a bus error.
  @Test func aFileThatShrinks() throws {
    var builder = GGUFBuilder()
    builder.tensor("w", [8192], type: 0, [UInt8](repeating: 1, count: 32768))
    let url = try folder.write(builder.bytes, to: "model.gguf")
    let file = try GGUFFile(contentsOf: url)
    #expect(try file.float32(of: "w").count == 8192)
    try #require(truncate(url.path, 4096) == 0)
    #expect(modelFileError { _ = try file.float32(of: "w") }?.code == .truncated)
  }

  @Test func messagesShowNamesSafely() throws {
    #expect(quoted("a\u{1B}[31m\u{7F}ž") == "\"a\\u{1B}[31m\\u{7F}ž\"")
    #expect(quoted(String(repeating: "x", count: 1000)).count == 83)
    let error = ModelFileError(code: .malformed, message: "is bad.", path: "/x")
    #expect(error.localizedDescription == "/x: is bad.")
  }
}
