public import Foundation
public import IsoglossCore
internal import IsoglossModelFiles

/// An adapter on disk.
///
/// Two forms. PEFT's (`adapter_config.json`, `adapter_model.safetensors`), which every program of the ecosystem loads. And a
/// kept form (`kept_adapter.safetensors`), which only this project reads: for what was taught to comply or stands on it,
/// and must not leave its run folder.
public struct AdapterFolder: Sendable {
  static let configurationName = "adapter_config.json"
  static let peftName = "adapter_model.safetensors"
  static let keptName = "kept_adapter.safetensors"
  /// Before the name of a layer in PEFT's files.
  static let prefix = "base_model.model."

  /// The folder.
  public let url: URL
  /// The adapter.
  public let weights: AdapterWeights
  /// What made it; null for a folder that another program wrote.
  public let manifest: AdapterManifest?
  /// The base that PEFT's configuration names; null in the kept form.
  public let baseName: String?
  /// Its weights' file.
  public let weightsFile: URL

  /// Reads an adapter. Every tensor must belong to a layer, and every layer must have both of its tensors.
  /// - Throws: `ModelError.badAdapter`, `.notFound`; `ModelFileError`.
  public init(contentsOf url: URL) throws {
    self.url = url
    let manifest = try Self.manifest(of: url)
    self.manifest = manifest
    if FileManager.default.fileExists(atPath: url.appendingPathComponent(Self.keptName).path) {
      guard let manifest else {
        throw ModelError(.badAdapter, "\(url.path) has no \(AdapterManifest.fileName) beside its weights.")
      }
      weightsFile = url.appendingPathComponent(Self.keptName)
      let stage = manifest.stage
      weights = try Self.layers(
        SafetensorsFile(contentsOf: weightsFile), prefix: "", rank: stage.rank,
        scale: Self.scale(rank: stage.rank, alpha: stage.alpha, isStabilised: stage.rankStabilised))
      baseName = nil
    } else {
      let configuration = try PEFTConfiguration(folder: url)
      weightsFile = url.appendingPathComponent(Self.peftName)
      weights = try Self.layers(
        SafetensorsFile(contentsOf: weightsFile), prefix: Self.prefix, rank: configuration.r,
        scale: Self.scale(
          rank: configuration.r, alpha: configuration.lora_alpha, isStabilised: configuration.use_rslora ?? false))
      try configuration.checkTargets(weights)
      baseName = configuration.base_model_name_or_path
    }
  }

  static func scale(rank: Int, alpha: Double, isStabilised: Bool) -> Double {
    alpha / (isStabilised ? Double(rank).squareRoot() : Double(rank))
  }

  private static func manifest(of url: URL) throws -> AdapterManifest? {
    let file = url.appendingPathComponent(AdapterManifest.fileName)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      let manifest = try JSONDecoder().decode(AdapterManifest.self, from: Data(contentsOf: file))
      guard manifest.schema <= AdapterManifest.currentSchema else {
        throw ModelError(.badAdapter, "\(file.path) has layout \(manifest.schema), of a newer isogloss: update it.")
      }
      return manifest
    } catch let error as ModelError {
      throw error
    } catch {
      throw ModelError(.badAdapter, "\(file.path) cannot be read as a manifest.", underlying: error)
    }
  }

  /// The pairs of tensors `PREFIX LAYER .lora_A.weight` [rank, in] and `.lora_B.weight` [out, rank].
  private static func layers(
    _ file: SafetensorsFile, prefix: String, rank: Int, scale: Double
  ) throws -> AdapterWeights {
    func bad(_ message: String) -> ModelError { ModelError(.badAdapter, "\(file.url.path): \(message)") }
    var sides: [String: (a: TensorEntry?, b: TensorEntry?)] = [:]
    for entry in file.entries {
      guard entry.name.hasPrefix(prefix) else {
        throw bad("the tensor \"\(entry.name)\" does not start with \"\(prefix)\", so no layer would get it.")
      }
      let inner = entry.name.dropFirst(prefix.count)
      if inner.hasSuffix(".lora_A.weight") {
        sides[String(inner.dropLast(".lora_A.weight".count)), default: (nil, nil)].a = entry
      } else if inner.hasSuffix(".lora_B.weight") {
        sides[String(inner.dropLast(".lora_B.weight".count)), default: (nil, nil)].b = entry
      } else {
        throw bad("the tensor \"\(entry.name)\" is no part of a low-rank adapter.")
      }
    }
    guard !sides.isEmpty else { throw bad("there is no tensor in it.") }
    let layers = try sides.sorted { $0.key < $1.key }.map { name, side in
      guard let a = side.a, let b = side.b else {
        throw bad("\(name) has only its lora_\(side.a == nil ? "B" : "A").")
      }
      guard a.shape.count == 2, b.shape.count == 2, a.shape[0] == rank, b.shape[1] == rank else {
        let isTurned = a.shape.count == 2 && b.shape.count == 2 && a.shape[1] == rank && b.shape[0] == rank
        throw bad(
          "\(name) has A \(a.shape) and B \(b.shape); rank \(rank) makes them [\(rank), in] and [out, \(rank)]"
            + (isTurned ? ": they are transposed." : "."))
      }
      return AdapterWeights.Layer(
        name: name, rank: rank, inputs: a.shape[1], outputs: b.shape[0], a: try file.float32(of: a.name),
        b: try file.float32(of: b.name), scale: scale)
    }
    return AdapterWeights(layers: layers)
  }
}
