/// Which prompts a run asks: enough to tell whether two runs asked the same.
public struct DatasetIdentity: Hashable, Sendable, Codable {
  /// As the user named it: `isogloss-12`, `polyrefuse:/path`.
  public var name: String
  /// SHA-256 over the files as read.
  public var fileHash: String
  /// SHA-256 over the selected prompts, in order.
  public var promptHash: String
  /// Prompts selected.
  public var count: Int
  /// What was selected, in words: languages, limit, intent.
  public var selection: String
  /// Whether prompts share groups across languages.
  public var isParallel: Bool

  /// A dataset's identity.
  public init(
    name: String, fileHash: String, promptHash: String, count: Int, selection: String, isParallel: Bool
  ) {
    self.name = name
    self.fileHash = fileHash
    self.promptHash = promptHash
    self.count = count
    self.selection = selection
    self.isParallel = isParallel
  }
}

/// One sitting of a run: a run that was interrupted has several.
public struct RunSession: Hashable, Sendable, Codable {
  /// ISO 8601, UTC.
  public var started: String
  /// Isogloss's version.
  public var version: String
  /// Processor, cores, operating system.
  public var machine: String
  /// libtorch's version, or `none` for a served model.
  public var engine: String
  /// What a served model was asked and what it cost; null for local weights, and for a sitting that was killed.
  public var usage: ServedUsage?

  /// A session.
  public init(started: String, version: String, machine: String, engine: String, usage: ServedUsage? = nil) {
    self.started = started
    self.version = version
    self.machine = machine
    self.engine = engine
    self.usage = usage
  }
}

/// Everything that makes a run what it is. A result without it does not exist.
public struct RunManifest: Hashable, Sendable, Codable {
  /// Version of the run file's layout.
  public var schema: Int
  /// The model.
  public var model: ModelIdentity
  /// The prompts.
  public var dataset: DatasetIdentity
  /// How text was drawn.
  public var decoding: Decoding
  /// System prompt sent with every request; null without one.
  public var systemPrompt: String?
  /// The judge, and the language identifier that it used.
  public var judge: String
  /// The language identifier, with its hash.
  public var languageIdentifier: String

  /// The layout that this version writes.
  public static let currentSchema = 1

  /// A manifest.
  public init(
    model: ModelIdentity, dataset: DatasetIdentity, decoding: Decoding, systemPrompt: String?, judge: String,
    languageIdentifier: String
  ) {
    self.schema = Self.currentSchema
    self.model = model
    self.dataset = dataset
    self.decoding = decoding
    self.systemPrompt = systemPrompt
    self.judge = judge
    self.languageIdentifier = languageIdentifier
  }

  /// What keeps a run with this manifest from going on under another, in words; empty where nothing does.
  public func differences(to other: RunManifest) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ a: Value, _ b: Value) {
      if a != b { found.append("\(name): the run has \(a), this is \(b)") }
    }
    compare("layout", schema, other.schema)
    compare("model", model.fingerprint, other.model.fingerprint)
    compare("dtype", model.dtype, other.model.dtype)
    compare("template", model.template, other.model.template)
    compare("adapter", model.adapter ?? "none", other.model.adapter ?? "none")
    compare("batching", model.batching ?? "none", other.model.batching ?? "none")
    compare("prompt selection", dataset.selection, other.dataset.selection)
    compare("prompts", dataset.promptHash, other.dataset.promptHash)
    compare("new tokens", decoding.maxNewTokens, other.decoding.maxNewTokens)
    compare("temperature", decoding.temperature, other.decoding.temperature)
    compare("top-p", decoding.topP, other.decoding.topP)
    compare("top-k", decoding.topK, other.decoding.topK)
    compare("seed", decoding.seed, other.decoding.seed)
    compare("stop texts", decoding.stop, other.decoding.stop)
    compare("system prompt", systemPrompt ?? "none", other.systemPrompt ?? "none")
    compare("judge", judge, other.judge)
    compare("language identifier", languageIdentifier, other.languageIdentifier)
    return found
  }
}

/// One prompt of a run with what became of it.
public struct RunItem: Hashable, Sendable, Identifiable {
  /// The request.
  public var prompt: Prompt
  /// The answer; null while it is outstanding.
  public var completion: Completion?
  /// Readings by judge name.
  public var verdicts: [String: Verdict]
  /// The prompt's id.
  public var id: String { prompt.id }

  /// An item.
  public init(prompt: Prompt, completion: Completion?, verdicts: [String: Verdict]) {
    self.prompt = prompt
    self.completion = completion
    self.verdicts = verdicts
  }
}
