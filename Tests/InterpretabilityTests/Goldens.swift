import Foundation
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch

/// Where goldens and models are.
enum Goldens {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens")
  static let embedded = ["smollm2-135m-instruct", "gemma-3-270m"]

  static func json<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// A tiny model of the goldens of Models: `llama-old`, `gemma3-270m-old`.
  static func tiny(_ name: String) throws -> (decoder: Decoder, ids: [Int]) {
    let folder = folder.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("ModelsTests/Goldens/tiny-\(name)")
    let configuration = try ModelConfiguration(folder: folder)
    let decoder = try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: .float32)
    let expected = try SafetensorsFile(contentsOf: folder.appendingPathComponent("expected.safetensors"))
    return (decoder, try expected.float32(of: "ids_0").map { Int($0) })
  }
}

/// The largest difference between two lists, over the range of the second.
func gap(_ values: [Double], _ expected: [Double]) -> Double {
  guard values.count == expected.count, let low = expected.min(), let high = expected.max(), high > low else {
    return .infinity
  }
  return zip(values, expected).reduce(0) { max($0, $1.0.isNaN ? .infinity : abs($1.0 - $1.1)) } / (high - low)
}

extension [Float] {
  var doubles: [Double] { map(Double.init) }
}
