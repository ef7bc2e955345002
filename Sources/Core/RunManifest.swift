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
  /// Name of the primary judge: the one that the report's first table and the exit status go by.
  public var judge: String
  /// Every judge that has judged, the primary one first; members of ensembles are judges of their own. May grow.
  public var judges: [JudgeRecord]
  /// Names of the judges that filtered what the model was trained on; null where nothing says.
  public var filterJudges: [String]?
  /// The language identifier, with its hash.
  public var languageIdentifier: String

  /// The layout that this version writes.
  public static let currentSchema = 2

  /// A manifest.
  /// - Parameter judges: the primary judge first; when empty, the primary judge is kept as one that makes no claim.
  public init(
    model: ModelIdentity, dataset: DatasetIdentity, decoding: Decoding, systemPrompt: String?, judge: String,
    judges: [JudgeRecord] = [], filterJudges: [String]? = nil, languageIdentifier: String
  ) {
    self.schema = Self.currentSchema
    self.model = model
    self.dataset = dataset
    self.decoding = decoding
    self.systemPrompt = systemPrompt
    self.judge = judge
    self.judges =
      judges.isEmpty ? [JudgeRecord(name: judge, judgesHarm: false, officialLanguages: nil)] : judges
    self.filterJudges = filterJudges
    self.languageIdentifier = languageIdentifier
  }

  /// What the run keeps of a judge; null for one that has not judged.
  public func record(of judge: String) -> JudgeRecord? { judges.first { $0.name == judge } }

  /// Adds judges. One that is there already keeps its place, and gets a specification where it had none.
  public mutating func add(_ records: [JudgeRecord]) {
    for record in records {
      guard let index = judges.firstIndex(where: { $0.name == record.name }) else {
        judges.append(record)
        continue
      }
      var merged = record
      merged.specification = judges[index].specification ?? record.specification
      judges[index] = merged
    }
  }

  /// What keeps a run with this manifest from going on under another, in words; empty where nothing does.
  public func differences(to other: RunManifest) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ a: Value, _ b: Value) {
      if a != b { found.append("\(name): the run has \(a), this is \(b)") }
    }
    if schema > other.schema { compare("layout", schema, other.schema) }
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
    compare("primary judge", judge, other.judge)
    compare("language identifier", languageIdentifier, other.languageIdentifier)
    return found
  }
}

extension RunManifest {
  /// Decodes a manifest of this layout or an older one. Layout 1 had one judge, which was the lexical one, and claimed
  /// the twelve languages of RefusEU.
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    schema = try c.decode(Int.self, forKey: .schema)
    model = try c.decode(ModelIdentity.self, forKey: .model)
    dataset = try c.decode(DatasetIdentity.self, forKey: .dataset)
    decoding = try c.decode(Decoding.self, forKey: .decoding)
    systemPrompt = try c.decodeIfPresent(String.self, forKey: .systemPrompt)
    let judge = try c.decode(String.self, forKey: .judge)
    self.judge = judge
    let isLexical = judge.hasPrefix("lexical-")
    judges =
      try c.decodeIfPresent([JudgeRecord].self, forKey: .judges)
      ?? [
        JudgeRecord(
          name: judge, specification: isLexical ? "lexical" : nil, judgesHarm: false,
          officialLanguages: isLexical ? Set(Language.refusEU) : nil)
      ]
    filterJudges = try c.decodeIfPresent([String].self, forKey: .filterJudges)
    languageIdentifier = try c.decode(String.self, forKey: .languageIdentifier)
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
