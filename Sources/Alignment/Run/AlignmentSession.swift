public import Foundation
public import IsoglossCore
public import IsoglossDatasets
public import IsoglossModels
internal import IsoglossTokenizers
public import IsoglossTorch

/// One stage of alignment on local weights, from files to files.
///
/// An actor with a thread of its own: libtorch's threads belong to the thread that calls it, and a stage takes minutes.
public actor AlignmentSession {
  /// What is trained, and how.
  public struct Plan: Sendable {
    /// The stage.
    public var stage: AlignmentStage
    /// The base's files.
    public var base: ModelCatalog.Entry
    /// SHA-256 over them.
    public var fingerprint: String
    /// Adapters that are added to the base first; null trains on the base itself.
    public var stack: AdapterStack?
    /// A plain template's name; null takes the adapters', the model's own, or the default for base models.
    public var template: String?
    /// Type of the base's weights; null takes bfloat16 where the processor has it natively.
    public var dtype: DType?
    /// Threads of libtorch; null leaves its own choice.
    public var threads: Int?
    /// Tokens of the longest row that runs at once: what bounds memory.
    public var tokenBudget = 4096
    /// Steps between checkpoints.
    public var checkpointEvery = 20
    /// Judges that filtered the pairs.
    public var filterJudges: [String] = []
    /// The recipe's name and hash; null where flags were given.
    public var recipe: String?
    /// The sitting, for the manifest.
    public var session: RunSession

    /// A plan.
    public init(stage: AlignmentStage, base: ModelCatalog.Entry, fingerprint: String, session: RunSession) {
      self.stage = stage
      self.base = base
      self.fingerprint = fingerprint
      self.session = session
    }
  }

  /// What a session tells while it works.
  public enum Event: Sendable {
    /// The data is ready, and so many steps are to be taken.
    case prepared(AdapterManifest.Data, steps: Int, shifted: Int, base: AdapterManifest.Base)
    /// Log-probabilities of the reference, of those that had to be computed.
    case references(done: Int, of: Int)
    /// A step or an evaluation.
    case progress(TrainingRun.Progress)
  }

  private let executor: ThreadExecutor
  /// The thread that the work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// A session.
  public init() { executor = ThreadExecutor(name: "isogloss.align") }

  /// Trains a stage in a folder, or goes on with it, and writes what it made there.
  /// - Parameters:
  ///   - set: the pairs.
  ///   - folder: the run's folder; a finished adapter stands in it beside metrics and checkpoints.
  ///   - references: folder of kept log-probabilities of references.
  /// - Returns: the manifest of what was made.
  /// - Throws: `CancellationError` after saving; `AlignmentError`, `ModelError`, `ModelFileError`, `TorchError`.
  public func run(
    _ plan: Plan, set: PairSet, folder: URL, references: URL, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws -> AdapterManifest {
    if let threads = plan.threads { try Processor.setThreads(threads) }
    let stage = plan.stage
    let isKept = stage.teachesCompliance || (plan.stack?.layers.contains(where: \.teachesCompliance) ?? false)
    guard !isKept || stage.rank > 0 else {
      throw AlignmentError(
        .forbidden, "What was taught to comply is kept as an adapter: give the stage \(stage.name) a rank above 0.")
    }
    let dtype = plan.dtype ?? .preferredForInference
    let decoder = try Decoder.load(plan.base, dtype: dtype)
    if let stack = plan.stack { try decoder.merge(stack.weights) }
    let format = try PromptFormat(Tokenizer(plan.base), named: plan.template ?? plan.stack?.template)
    let data = try TrainingData(
      set, stage: stage,
      tokenizer: PairTokenizer(format, maxLength: min(stage.maxLength, decoder.configuration.context)),
      filterJudges: plan.filterJudges)
    let base = AdapterManifest.Base(
      name: plan.base.name, fingerprint: plan.fingerprint, dtype: dtype.rawValue, template: format.name)
    let onto = plan.stack?.layers ?? []
    let run = try RunFolder(
      at: folder,
      settings: .init(stage: stage, base: base, onto: onto.map(\.hash), data: data.identity))
    try run.write(heldOut: data.heldOutPrompts)
    onEvent(.prepared(data.identity, steps: data.steps(stage), shifted: data.shifted.count, base: base))
    let trainer = try Trainer(
      decoder, fingerprint: ContentHash.of([plan.fingerprint] + onto.map(\.hash)),
      options: TrainerOptions(stage, steps: data.steps(stage), tokenBudget: plan.tokenBudget),
      references: references)
    try trainer.prepareReferences((stage.loss.usesReference ? data.training : []) + data.heldOut) { done, count in
      if Task.isCancelled { throw CancellationError() }
      onEvent(.references(done: done, of: count))
    }
    var training = TrainingRun(run, data: data)
    training.checkpointEvery = plan.checkpointEvery
    training.onProgress = { onEvent(.progress($0)) }
    let progress = try training.run(trainer)
    return try write(plan, trainer, progress, base: base, onto: onto, data: data.identity, isKept: isKept, to: folder)
  }

  private func write(
    _ plan: Plan, _ trainer: Trainer, _ progress: Checkpoints.Progress, base: AdapterManifest.Base,
    onto: [AdapterManifest.Layer], data: AdapterManifest.Data, isKept: Bool, to folder: URL
  ) throws -> AdapterManifest {
    var margins: [Language: [Double]] = [:]
    for (language, last) in progress.lastMargins {
      margins[language] = [progress.firstMargins[language] ?? last, last]
    }
    func manifest(_ file: URL) throws -> AdapterManifest {
      AdapterManifest(
        base: base, onto: onto, stage: plan.stage, recipe: plan.recipe, data: data, steps: progress.step,
        ending: progress.ending ?? "", margins: margins, weightsHash: try ContentHash.ofFile(at: file),
        session: plan.session)
    }
    guard let adapter = try trainer.adapter() else {
      try ModelFolder.write(trainer.model, of: plan.base, to: folder)
      let made = try manifest(folder.appendingPathComponent("model.safetensors"))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(made).write(to: folder.appendingPathComponent(ModelFolder.manifestName), options: .atomic)
      return made
    }
    var made: AdapterManifest?
    try AdapterFolder.write(
      adapter, stage: plan.stage, base: plan.base.publishedName, isKept: isKept, to: folder
    ) { file in
      let manifest = try manifest(file)
      made = manifest
      return manifest
    }
    guard let made else { throw AlignmentError(.inputOutput, "No manifest was written to \(folder.path).") }
    return made
  }
}

extension TrainerOptions {
  /// The options of a stage.
  init(_ stage: AlignmentStage, steps: Int, tokenBudget: Int) {
    let loss =
      switch stage.loss {
      case .sft: PreferenceLoss(.sft, beta: stage.beta)
      case .dpo: PreferenceLoss(.sigmoid, beta: stage.beta)
      case .ipo: PreferenceLoss(.ipo, beta: stage.beta)
      case .cdpo: PreferenceLoss(.cdpo, beta: stage.beta, smoothing: stage.smoothing)
      case .dpoSFT: PreferenceLoss.dpo(plusSFT: stage.sftWeight, beta: stage.beta)
      }
    let shape =
      switch stage.schedule {
      case .linear: LearningRate.Shape.linear
      case .cosine: LearningRate.Shape.cosine
      case .constant: LearningRate.Shape.constant
      }
    let rate = LearningRate(
      peak: stage.rate, shape: shape, warmup: Int((Double(steps) * stage.warmup).rounded(.up)), steps: steps)
    let weights =
      stage.rank == 0
      ? Weights.all
      : .lowRank(.init(rank: stage.rank, alpha: stage.alpha, usesRankStabilisation: stage.rankStabilised))
    self.init(loss: loss, weights: weights, rate: rate)
    decay = stage.weightDecay
    clip = stage.clip
    self.tokenBudget = tokenBudget
    seed = stage.seed
  }
}
