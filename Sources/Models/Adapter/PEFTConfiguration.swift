internal import Foundation

/// `adapter_config.json` as PEFT 0.21 reads and writes it; the names are the file's.
struct PEFTConfiguration: Codable {
  var base_model_name_or_path: String?
  var bias: String?
  var fan_in_fan_out: Bool?
  var inference_mode: Bool?
  var lora_alpha: Double
  var lora_dropout: Double?
  var modules_to_save: [String]?
  var peft_type: String
  var r: Int
  var task_type: String?
  var use_dora: Bool?
  var use_rslora: Bool?
  var target_modules: Targets?
  var rank_pattern: [String: Int]?
  var alpha_pattern: [String: Double]?

  /// Names of layers' ends, or one text: `all-linear` or a regular expression.
  enum Targets: Codable {
    case names([String])
    case text(String)

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .names(try container.decode([String].self))
      }
    }

    func encode(to encoder: any Swift.Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .names(let names): try container.encode(names)
      case .text(let text): try container.encode(text)
      }
    }
  }

  /// The configuration of new adapters.
  init(base: String, rank: Int, alpha: Double, isStabilised: Bool, targets: [String]) {
    base_model_name_or_path = base
    bias = "none"
    fan_in_fan_out = false
    inference_mode = true
    lora_alpha = alpha
    lora_dropout = 0
    peft_type = "LORA"
    r = rank
    task_type = "CAUSAL_LM"
    use_dora = false
    use_rslora = isStabilised
    target_modules = .names(targets)
    rank_pattern = [:]
    alpha_pattern = [:]
  }

  /// Reads the file of a folder, and refuses what is not done here.
  /// - Throws: `ModelError`.
  init(folder: URL) throws {
    let file = folder.appendingPathComponent(AdapterFolder.configurationName)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ModelError(
        .notFound, "\(folder.path) has no \(AdapterFolder.configurationName): it is no folder of an adapter.")
    }
    do {
      self = try JSONDecoder().decode(PEFTConfiguration.self, from: Data(contentsOf: file))
    } catch {
      throw ModelError(.badAdapter, "\(file.path) cannot be read as a LoRA configuration.", underlying: error)
    }
    let unsupported = [
      (peft_type != "LORA", "peft_type \(peft_type)"), (use_dora == true, "DoRA"),
      (fan_in_fan_out == true, "fan_in_fan_out"),
      (!["none", nil].contains(bias), "bias \(bias ?? "")"), (!(modules_to_save ?? []).isEmpty, "modules_to_save"),
      (!(rank_pattern ?? [:]).isEmpty, "rank_pattern"), (!(alpha_pattern ?? [:]).isEmpty, "alpha_pattern"),
    ]
    if let (_, what) = unsupported.first(where: \.0) {
      throw ModelError(
        .unsupported, "\(file.path) asks for \(what), which is not implemented: merge it with PEFT first.")
    }
    guard r > 0, lora_alpha.isFinite else {
      throw ModelError(.badAdapter, "\(file.path) has rank \(r) and alpha \(lora_alpha).")
    }
  }

  /// Refuses an adapter that lacks a layer which the configuration names, or has one that it does not.
  func checkTargets(_ weights: AdapterWeights) throws {
    guard case .names(let names) = target_modules else { return }
    func fits(_ layer: String, _ name: String) -> Bool { layer == name || layer.hasSuffix(".\(name)") }
    if let missing = names.first(where: { name in !weights.layers.contains { fits($0.name, name) } }) {
      throw ModelError(.badAdapter, "The configuration names \(missing), and the adapter has no tensor for it.")
    }
    if let extra = weights.layers.first(where: { layer in !names.contains { fits(layer.name, $0) } }) {
      throw ModelError(.badAdapter, "The adapter has tensors for \(extra.name), which its configuration does not name.")
    }
  }
}
