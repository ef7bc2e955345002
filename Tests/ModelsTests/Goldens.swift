import Foundation
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch

/// Where goldens and models are.
enum Goldens {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")

  static let tinyNames = [
    "llama-old", "llama3-old", "llama3-new", "qwen2-new", "qwen2-sliding-old", "qwen3-old-sharded", "mistral-new",
    "mistral-old-full", "gemma3-270m-old", "gemma3-1b-new",
  ]

  static func tinyFolder(_ name: String) -> URL { folder.appendingPathComponent("tiny-\(name)") }

  static func json<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

/// A golden's numbers.
struct Expected {
  let file: SafetensorsFile

  init(_ url: URL) throws { file = try SafetensorsFile(contentsOf: url) }

  func floats(_ name: String) throws -> [Float] { try file.float32(of: name) }
  func ints(_ name: String) throws -> [Int] { try file.float32(of: name).map { Int($0) } }
}

/// A tiny model of the goldens, by both paths.
struct TinyModel {
  let configuration: ModelConfiguration
  let decoder: Decoder
  let expected: Expected

  init(_ name: String) throws {
    let folder = Goldens.tinyFolder(name)
    configuration = try ModelConfiguration(folder: folder)
    decoder = try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: .float32)
    expected = try Expected(folder.appendingPathComponent("expected.safetensors"))
  }
}

/// The largest difference between two lists, over the range of the second.
func gap(_ values: [Float], _ expected: [Float]) -> Float {
  guard values.count == expected.count, let low = expected.min(), let high = expected.max(), high > low else {
    return .infinity
  }
  let worst = zip(values, expected).reduce(Float(0)) { worst, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  }
  return worst / (high - low)
}
