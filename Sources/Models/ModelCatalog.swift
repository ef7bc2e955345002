public import Foundation
public import IsoglossCore

/// Turns the name of a model into its files.
public struct ModelCatalog: Sendable {
  /// A model that was found.
  public struct Entry: Hashable, Sendable {
    /// What kind of files it has.
    public enum Format: Hashable, Sendable {
      /// One GGUF file.
      case gguf
      /// A Hugging Face folder with safetensors.
      case folder
    }

    /// The name that was asked for.
    public var name: String
    /// The file, or the folder.
    public var url: URL
    /// What kind of files it has.
    public var format: Format
    /// Every file that decides what the model answers, in a fixed order: what a fingerprint is made of.
    public var files: [URL]
  }

  /// Names of the embedded models and where `make setup` puts them, below the home.
  static let embedded = [
    "gemma-3-270m": "models/gemma-3-270m/gemma-3-270m-q4_k_m.gguf",
    "smollm2-135m-instruct": "models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf",
  ]

  /// Folder that holds the embedded models.
  public let home: URL

  /// A catalog.
  /// - Parameter home: where `make setup` put the models.
  public init(home: URL = Home.url) { self.home = home }

  /// Names that need no path.
  public var names: [String] { Self.embedded.keys.sorted() }

  /// The model of a name: `gemma-3-270m`, `smollm2-135m-instruct`, or a path to a folder or a `.gguf` file.
  /// - Throws: `ModelError.notFound`, with what to do.
  public func resolve(_ name: String) throws -> Entry {
    if let place = Self.embedded[name] {
      let url = home.appendingPathComponent(place)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw ModelError(.notFound, "\(name) is not at \(url.path). Run `make setup` to fetch it.")
      }
      return Entry(name: name, url: url, format: .gguf, files: [url])
    }
    let url = URL(fileURLWithPath: name)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw ModelError(
        .notFound,
        "There is no model \(name). Give \(names.joined(separator: " or ")) (after `make setup`), a path to a folder with "
          + "config.json and safetensors, or a path to a .gguf file.")
    }
    guard isFolder.boolValue else {
      guard url.pathExtension.lowercased() == "gguf" else {
        throw ModelError(
          .notFound, "\(name) is no .gguf file. For safetensors, give the folder that holds config.json.")
      }
      return Entry(name: name, url: url, format: .gguf, files: [url])
    }
    return Entry(name: name, url: url, format: .folder, files: try Self.files(of: url))
  }

  private static func files(of folder: URL) throws -> [URL] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    guard names.contains("config.json") else {
      throw ModelError(.notFound, "\(folder.path) has no config.json: it is no Hugging Face model folder.")
    }
    let fixed: Set = [
      "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
      "model.safetensors.index.json",
    ]
    let chosen = names.filter { fixed.contains($0) || ($0.hasPrefix("model") && $0.hasSuffix(".safetensors")) }
    guard chosen.contains(where: { $0.hasSuffix(".safetensors") }) else {
      throw ModelError(.notFound, "\(folder.path) has no model*.safetensors; fetch the weights in that format.")
    }
    return chosen.map { folder.appendingPathComponent($0) }
  }
}
