import Foundation
import Testing

@testable import IsoglossModelFiles

/// A file of the `safetensors` package's own writer, read and written.
struct SafetensorsFileTests {
  struct File: Decodable {
    struct Tensor: Decodable {
      var name: String
      var shape: [Int]
      var bytes: Data
      var expected: Data
    }
    var tensors: [Tensor]
  }

  static let url = Goldens.url("every-type.safetensors")
  static func golden() throws -> [File.Tensor] {
    try Goldens.json("every-type.safetensors.json", as: File.self).tensors
  }

  @Test func readsWhatPythonWrote() throws {
    let file = try SafetensorsFile(contentsOf: Self.url)
    let golden = try Self.golden()
    #expect(file.metadata == ["format": "pt"])
    #expect(Set(file.entries.map(\.name)) == Set(golden.map(\.name)))
    for expected in golden {
      let entry = try file.entry(expected.name)
      #expect(entry.shape == expected.shape)
      #expect(try file.withBytes(of: entry.name) { Data($0) } == expected.bytes, "\(entry.name)")
      #expect(try file.float32(of: entry.name) == expected.expected.values(), "\(entry.name)")
    }
  }

  @Test func entriesStandInTheOrderOfTheirBytes() throws {
    let file = try SafetensorsFile(contentsOf: Self.url)
    var next = try #require(file.entries.first).offset
    #expect(next % 8 == 0)
    for entry in file.entries {
      #expect(entry.offset == next)
      next += entry.byteCount
    }
    #expect(next == (try Data(contentsOf: Self.url)).count)
  }

  @Test func writesWhatPythonWritesByteForByte() throws {
    let source = try SafetensorsFile(contentsOf: Self.url)
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("copy.safetensors")
    for order in [source.entries, source.entries.reversed(), source.entries.sorted { $0.name < $1.name }] {
      let tensors = try order.map { entry in
        (entry: entry, bytes: try source.withBytes(of: entry.name) { Data($0) })
      }
      try SafetensorsWriter.write(tensors: tensors, metadata: source.metadata, to: url)
      #expect(try Data(contentsOf: url) == Data(contentsOf: Self.url))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["copy.safetensors"])
  }

  @Test func writesInPieces() throws {
    let source = try SafetensorsFile(contentsOf: Self.url)
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("copy.safetensors")
    try SafetensorsWriter.write(entries: source.entries, metadata: source.metadata, to: url) { entry, sink in
      try source.withBytes(of: entry.name) { bytes in
        for start in stride(from: 0, to: bytes.count, by: 3) {
          try sink(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 3, bytes.count)]))
        }
      }
    }
    #expect(try Data(contentsOf: url) == Data(contentsOf: Self.url))
  }

  @Test func metadataComesBack() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("empty.safetensors")
    let metadata = ["a": "\u{01}\u{1F}\u{7F}\"\\/\u{08}\u{0C}\n\r\t", "ž": "🙂", "": ""]
    try SafetensorsWriter.write(tensors: [], metadata: metadata, to: url)
    let file = try SafetensorsFile(contentsOf: url)
    #expect(file.metadata == metadata)
    #expect(file.entries.isEmpty)
  }

  @Test func badInputIsRefusedAndNothingIsLeft() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("x.safetensors")
    let entry = try TensorEntry(name: "a", type: .f32, shape: [2])
    let quantised = try TensorEntry(name: "q", type: .q8_0, shape: [32])
    let reserved = try TensorEntry(name: "__metadata__", type: .f32, shape: [1])
    let bad: [(ModelFileError.Code, [(entry: TensorEntry, bytes: Data)])] = [
      (.shapeMismatch, [(entry, Data(count: 7))]), (.shapeMismatch, [(entry, Data(count: 9))]),
      (.duplicateName, [(entry, Data(count: 8)), (entry, Data(count: 8))]),
      (.duplicateName, [(reserved, Data(count: 4))]), (.unsupportedType, [(quantised, Data(count: 34))]),
    ]
    for (code, tensors) in bad {
      #expect(modelFileError { try SafetensorsWriter.write(tensors: tensors, to: url) }?.code == code)
    }
    struct Stopped: Error {}
    #expect(throws: Stopped.self) {
      try SafetensorsWriter.write(entries: [entry], to: url) { _, _ in throw Stopped() }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let nowhere = folder.url.appendingPathComponent("none/x.safetensors")
    #expect(modelFileError { try SafetensorsWriter.write(tensors: [], to: nowhere) }?.code == .inputOutput)
  }

  @Test func aFailureLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("x.safetensors")
    let entry = try TensorEntry(name: "a", type: .f32, shape: [2])
    try SafetensorsWriter.write(tensors: [(entry, Data(count: 8))], to: url)
    let before = try Data(contentsOf: url)
    #expect(modelFileError { try SafetensorsWriter.write(tensors: [(entry, Data(count: 1))], to: url) } != nil)
    #expect(try Data(contentsOf: url) == before)
  }

  @Test func impossibleEntriesAreRefused() {
    let code = { (type: ElementType, shape: [Int]) in
      modelFileError { _ = try TensorEntry(name: "a", type: type, shape: shape) }?.code
    }
    #expect(code(.f32, [-1]) == .shapeMismatch)
    #expect(code(.f32, [.max, 2]) == .tooLarge)
    #expect(code(.f32, [.max]) == .tooLarge)
    #expect(code(.q4_0, [2, 16]) == .shapeMismatch)
    #expect(code(.f4, [3]) == .shapeMismatch)
  }
}
