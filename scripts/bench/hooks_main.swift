import Foundation
import IsoglossModels
import IsoglossTorch

// hooks FOLDER PATH COUNT: COUNT passes of 12 tokens without a hook, through PATH (decoder or packed).
let arguments = CommandLine.arguments
let folder = URL(fileURLWithPath: arguments[1])
let configuration = try ModelConfiguration(folder: folder)
let decoder = try Decoder(
  configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: .float32)
let packed = try PackedDecoder(decoder)
let ids = (0..<12).map { 1 + $0 % (configuration.vocabulary - 1) }
let tokens = try Tensor(ids, shape: [1, ids.count])
var sum: Float = 0
for _ in 0..<(Int(arguments[3]) ?? 0) {
  let states = try noGrad {
    arguments[2] == "decoder"
      ? try decoder.states(tokens)
      : try packed.states(
        ids: ids, slots: [Int64](repeating: 0, count: ids.count), positions: ids.indices.map(Int64.init),
        cache: packed.makeCache())
  }
  sum += try states.floats()[0]
}
print(sum)
