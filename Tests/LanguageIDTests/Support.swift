import Foundation
import IsoglossLanguageID

/// Where things lie, from this file's place in the repository.
enum Place {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let goldens = repository.appendingPathComponent("Tests/LanguageIDTests/Goldens")
  static let shared = repository.deletingLastPathComponent().appendingPathComponent("shared/data")

  static func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  static func golden<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: goldens.appendingPathComponent(name)))
  }
}

/// A label with its probability, as goldens store it: a list of two.
struct Expected: Decodable {
  var label: String
  var probability: Double

  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    label = try list.decode(String.self)
    probability = try list.decode(Double.self)
  }
}

/// A small deterministic generator for tests.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
