public import Foundation
public import IsoglossCore

/// An adapter with those beneath it, as they are added to a base.
public struct AdapterStack: Sendable {
  /// The first is added first.
  public let folders: [AdapterFolder]
  /// Name and hash of each, for a model's identity.
  public let name: String
  /// Hash of each, the first first.
  public let hashes: [String]

  /// Reads the adapter of a folder, and those that its manifest says it was trained on top of.
  /// - Parameters:
  ///   - fingerprint: of the base that they are to be added to; null leaves the base to a later check.
  ///   - hash: SHA-256 of a file, from the caller, who has the function.
  /// - Throws: `ModelError.badAdapter` for another base, a changed file, or a missing adapter beneath.
  public init(contentsOf url: URL, base fingerprint: String?, hash: (URL) throws -> String) throws {
    let top = try AdapterFolder(contentsOf: url)
    let beneath = try (top.manifest?.onto ?? []).map { layer in
      let folder: AdapterFolder
      do {
        folder = try AdapterFolder(contentsOf: URL(fileURLWithPath: layer.path))
      } catch {
        throw ModelError(
          .badAdapter, "\(url.path) was trained on top of \(layer.path), which cannot be read.", underlying: error)
      }
      guard try hash(folder.weightsFile) == layer.hash else {
        throw ModelError(.badAdapter, "\(layer.path) has changed since \(url.path) was trained on top of it.")
      }
      return folder
    }
    folders = beneath + [top]
    hashes = try folders.map { try hash($0.weightsFile) }
    for (folder, hash) in zip(folders, hashes) {
      guard let manifest = folder.manifest else { continue }
      guard manifest.weightsHash == hash else {
        throw ModelError(.badAdapter, "The weights in \(folder.url.path) are not those that its manifest describes.")
      }
      guard fingerprint == nil || manifest.base.fingerprint == fingerprint else {
        throw ModelError(
          .badAdapter,
          "\(folder.url.path) was trained on \(manifest.base.name) (\(manifest.base.fingerprint.prefix(12))…), and this "
            + "base is another (\((fingerprint ?? "").prefix(12))…).")
      }
    }
    name = zip(folders, hashes).map { "\($0.url.lastPathComponent) \($1.prefix(16))" }.joined(separator: " + ")
  }

  /// The template that the top adapter was trained under; null where nothing tells.
  public var template: String? { folders.last?.manifest?.base.template }

  /// All of them as one adapter: the sum of their additions.
  public var weights: AdapterWeights { AdapterWeights.sum(folders.map(\.weights)) }

  /// What a manifest of an adapter on top of these keeps of them.
  public var layers: [AdapterManifest.Layer] {
    zip(folders, hashes).map { folder, hash in
      AdapterManifest.Layer(
        path: folder.url.standardizedFileURL.path, hash: hash,
        teachesCompliance: folder.manifest?.teachesCompliance ?? false)
    }
  }
}

extension AdapterWeights {
  /// One adapter that adds what several add: A's on top of each other, B's side by side with their scales in them.
  public static func sum(_ adapters: [AdapterWeights]) -> AdapterWeights {
    guard adapters.count > 1 else { return adapters.first ?? AdapterWeights(layers: []) }
    var names: [String] = []
    var parts: [String: [Layer]] = [:]
    for layer in adapters.flatMap(\.layers) {
      if parts[layer.name] == nil { names.append(layer.name) }
      parts[layer.name, default: []].append(layer)
    }
    return AdapterWeights(
      layers: names.map { name in
        let layers = parts[name] ?? []
        let (inputs, outputs) = (layers[0].inputs, layers[0].outputs)
        let b = (0..<outputs).flatMap { row in
          layers.flatMap { layer in
            layer.b[row * layer.rank..<(row + 1) * layer.rank].map { $0 * Float(layer.scale) }
          }
        }
        return Layer(
          name: name, rank: layers.reduce(0) { $0 + $1.rank }, inputs: inputs, outputs: outputs,
          a: layers.flatMap(\.a), b: b, scale: 1)
      })
  }
}
