public import Foundation

/// A model's weights as Hugging Face stores them: one `model.safetensors`, or shards with an index.
public struct SafetensorsFolder: TensorSource {
  /// The folder.
  public let url: URL
  /// Tensors of all shards: shards in the order of their names, tensors in the order of their bytes.
  public let entries: [TensorEntry]
  /// The files, in the order of their names.
  public let shards: [SafetensorsFile]

  /// Tensor name to place in `entries` and shard.
  private let index: [String: (entry: Int, shard: Int)]
  private static let mostShards = 4096

  /// Opens `stem.safetensors`, or the shards that `stem.safetensors.index.json` names.
  /// - Parameters:
  ///   - folder: the model's folder.
  ///   - stem: file name without extension: `model`, or `adapter_model` for an adapter.
  /// - Throws: `ModelFileError`, also where a tensor is not in the shard that the index names, or a shard's path
  ///   leaves the folder.
  public init(contentsOf folder: URL, stem: String = "model") throws {
    let single = folder.appendingPathComponent("\(stem).safetensors")
    if FileManager.default.fileExists(atPath: single.path) {
      let file = try SafetensorsFile(contentsOf: single)
      self.init(folder: folder, shards: [file]) { _, _ in true }
      return
    }
    let indexURL = folder.appendingPathComponent("\(stem).safetensors.index.json")
    guard FileManager.default.fileExists(atPath: indexURL.path) else {
      let message = "has neither \(stem).safetensors nor \(stem).safetensors.index.json. Give a model's folder."
      throw ModelFileError(code: .notFound, message: message, path: folder.path)
    }
    let shardOf = try Self.weightMap(indexURL)
    let names = Set(shardOf.values).sorted()
    guard names.count <= Self.mostShards else {
      let message = "names \(names.count) shards; at most \(Self.mostShards) are read."
      throw ModelFileError(code: .tooLarge, message: message, path: indexURL.path)
    }
    let shards = try names.map { try SafetensorsFile(contentsOf: folder.appendingPathComponent($0)) }
    let shardByName = Dictionary(uniqueKeysWithValues: zip(names, shards))
    for (tensor, name) in shardOf.sorted(by: { $0.key < $1.key }) where shardByName[name]?[tensor] == nil {
      let message = "says that \(quoted(tensor)) is in \(quoted(name)), and it is not. Fetch the shards again."
      throw ModelFileError(code: .noSuchTensor, message: message, path: indexURL.path)
    }
    self.init(folder: folder, shards: shards) { shardOf[$0] == names[$1] }
  }

  /// Collects the tensors that `belongs` (name, shard) to the model.
  private init(folder: URL, shards: [SafetensorsFile], belongs: (String, Int) -> Bool) {
    url = folder
    self.shards = shards
    var entries: [TensorEntry] = []
    var index: [String: (entry: Int, shard: Int)] = [:]
    for (number, shard) in shards.enumerated() {
      for entry in shard.entries where belongs(entry.name, number) {
        index[entry.name] = (entries.count, number)
        entries.append(entry)
      }
    }
    self.entries = entries
    self.index = index
  }

  /// The tensor of a name.
  public subscript(name: String) -> TensorEntry? { index[name].map { entries[$0.entry] } }

  /// Calls `body` with a tensor's bytes; they must not be used after it returns.
  /// - Throws: `ModelFileError`, and `body`'s error.
  public func withBytes<R>(of name: String, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    let entry = try entry(name)
    guard let shard = index[name]?.shard else {
      throw ModelFileError(code: .noSuchTensor, message: "has no tensor \(quoted(name)).", path: url.path)
    }
    return try shards[shard].withBytes(of: entry.name, body)
  }

  /// Tensor name to shard's path within the folder.
  private static func weightMap(_ url: URL) throws -> [String: String] {
    let file = try MappedFile(contentsOf: url)
    guard file.count <= SafetensorsHeader.largest else {
      let message = "has \(file.count) bytes; at most \(SafetensorsHeader.largest) are read."
      throw ModelFileError(code: .tooLarge, message: message, path: url.path)
    }
    var shardOf: [String: String]?
    try file.withBytes(in: 0..<file.count) { bytes in
      var scanner = JSONScanner(bytes, path: url.path)
      try scanner.object { scanner, key in
        guard key == "weight_map" else { return try scanner.skip() }
        var map: [String: String] = [:]
        try scanner.object { scanner, tensor in
          map[tensor] = try staysInside(scanner.string(), path: url.path)
        }
        shardOf = map
      }
      try scanner.end()
    }
    guard let shardOf else {
      throw ModelFileError(code: .malformed, message: "has no weight_map. Fetch the file again.", path: url.path)
    }
    return shardOf
  }

  /// A relative path without `.` and `..`. Links are followed: the Hub's own cache is made of them.
  private static func staysInside(_ name: String, path: String) throws -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let plain = parts.allSatisfy { !["", ".", ".."].contains($0) } && !name.utf8.contains(0)
    guard plain else {
      let message = "names the shard \(quoted(name)), which is no plain path within the folder."
      throw ModelFileError(code: .pathEscapes, message: message, path: path)
    }
    return name
  }
}
