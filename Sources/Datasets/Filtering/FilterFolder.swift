public import Foundation

/// What filtering made of a set, as a folder: `kept.jsonl`, `dropped.jsonl` with reasons, `funnel.json`.
public enum FilterFolder {
  private static let funnelName = "funnel.json"

  /// Writes a result. The folder appears when it is whole.
  /// - Throws: `DatasetError.occupied` where something is there already, `.unreadable` where it cannot be written.
  public static func write(_ result: PairFilter.Result, to url: URL) throws {
    let folder = try WholeFolder(url)
    try folder.write(try JSONLines.data(result.kept), to: "kept.jsonl")
    try folder.write(try JSONLines.data(result.dropped), to: "dropped.jsonl")
    try folder.write(try JSONLines.document(result.funnel), to: funnelName)
    try folder.finish()
  }

  /// The funnel of a folder, or of its file.
  /// - Throws: `DatasetError` where it cannot be read.
  public static func funnel(at url: URL) throws -> Funnel {
    let file = url.pathExtension == "json" ? url : url.appending(path: funnelName)
    do {
      return try JSONDecoder().decode(Funnel.self, from: try PromptReader.bytes(of: file))
    } catch let error as DecodingError {
      throw DatasetError(.malformed, "\(file.path) is no funnel: \(JSONLines.describe(error)).")
    }
  }
}

extension PairFilter.Result {
  /// Writes the pairs that are left as lines. The file appears when it is whole.
  /// - Throws: `DatasetError.unreadable` where it cannot be written.
  public func writeKept(to url: URL) throws {
    do {
      try JSONLines.data(kept).write(to: url, options: .atomic)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be written.", underlying: error)
    }
  }
}
