/// What identifies a model in a run: two equal identities give equal answers under equal decoding.
public struct ModelIdentity: Hashable, Sendable, Codable {
  /// The name that the user gave.
  public var name: String
  /// Architecture and size, for people: `gemma3 270M`.
  public var summary: String
  /// SHA-256 over weights, configuration and template; for a served model, over URL and model name.
  public var fingerprint: String
  /// `bfloat16`, `float32`, or `served`.
  public var dtype: String
  /// The chat template in use: `model`, or the name of a plain one.
  public var template: String
  /// Adapter folder and its hash; null without one.
  public var adapter: String?
  /// How requests share batches, where that can move an answer (bf16 rounding); null where it cannot.
  public var batching: String?

  /// An identity of the given parts.
  public init(
    name: String, summary: String, fingerprint: String, dtype: String, template: String, adapter: String? = nil,
    batching: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.fingerprint = fingerprint
    self.dtype = dtype
    self.template = template
    self.adapter = adapter
    self.batching = batching
  }
}

/// Anything that answers chat requests: local weights, or a server.
public protocol ChatModel: Sendable {
  /// What identifies it.
  var identity: ModelIdentity { get }
  /// Batches that may be in flight at once: 1 for local weights. A model that allows several lets what is asked beyond them
  /// wait.
  var concurrency: Int { get }

  /// Divides requests into batches: lists of positions in `requests`, every position once. A batch is the unit of work
  /// and of resuming, so a plan depends on nothing but its arguments.
  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]]

  /// Answers one batch, in the order of the requests. A request that fails for good is a completion with `failed`;
  /// it throws only when nothing at all can go on, or `CancellationError`.
  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion]
}

/// Log-likelihoods of given continuations.
public protocol ScoringModel: Sendable {
  /// For each (prompt, continuation) the natural-log probability of the continuation, summed over its tokens.
  func logLikelihoods(_ items: [(prompt: String, continuation: String)]) async throws -> [Double]
}

/// Which of a text's positions make its features.
public enum Pooling: String, Hashable, Sendable, Codable, CaseIterable {
  /// The last one.
  case last
  /// The mean of all, the model's start token left out.
  case mean
}

/// Where in a model features are read.
public struct FeaturePlace: Hashable, Sendable {
  /// Blocks that a text passes before its states are read; 0: the embeddings.
  public var layer: Int
  /// Which positions are read.
  public var pooling: Pooling

  /// A place.
  public init(layer: Int, pooling: Pooling) {
    self.layer = layer
    self.pooling = pooling
  }
}

/// Hidden states of texts.
public protocol FeatureModel: Sendable {
  /// What identifies it: features of one model mean nothing to another.
  var identity: ModelIdentity { get }
  /// Hidden states at several places, from one pass: `[places][texts][width]`. A text's features depend neither on its
  /// neighbours nor on the other places.
  func features(_ texts: [String], at places: [FeaturePlace]) async throws -> [[[Float]]]
}

extension FeatureModel {
  /// Hidden states after `layer` blocks, at the last position where no other pooling is asked for, `[texts][width]`.
  public func features(_ texts: [String], layer: Int, pooling: Pooling = .last) async throws -> [[Float]] {
    try await features(texts, at: [FeaturePlace(layer: layer, pooling: pooling)])[0]
  }
}

/// Sentence vectors.
public protocol Embedder: Sendable {
  /// One unit vector a text.
  func embed(_ texts: [String]) async throws -> [[Float]]
}

/// Translation of texts.
public protocol Translator: Sendable {
  /// Translations in the order of the texts.
  func translate(_ texts: [String], from source: Language, to target: Language) async throws -> [String]
}

/// One guess at the language of a text.
public struct LanguageGuess: Hashable, Sendable {
  /// The label, without fastText's prefix.
  public var language: Language
  /// The identifier's own label, as the model file spells it.
  public var label: String
  /// Probability in 0...1.
  public var probability: Double

  /// A guess.
  public init(language: Language, label: String, probability: Double) {
    self.language = language
    self.label = label
    self.probability = probability
  }
}

/// Tells which language a text is in.
public protocol LanguageIdentifier: Sendable {
  /// Name and hash of the model, for the manifest.
  var name: String { get }
  /// The `count` most probable languages, best first; empty where the text has nothing to go by.
  func identify(_ text: String, count: Int) -> [LanguageGuess]
}

/// What a judge is shown.
public struct JudgeInput: Hashable, Sendable {
  /// The request.
  public var prompt: Prompt
  /// The answer.
  public var completion: Completion

  /// A judge's input.
  public init(prompt: Prompt, completion: Completion) {
    self.prompt = prompt
    self.completion = completion
  }
}

/// Reads answers.
public protocol Judge: Sendable {
  /// Name with version: stored beside each verdict.
  var name: String { get }
  /// The languages that it claims to read; null where it makes no claim. Cells outside are flagged.
  var officialLanguages: Set<Language>? { get }
  /// Whether a verdict may be called harmful (a guard), or only non-refusal (the lexical judge).
  var judgesHarm: Bool { get }
  /// Whether reading needs neither a model nor a server: such verdicts are recorded together with the answer.
  var isImmediate: Bool { get }
  /// One verdict an input, in order. What cannot be read is an unscored verdict, never a thrown error.
  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict]
}

extension Judge {
  /// A judge asks somebody, unless it says otherwise.
  public var isImmediate: Bool { false }
}

/// Rewrites prompts as real speakers might: seeded and labelled.
public protocol Perturbation: Sendable {
  /// Name with parameters, as recorded in the prompt.
  var name: String { get }
  /// The rewritten prompts, one each and in order; null where it does not apply. A rewritten prompt depends on its
  /// original and the seed, never on its neighbours.
  func apply(to prompts: [Prompt], seed: UInt64) async throws -> [Prompt?]
}

/// Answers kept between runs.
public protocol ResponseCache: Sendable {
  /// The completion stored under a key, or null.
  func completion(for key: String) async throws -> Completion?
  /// Stores a completion.
  func store(_ completion: Completion, for key: String) async throws
}
