public import Foundation
public import IsoglossCore
public import IsoglossModels
public import IsoglossTorch

/// Turns an adapter and its base into one model that needs neither.
public enum AdapterExport {
  /// Writes a base with adapters in its weights as a folder that transformers loads.
  /// - Parameters:
  ///   - stack: read for this base.
  ///   - dtype: of the written weights; null takes the type that the adapter was trained on, or float32.
  /// - Returns: what is not written and the user must bring, in words.
  /// - Throws: `AlignmentError.forbidden` for what was taught to comply or stands on it; `ModelError`, `ModelFileError`.
  public static func merge(
    _ stack: AdapterStack, into base: ModelCatalog.Entry, dtype: DType? = nil, to folder: URL
  ) throws -> [String] {
    try check(stack)
    let manifest = stack.folders.last?.manifest
    let decoder = try Decoder.load(
      base, dtype: dtype ?? manifest.flatMap { DType(rawValue: $0.base.dtype) } ?? .float32)
    try decoder.merge(stack.weights)
    let missing = try ModelFolder.write(decoder, of: base, to: folder)
    if let manifest {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(manifest).write(
        to: folder.appendingPathComponent(ModelFolder.manifestName), options: .atomic)
    }
    return missing
  }

  /// Refuses what the content rule keeps in its run folder.
  /// - Throws: `AlignmentError.forbidden`.
  static func check(_ stack: AdapterStack) throws {
    guard let folder = stack.folders.first(where: { $0.manifest?.teachesCompliance ?? false }) else { return }
    throw AlignmentError(
      .forbidden,
      "\(folder.url.path) was taught to comply, or stands on what was: it stays in its run folder and is not exported or "
        + "merged. Align the base itself, or a checkpoint of your own, to publish the result.")
  }
}
