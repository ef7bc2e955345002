public import Foundation
internal import IsoglossModelFiles
public import IsoglossTokenizers
internal import IsoglossTorch

/// Writes whole models as transformers loads them: `config.json`, `model.safetensors`, tokenizer files.
public enum ModelFolder {
  /// The file beside the weights that tells what made them.
  public static let manifestName = "isogloss-model.json"

  /// Files of a Hugging Face folder that are copied as they are.
  private static let copied = [
    "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.model",
    "added_tokens.json", "chat_template.jinja", "vocab.json", "merges.txt",
  ]

  /// Writes a decoder, adapters merged, in the type of its weights.
  /// - Parameter base: the files that it came from: a folder gives its own configuration and tokenizer files; of a GGUF
  ///   file both are made, without settings of generation that it does not hold.
  /// - Returns: what is not written and the user must bring, in words; empty where the folder is complete.
  /// - Throws: `ModelError`, `ModelFileError`; errors of the file system.
  @discardableResult
  public static func write(_ decoder: Decoder, of base: ModelCatalog.Entry, to folder: URL) throws -> [String] {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var missing: [String] = []
    switch base.format {
    case .folder:
      try writeConfiguration(of: base.url, dtype: decoder.dtype.rawValue, to: folder)
      for name in copied {
        let (from, to) = (base.url.appendingPathComponent(name), folder.appendingPathComponent(name))
        guard FileManager.default.fileExists(atPath: from.path), from.standardizedFileURL != to.standardizedFileURL
        else { continue }
        try? FileManager.default.removeItem(at: to)
        try FileManager.default.copyItem(at: from, to: to)
      }
    case .gguf:
      let configuration = try decoder.configuration.huggingFace(dtype: decoder.dtype.rawValue)
      try write(configuration, to: folder.appendingPathComponent("config.json"))
      missing += try TokenizerFiles.write(gguf: GGUFFile(contentsOf: base.url), to: folder)
    }
    try writeWeights(decoder, to: folder.appendingPathComponent("model.safetensors"))
    return missing
  }

  private static func writeWeights(_ decoder: Decoder, to url: URL) throws {
    let type: ElementType =
      switch decoder.dtype {
      case .bfloat16: .bf16
      case .float32: .f32
      default:
        throw ModelError(.unsupported, "Weights of type \(decoder.dtype) are not written; use float32 or bfloat16.")
      }
    var byName: [String: Int] = [:]
    let parameters = try decoder.mergedParameters()
    for (index, parameter) in parameters.enumerated() { byName[parameter.name] = index }
    let entries = try parameters.map { try TensorEntry(name: $0.name, type: type, shape: $0.tensor.shape) }
    try SafetensorsWriter.write(entries: entries, metadata: ["format": "pt"], to: url) { entry, sink in
      guard let index = byName[entry.name] else { return }
      let tensor = try parameters[index].tensor.detached().to(.cpu).contiguous()
      switch type {
      case .bf16: try tensor.withElements(of: UInt16.self) { try sink(UnsafeRawBufferPointer($0)) }
      default: try tensor.withElements(of: Float.self) { try sink(UnsafeRawBufferPointer($0)) }
      }
    }
  }

  /// The base's own configuration, with the type of the new weights.
  private static func writeConfiguration(of base: URL, dtype: String, to folder: URL) throws {
    let file = base.appendingPathComponent("config.json")
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    guard var configuration = value as? [String: Any] else {
      throw ModelError(.badConfiguration, "\(file.path) is no JSON object.")
    }
    guard configuration["text_config"] == nil else {
      throw ModelError(
        .unsupported, "\(base.path) also sees images; only its language part is read here, so it is not written back.")
    }
    let key = configuration["dtype"] == nil && configuration["torch_dtype"] != nil ? "torch_dtype" : "dtype"
    configuration[key] = dtype
    configuration["quantization_config"] = nil
    try write(configuration, to: folder.appendingPathComponent("config.json"))
  }

  private static func write(_ object: [String: Any], to url: URL) throws {
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try data.write(to: url, options: .atomic)
  }
}

extension Decoder {
  /// Every parameter with its checkpoint name, adapters merged into the weights.
  func mergedParameters() throws -> [(name: String, tensor: Tensor)] {
    let linears = Dictionary(
      blocks.flatMap(\.linears).filter { $0.adapter != nil }.map { ("\($0.name).weight", $0) }
    ) { first, _ in first }
    return try parameters.map { (name: $0.name, tensor: try linears[$0.name]?.merged() ?? $0.tensor) }
  }
}

extension Tokenizer {
  /// The tokenizer of a model of the catalog.
  /// - Throws: `TokenizerError`, `ModelFileError`.
  public init(_ entry: ModelCatalog.Entry) throws {
    switch entry.format {
    case .gguf: try self.init(gguf: GGUFFile(contentsOf: entry.url))
    case .folder: try self.init(folder: entry.url)
    }
  }
}

extension ModelCatalog.Entry {
  /// The name that other programs know the base by: a Hub name for the embedded models, the path of others.
  public var publishedName: String {
    let known = ["gemma-3-270m": "google/gemma-3-270m", "smollm2-135m-instruct": "HuggingFaceTB/SmolLM2-135M-Instruct"]
    return known[name] ?? url.standardizedFileURL.path
  }
}
