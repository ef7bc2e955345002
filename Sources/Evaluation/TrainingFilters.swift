public import Foundation
internal import IsoglossCore

/// Which judges filtered what an adapter, or a model made of one, was trained on, as its folder says.
public enum TrainingFilters {
  /// Files that say how an adapter was made, and a whole model.
  private static let fileNames = [AdapterManifest.fileName, "isogloss-model.json"]

  /// What is read here of that file: the filters, at the top or among what it says of its data, and the adapters that
  /// were added to the model before it.
  private struct Manifest: Decodable {
    struct Data: Decodable {
      var filterJudges: [String]?
    }
    struct Layer: Decodable {
      var path: String
    }
    var filterJudges: [String]?
    var data: Data?
    var onto: [Layer]?
  }

  /// Names of the judges that filtered for it or for an adapter beneath it, each once, in order; null where nothing says.
  /// - Throws: `EvaluationError.badAdapterManifest` where a manifest cannot be read: an unknown filter would be taken for
  ///   none.
  public static func read(from folder: URL) throws(EvaluationError) -> [String]? {
    guard let manifest = try manifest(in: folder) else { return nil }
    var lists = [manifest.filterJudges, manifest.data?.filterJudges]
    for layer in manifest.onto ?? [] {
      let beneath = try Self.manifest(in: URL(filePath: layer.path))
      lists += [beneath?.filterJudges, beneath?.data?.filterJudges]
    }
    let said = lists.compactMap { $0 }
    guard !said.isEmpty else { return nil }
    var seen: Set<String> = []
    return said.flatMap { $0 }.filter { seen.insert($0).inserted }
  }

  /// The same for several folders.
  public static func read(from folders: [URL]) throws(EvaluationError) -> [String]? {
    var all: [String]?
    for folder in folders {
      guard let said = try read(from: folder) else { continue }
      all = (all ?? []) + said.filter { all?.contains($0) != true }
    }
    return all
  }

  private static func manifest(in folder: URL) throws(EvaluationError) -> Manifest? {
    let urls = fileNames.map { folder.appending(path: $0) }
    guard let url = urls.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else { return nil }
    do {
      return try JSONDecoder().decode(Manifest.self, from: Foundation.Data(contentsOf: url))
    } catch {
      throw EvaluationError(
        .badAdapterManifest,
        "\(url.path) is no manifest of an adapter: it must be a JSON object, with filterJudges a list of names.",
        underlying: error)
    }
  }
}
