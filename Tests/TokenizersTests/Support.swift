import Foundation
import IsoglossCore
import IsoglossModelFiles
import Testing

@testable import IsoglossTokenizers

/// Where things are.
enum Place {
  static let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
  static let root = here.deletingLastPathComponent().deletingLastPathComponent()
  static let shared = root.deletingLastPathComponent().appendingPathComponent("shared/data")
  static let peers = root.appendingPathComponent(".peers/models")
  static let home = Home.url

  static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}

/// A file of `Goldens`, read by the module's own JSON reader.
func golden(_ name: String) throws -> JSONValue {
  try JSONParser.parse(Array(Data(contentsOf: Place.here.appendingPathComponent("Goldens/\(name)"))))
}

extension JSONValue {
  func get(_ key: String) throws -> JSONValue { try #require(self[key], "\(key) is missing") }
  var strings: [String] { array?.compactMap(\.string) ?? [] }
  var ids: [Int32] { array?.compactMap(\.integer).map { Int32($0) } ?? [] }
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
}

/// The two embedded models.
enum Embedded: String, CaseIterable, Sendable {
  case gemma, smollm

  var gguf: URL {
    switch self {
    case .gemma: Place.home.appendingPathComponent("models/gemma-3-270m/gemma-3-270m-q4_k_m.gguf")
    case .smollm:
      Place.home.appendingPathComponent("models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
    }
  }

  var folder: URL {
    Place.peers.appendingPathComponent(self == .gemma ? "gemma-3-270m" : "smollm2-135m-instruct")
  }

  /// Loaded once for all tests.
  func tokenizer() throws -> Tokenizer {
    switch self {
    case .gemma: try Self.gemmaTokenizer.get()
    case .smollm: try Self.smollmTokenizer.get()
    }
  }

  private static let gemmaTokenizer = Result { try Tokenizer(gguf: GGUFFile(contentsOf: Embedded.gemma.gguf)) }
  private static let smollmTokenizer = Result { try Tokenizer(gguf: GGUFFile(contentsOf: Embedded.smollm.gguf)) }
}

/// FNV-1a over 64 bits.
struct FNV {
  var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  /// Each id as four bytes, little endian, and four bytes FF at the end.
  mutating func add(line ids: some Sequence<Int32>) {
    for id in ids { for shift in 0..<4 { add(UInt8(truncatingIfNeeded: id >> Int32(8 * shift))) } }
    for _ in 0..<4 { add(0xFF) }
  }

  static func hex(_ ids: some Sequence<Int32>) -> String {
    var hash = FNV()
    hash.add(line: ids)
    return hash.hex
  }

  var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Equal scalars. (`==` takes canonically equal strings for one.)
func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// Runs the body and gives the `TokenizerError` that it throws.
func failure<T>(_ body: () throws -> T) -> TokenizerError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? TokenizerError
  }
}
