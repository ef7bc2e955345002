public import IsoglossCore
internal import IsoglossModelFiles
public import IsoglossTokenizers
public import IsoglossTorch

/// A model on this machine.
///
/// An actor with a thread of its own, since tensors are not Sendable: it owns the weights, and work enters through
/// `perform` and runs to its end before the next begins.
public actor LocalModel: ChatModel, ScoringModel, FeatureModel {
  /// How a model is loaded and run.
  public struct Options: Hashable, Sendable {
    /// Type of the weights; null takes bfloat16 where the processor has it natively, float32 elsewhere.
    public var dtype: DType?
    /// Name of a plain template in place of the model's own; null takes the model's own, or `question-answer` for a
    /// base model.
    public var template: String?
    /// Threads of libtorch; null leaves its own choice, one for each core.
    public var threads: Int?
    /// Texts that run at once.
    public var rows: Int
    /// Requests of one planned batch: the unit of resuming. More keep the rows full for longer.
    public var batch: Int

    /// Options; the defaults are good on small machines.
    public init(
      dtype: DType? = nil, template: String? = nil, threads: Int? = nil, rows: Int = 32, batch: Int = 128
    ) {
      self.dtype = dtype
      self.template = template
      self.threads = threads
      self.rows = max(1, rows)
      self.batch = max(1, batch)
    }
  }

  /// What identifies it.
  public nonisolated let identity: ModelIdentity
  /// What it is made of.
  public nonisolated let configuration: ModelConfiguration
  /// Its tokens.
  public nonisolated let tokenizer: Tokenizer
  /// How it runs.
  public nonisolated let options: Options
  /// One: batches run one after another.
  public nonisolated let concurrency = 1

  nonisolated let format: PromptFormat
  private nonisolated let executor: ThreadExecutor
  private nonisolated let weights: WeightReader
  private nonisolated let adapter: AdapterWeights?
  private var loaded: PackedDecoder?

  /// The thread that the model's work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Reads configuration, tokenizer and weights.
  /// - Parameters:
  ///   - entry: the model's files, from `ModelCatalog.resolve`.
  ///   - fingerprint: SHA-256 over `entry.files`, made by the caller, who has the hash function.
  ///   - adapter: added to the weights in memory.
  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `TorchError`.
  public static func load(
    _ entry: ModelCatalog.Entry, fingerprint: String, options: Options = Options(), adapter: AdapterStack? = nil
  ) async throws -> LocalModel {
    let model = try prepare(entry, fingerprint, options, adapter)
    try await model.readWeights()
    return model
  }

  // Kept out of line: the optimiser of Swift 6.3 crashes where it inlines this into the asynchronous caller.
  @inline(never)
  private static func prepare(
    _ entry: ModelCatalog.Entry, _ fingerprint: String, _ options: Options, _ adapter: AdapterStack?
  ) throws -> LocalModel {
    switch entry.format {
    case .gguf:
      let file = try GGUFFile(contentsOf: entry.url)
      let configuration = try ModelConfiguration(gguf: file)
      return try LocalModel(
        entry.name, fingerprint, options, adapter, configuration, Tokenizer(gguf: file),
        WeightReader(gguf: file, configuration: configuration))
    case .folder:
      let configuration = try ModelConfiguration(folder: entry.url)
      return try LocalModel(
        entry.name, fingerprint, options, adapter, configuration, Tokenizer(folder: entry.url),
        WeightReader(folder: entry.url, configuration: configuration))
    }
  }

  private init(
    _ name: String, _ fingerprint: String, _ options: Options, _ adapter: AdapterStack?,
    _ configuration: ModelConfiguration, _ tokenizer: Tokenizer, _ weights: WeightReader
  ) throws {
    self.options = options
    self.configuration = configuration
    self.tokenizer = tokenizer
    self.weights = weights
    self.adapter = adapter?.weights
    try self.adapter?.check(configuration)
    format = try PromptFormat(tokenizer, named: options.template ?? adapter?.template)
    identity = ModelIdentity(
      name: name, summary: configuration.summary, fingerprint: fingerprint,
      dtype: (options.dtype ?? .preferredForInference).rawValue, template: format.name,
      adapter: adapter?.name, batching: "\(options.rows) rows, planned by \(options.batch)")
    executor = ThreadExecutor(name: "isogloss.model.\(name)")
  }

  private func readWeights() throws {
    if let threads = options.threads { try Processor.setThreads(threads) }
    loaded = try PackedDecoder(
      configuration, weights: weights, dtype: options.dtype ?? .preferredForInference, adapter: adapter)
  }

  /// Runs work with the model on its thread. Tensors must not leave the body.
  public func perform<R: Sendable>(_ body: (PackedDecoder) throws -> sending R) throws -> sending R {
    guard let loaded else { throw ModelError(.notFound, "The model has not been loaded.") }
    return try body(loaded)
  }

  /// The tokens of a templated conversation.
  /// - Throws: `ModelError` where it and the answer do not fit the model's context.
  nonisolated func prompt(_ request: ChatRequest, decoding: Decoding) throws -> [Int32] {
    try fitting(format.encode(request.messages), decoding: decoding)
  }

  /// The tokens themselves, where they and the answer fit the model's context.
  /// - Throws: `ModelError` where they do not.
  nonisolated func fitting(_ ids: [Int32], decoding: Decoding) throws -> [Int32] {
    guard ids.count + decoding.maxNewTokens <= configuration.context else {
      throw ModelError(
        .badRequest,
        "The prompt has \(ids.count) tokens; with \(decoding.maxNewTokens) new ones it does not fit the model's "
          + "\(configuration.context).")
    }
    return ids
  }

  /// Batches of requests of like length, longest first; equals keep their order. Depends on the requests, the decoding
  /// and the model alone.
  public nonisolated func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    let lengths = requests.map { (try? format.encode($0.messages).count) ?? 0 }
    let order = requests.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    return stride(from: 0, to: order.count, by: options.batch).map {
      Array(order[$0..<min($0 + options.batch, order.count)])
    }
  }

  /// Answers a batch, in the order of the requests. A request that does not fit is a completion that failed.
  public func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    var framed = decoding
    framed.stop += format.stop
    return try complete(
      batch.map { request in (request.id, { try self.prompt(request, decoding: decoding) }) }, decoding: framed)
  }

  /// Continues tokens, in the order of the requests. A request whose tokens cannot be made is a completion that failed.
  func complete(
    _ batch: [(id: String, tokens: () throws -> [Int32])], decoding: Decoding, alternatives: Int = 0
  ) throws -> [Completion] {
    let start = ContinuousClock.now
    var prompts: [GenerationRequest] = []
    var failures: [Int: any Error] = [:]
    for (index, request) in batch.enumerated() {
      do {
        prompts.append(GenerationRequest(id: request.id, prompt: try request.tokens()))
      } catch {
        failures[index] = error
      }
    }
    let texts = try perform { model in
      var loop = GenerationLoop(model, tokenizer)
      loop.rows = options.rows
      loop.alternatives = alternatives
      return try loop.run(prompts, decoding: decoding)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1) / Double(max(1, batch.count))
    var answered = zip(prompts, texts).makeIterator()
    return batch.indices.map { index in
      guard failures[index] == nil, let (prompt, text) = answered.next() else {
        let reason = failures[index].map { "\($0)" } ?? "no answer was made"
        return Completion(
          text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: seconds, failure: reason)
      }
      return Completion(
        text: text.text, finish: text.stopped ? .stop : .length, promptTokens: prompt.prompt.count,
        completionTokens: text.tokens.count, seconds: seconds, tokens: alternatives > 0 ? scored(text) : nil)
    }
  }
}
