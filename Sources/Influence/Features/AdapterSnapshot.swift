internal import Foundation
internal import IsoglossAlignment
internal import IsoglossCore
public import IsoglossModels

/// An adapter at a moment of its training, with the optimiser's moments where they were kept.
public struct AdapterSnapshot: Sendable {
  /// Adam's moments, laid out as the flat gradient.
  public struct Moments: Sendable {
    /// Mean of gradients.
    public var first: [Float]
    /// Mean of squared gradients.
    public var second: [Float]

    /// Moments of equal length.
    public init(first: [Float], second: [Float]) {
      self.first = first
      self.second = second
    }
  }

  /// `step-00000040`, or the folder's name.
  public var name: String
  /// SHA-256 of its file.
  public var hash: String
  /// Learning rate of its part of the training, on average.
  public var rate: Double
  /// Its numbers.
  public var weights: AdapterWeights
  /// Adam's moments; null where they were not kept.
  public var moments: Moments?

  /// A snapshot.
  public init(name: String, hash: String, rate: Double, weights: AdapterWeights, moments: Moments? = nil) {
    self.name = name
    self.hash = hash
    self.rate = rate
    self.weights = weights
    self.moments = moments
  }

  /// The checkpoints that a run's folder keeps, in order; the finished adapter alone where it keeps none.
  ///
  /// A checkpoint's rate is the mean over the steps since the one before it.
  /// - Throws: `InfluenceError`, `AlignmentError`, `ModelError`; a damaged checkpoint is refused, not left out.
  public static func all(of folder: AdapterFolder) throws -> [AdapterSnapshot] {
    let checkpoints = folder.url.appending(path: "checkpoints")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: checkpoints.path)) ?? []).filter {
      $0.hasPrefix("step-")
    }.sorted()
    guard let manifest = folder.manifest, !names.isEmpty else { return [try finished(folder)] }
    let stage = manifest.stage
    let rates = LearningRate(stage, steps: stage.steps(pairs: manifest.data.trained))
    var before = 0
    return try names.map { name in
      let file = checkpoints.appending(path: "\(name)/state.safetensors")
      let state = try TrainerState(contentsOf: file)
      defer { before = state.step }
      let steps = before..<max(before + 1, state.step)
      return AdapterSnapshot(
        name: name, hash: try ContentHash.ofFile(at: file),
        rate: steps.reduce(0) { $0 + rates[$1] } / Double(steps.count),
        weights: try folder.weights.replaced(by: state.values, in: file),
        moments: Moments(first: state.first, second: state.second))
    }
  }

  /// The finished adapter of a folder.
  public static func finished(_ folder: AdapterFolder) throws -> AdapterSnapshot {
    AdapterSnapshot(
      name: folder.url.lastPathComponent, hash: try ContentHash.ofFile(at: folder.weightsFile),
      rate: folder.manifest?.stage.rate ?? 1, weights: folder.weights)
  }
}

extension AdapterWeights {
  /// The same layers with the numbers of a trainer's state: A then B of each layer, in the order of a checkpoint.
  func replaced(by values: [Float], in file: URL) throws -> AdapterWeights {
    var result = AdapterWeights(layers: layers.sorted { $0.place < $1.place })
    guard values.count == layers.reduce(0, { $0 + $1.a.count + $1.b.count }) else {
      throw InfluenceError(.badInput, "\(file.path) is of another adapter than the one beside it.")
    }
    var start = 0
    func next(_ count: Int) -> [Float] {
      defer { start += count }
      return Array(values[start..<start + count])
    }
    for index in result.layers.indices {
      result.layers[index].a = next(result.layers[index].a.count)
      result.layers[index].b = next(result.layers[index].b.count)
    }
    return result
  }
}

extension AdapterWeights.Layer {
  /// Block and kind: what a trainer's state is sorted by.
  fileprivate var place: Int {
    let kinds = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    let parts = name.split(separator: ".")
    let block = parts.compactMap { Int($0) }.first ?? 0
    return block * kinds.count + (parts.last.flatMap { kinds.firstIndex(of: String($0)) } ?? 0)
  }
}
