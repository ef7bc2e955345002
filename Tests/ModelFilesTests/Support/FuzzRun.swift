import Foundation

#if canImport(IsoglossModelFiles)
  @testable import IsoglossModelFiles
#endif

/// Damaged files through a reader: each must open and give all its tensors, or fail with a `ModelFileError`.
struct FuzzRun {
  /// What went wrong, with what is needed to see it again.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// How often each result came: `opened`, or an error's code.
  private(set) var outcomes: [String: Int] = [:]
  /// Tensors decoded out of files that opened in spite of the damage.
  private(set) var decoded = 0

  /// Runs `count` mutations; number i depends on `seed` and i alone.
  /// - Throws: `Failure` at the first broken promise.
  mutating func run(_ format: Mutator.Format, count: Int, seed: UInt64, progress: (Int) -> Void = { _ in }) throws {
    let seeds = format == .gguf ? FuzzSeeds.gguf : FuzzSeeds.safetensors
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let onDisk = folder.appendingPathComponent("file")
    for number in 0..<count {
      progress(number)
      var mutator = Mutator(format: format, random: SplitMix64(state: seed &+ UInt64(number) &* 0xD134_2543_DE82_EF95))
      let bytes = mutator.mutate(seeds)
      do {
        // Mostly from exactly sized memory, where a sanitizer sees each byte too far; at times from the disk.
        var file = MappedFile(copying: bytes, url: onDisk)
        if number % 16 == 0 {
          try Data(bytes).write(to: onDisk)
          file = try MappedFile(contentsOf: onDisk)
        }
        switch format {
        case .gguf:
          let gguf = try GGUFFile(file)
          decoded += try promised { try Self.read(gguf, size: bytes.count) }
          for key in gguf.metadataKeys { touch(gguf, key) }
        case .safetensors:
          let safetensors = try SafetensorsFile(file)
          decoded += try promised { try Self.read(safetensors, size: bytes.count) }
        }
        outcomes["opened", default: 0] += 1
      } catch let error as ModelFileError {
        outcomes[error.code.rawValue, default: 0] += 1
        guard error.message.count > 10, error.message.count < 400 else {
          throw Failure(description: "\(format) seed \(seed) mutation \(number): message \(error.message)")
        }
      } catch {
        throw Failure(description: "\(format) seed \(seed) mutation \(number): \(error)")
      }
    }
  }

  /// What a file that opened must give: an error that comes only now was missed when it opened.
  private func promised(_ body: () throws -> Int) throws -> Int {
    do {
      return try body()
    } catch let error as ModelFileError {
      throw Failure(description: "opened, then \(error)")
    }
  }

  /// Every tensor: bytes within the file, and values. Returns how many were decoded.
  private static func read(_ source: some TensorSource, size: Int) throws -> Int {
    var total = 0
    var decoded = 0
    for entry in source.entries {
      try source.withBytes(of: entry.name) { bytes in
        guard bytes.count == entry.byteCount else { throw Failure(description: "\(entry) gave \(bytes.count) bytes") }
        // Touches every byte.
        guard bytes.reduce(0, { $0 + Int($1) }) <= 255 * bytes.count else {
          throw Failure(description: "\(entry) changed under the reader")
        }
        total += bytes.count
      }
      if entry.type.isDecodable {
        guard try source.float32(of: entry.name).count == entry.elementCount else {
          throw Failure(description: "\(entry) gave another number of values")
        }
        try withUnsafeTemporaryAllocation(of: UInt16.self, capacity: entry.elementCount) { buffer in
          try source.bfloat16(of: entry.name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<entry.elementCount]))
        }
        decoded += 1
      } else {
        do {
          _ = try source.float32(of: entry.name)
          throw Failure(description: "\(entry) was decoded")
        } catch let error as ModelFileError where error.code == .unsupportedType {}
      }
    }
    guard total <= size else { throw Failure(description: "tensors of \(total) bytes out of \(size)") }
    return decoded
  }

  /// Every way to look at a value.
  private func touch(_ file: GGUFFile, _ key: String) {
    _ = (file.string(key), file.int(key), file.float(key), file.bool(key))
    _ = (file.strings(key), file.floats(key), file.ints(key), file.bools(key))
    _ = file.metadata[key]?.array?.count
  }
}
