import Foundation
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossInterpretability

/// Every hook point against transformers, and against its own definition.
@Suite struct HookTests {
  /// What stands at each point in one pass over a row of tokens.
  private func record(_ decoder: Decoder, _ ids: [Int]) throws -> [String: Tensor] {
    var seen: [String: Tensor] = [:]
    try noGrad {
      _ = try decoder.states(Tensor(ids, shape: [1, ids.count])) { point, x in
        #expect(seen.updateValue(x, forKey: point.description) == nil, "\(point) comes once")
        return x
      }
    }
    return seen
  }

  @Test("every hook point holds what transformers has there", arguments: Goldens.embedded)
  func transformers(name: String) throws {
    let file = try SafetensorsFile(contentsOf: Goldens.folder.appendingPathComponent("hooks-\(name).safetensors"))
    let decoder = try Decoder.load(ModelCatalog().resolve(name), dtype: .float32)
    let ids = try file.float32(of: "ids").map { Int($0) }
    let positions = try Tensor(file.float32(of: "positions").map { Int($0) })
    let seen = try record(decoder, ids)
    #expect(Set(seen.keys) == Set(HookPoint.all(layers: decoder.blocks.count).map(\.description)))
    let points = file.entries.map(\.name).filter { $0 != "ids" && $0 != "positions" }
    #expect(points.count == 3 * 11 + 2)
    for point in points {
      let tensor = try #require(seen[point], "\(point)")
      let axis = point.hasSuffix(".pattern") ? 2 : 1
      let values = try tensor.rows(positions, axis: axis).contiguous().floats().doubles
      let worst = gap(values, try file.float32(of: point).doubles)
      #expect(worst < 1e-4, "\(point): \(worst)")
    }
  }

  @Test("points agree with each other as their definitions say", arguments: ["llama-old", "gemma3-270m-old"])
  func definitions(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    let seen = try record(decoder, ids)
    func at(_ point: HookPoint) throws -> Tensor { try #require(seen[point.description]) }
    for layer in decoder.blocks.indices {
      let middle = try at(.blockInput(layer)) + at(.attentionUpdate(layer))
      #expect(try middle.floats() == at(.blockMiddle(layer)).floats())
      let output = try at(.blockMiddle(layer)) + at(.mlpUpdate(layer))
      #expect(try output.floats() == at(.blockOutput(layer)).floats())
      let next: HookPoint = layer + 1 < decoder.blocks.count ? .blockInput(layer + 1) : .final
      #expect(try at(.blockOutput(layer)).floats() == at(next).floats())
      let pattern = try at(.pattern(layer))
      #expect(pattern.shape == [1, decoder.configuration.heads, ids.count, ids.count])
      #expect(try pattern.sum(-1).floats().allSatisfy { abs($0 - 1) < 1e-5 })
      // Heads are the pattern times the values of their group.
      let (heads, shared) = (decoder.configuration.heads, decoder.configuration.sharedHeads)
      let values = try at(.values(layer)).reshaped(1, ids.count, shared, decoder.configuration.headWidth)
        .transposed(1, 2).repeatedInterleaved(heads / shared, axis: 1)
      let mixed = try pattern.matmul(values).transposed(1, 2).reshaped(1, ids.count, -1)
      #expect(try gap(mixed.floats().doubles, at(.heads(layer)).floats().doubles) < 1e-6)
    }
    #expect(try decoder.finalNorm(at(.final)).floats() == at(.finalNorm).floats())
  }

  @Test("values and patterns can be replaced", arguments: ["llama-old", "gemma3-270m-old"])
  func replaced(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    func run(_ hook: Hook?) throws -> [Double] {
      try noGrad {
        try decoder.logits(decoder.states(Tensor(ids, shape: [1, ids.count]), hook: hook)).floats().doubles
      }
    }
    let plain = try run(nil)
    #expect(try gap(run { $1 }, plain) < 1e-5)
    // Without values a block's heads give nothing, and without a pattern neither.
    let silent = try run { point, x in if case .heads = point { try x * 0 } else { x } }
    #expect(try run { point, x in if case .values = point { try x * 0 } else { x } } == silent)
    #expect(try run { point, x in if case .pattern = point { try x * 0 } else { x } } == silent)
    #expect(gap(silent, plain) > 1e-3)
    #expect(try gap(run { point, x in point == .finalNorm ? try x * 2 : x }, plain.map { $0 * 2 }) < 1e-6)
  }
}
