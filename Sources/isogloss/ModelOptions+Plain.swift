import Foundation
import IsoglossCore
import IsoglossInterpretability
import IsoglossModels
import IsoglossTorch

extension ModelOptions {
  /// Makes the model out of plain operations in float32, on which gradients run, with its adapters in its weights in memory.
  func plainDecoder() throws -> PatchStudy.PlainModel {
    let entry = try ModelCatalog().resolve(model)
    let stack = try adapter.map {
      try AdapterStack(contentsOf: URL(filePath: $0), base: nil) { try ContentHash.ofFile(at: $0) }
    }
    let weights = stack?.weights
    return {
      let decoder = try Decoder.load(entry, dtype: .float32)
      if let weights { try decoder.merge(weights) }
      return decoder
    }
  }
}
