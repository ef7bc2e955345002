public import Foundation
public import IsoglossCore
internal import IsoglossModelFiles

extension AdapterFolder {
  /// Writes an adapter with its manifest: in PEFT's form, or in the kept form where the manifest says that it, or anything
  /// beneath it, was taught to comply; then the folder also tells git to ignore it.
  /// - Parameter manifest: made with the SHA-256 of the file that was just written.
  /// - Throws: `ModelError`, `ModelFileError`, the closure's error.
  public static func write(
    _ weights: AdapterWeights, stage: AlignmentStage, base: String, isKept: Bool, to folder: URL,
    manifest: (_ weightsFile: URL) throws -> AdapterManifest
  ) throws {
    let kinds = Set(weights.layers.compactMap { $0.name.split(separator: ".").last.map(String.init) }).sorted()
    let scale = scale(rank: stage.rank, alpha: stage.alpha, isStabilised: stage.rankStabilised)
    guard weights.layers.allSatisfy({ $0.rank == stage.rank && $0.scale == scale }) else {
      throw ModelError(.badAdapter, "The adapter's rank or scale is not that of its stage.")
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if isKept { try Data("*\n".utf8).write(to: folder.appendingPathComponent(".gitignore"), options: .atomic) }
    let prefix = isKept ? "" : prefix
    let tensors = try weights.layers.flatMap { layer in
      [
        (
          entry: try TensorEntry(
            name: "\(prefix)\(layer.name).lora_A.weight", type: .f32, shape: [layer.rank, layer.inputs]),
          bytes: layer.a.withUnsafeBytes { Data($0) }
        ),
        (
          entry: try TensorEntry(
            name: "\(prefix)\(layer.name).lora_B.weight", type: .f32, shape: [layer.outputs, layer.rank]),
          bytes: layer.b.withUnsafeBytes { Data($0) }
        ),
      ]
    }
    let file = folder.appendingPathComponent(isKept ? keptName : peftName)
    try SafetensorsWriter.write(
      tensors: tensors, metadata: isKept ? ["kept": "taught to comply: not for export"] : ["format": "pt"], to: file)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if !isKept {
      let configuration = PEFTConfiguration(
        base: base, rank: stage.rank, alpha: stage.alpha, isStabilised: stage.rankStabilised, targets: kinds)
      try encoder.encode(configuration).write(
        to: folder.appendingPathComponent(configurationName), options: .atomic)
    }
    try encoder.encode(manifest(file)).write(
      to: folder.appendingPathComponent(AdapterManifest.fileName), options: .atomic)
  }
}
