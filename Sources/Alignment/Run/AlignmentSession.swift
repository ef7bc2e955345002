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
    /// Where the model computes.
    public var device = Device.cpu
    /// Threads of libtorch; null leaves its own choice.
    public var threads: Int?
    /// Tokens of the longest row that runs at once: what bounds memory.
    public var tokenBudget = 4096
    /// Whether blocks are computed a second time for the gradient instead of being kept.
    public var checkpointing = false
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

  /// This process among those that train together.
  public struct Place: Hashable, Sendable {
    /// Its number, from 0; rank 0 keeps the run's files.
    public var rank: Int
    /// How many there are.
    public var count: Int
    /// What connects them: `Open MPI v4.1.4`.
    public var library: String
  }

  private let executor: ThreadExecutor
  /// The job that was joined.
  private var job: MPIJob?
  /// The thread that the work runs on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// A session.
  public init() { executor = ThreadExecutor(name: "isogloss.align") }

  /// Joins the MPI job that this process was started in, where there is one; all stages of a job are one session's.
  /// - Parameter environment: a launcher's variables; ISOGLOSS_MPI names Open MPI's library where it is not found.
  /// - Returns: null for a process that was started alone.
  /// - Throws: `AlignmentError.ranks`.
  public func join(_ environment: [String: String]) throws -> Place? {
    guard try MPIJob.isPresent(in: environment) else { return nil }
    let job = try MPIJob(library: environment["ISOGLOSS_MPI"])
    self.job = job
    return Place(rank: job.rank, count: job.count, library: job.library)
  }

  /// Waits for the other processes and leaves the job that was joined.
  /// - Throws: `AlignmentError.ranks`.
  public func leave() throws {
    try job?.leave()
    job = nil
  }

  /// Ends all processes of the job that was joined, this one too; does nothing where there is none.
  public func abort(status: Int32) {
    if job != nil { MPIJob.abort(status) }
  }

  /// Takes part in a stage that rank 0 runs: no files are read but the base and adapters, and none are written.
  /// - Throws: `CancellationError` where it was interrupted; `AlignmentError`, `ModelError`, `ModelFileError`, `TorchError`.
  public func follow(_ plan: Plan) throws {
    guard let job else { throw AlignmentError(.ranks, "There is no job to take part in.") }
    let (decoder, fingerprint) = try loaded(plan)
    let opening: RankOpening = try job.said(nil)
    try RankOpening(
      fingerprint: fingerprint, dtype: decoder.dtype.rawValue, version: plan.session.version, options: opening.options
    ).check(against: opening, rank: job.rank)
    try Trainer(decoder, fingerprint: fingerprint, options: opening.options, ranks: job).follow(job)
  }

  /// The base with the adapters beneath, and what tells it from others.
  private func loaded(_ plan: Plan) throws -> (decoder: Decoder, fingerprint: String) {
    guard plan.device == .cpu || Processor.hasCUDA else {
      throw AlignmentError(
        .badOptions,
        "There is no \(plan.device): this build of libtorch, or this machine, has no CUDA. Build with LIBTORCH=/path of a "
          + "CUDA build on a machine that has one, or leave --device out.")
    }
    if let threads = plan.threads { try Processor.setThreads(threads) }
    let decoder = try Decoder.load(plan.base, dtype: plan.dtype ?? .preferredForInference)
    if let stack = plan.stack { try decoder.merge(stack.weights) }
    try decoder.move(to: plan.device)
    return (decoder, ContentHash.of([plan.fingerprint] + (plan.stack?.layers ?? []).map(\.hash)))
  }

  /// Trains a stage in a folder, or goes on with it, and writes what it made there.
  ///
  /// In a job this is rank 0's part; the others `follow`.
  /// - Parameters:
  ///   - set: the pairs.
  ///   - folder: the run's folder; a finished adapter stands in it beside metrics and checkpoints.
  ///   - references: folder of kept log-probabilities of references.
  /// - Returns: the manifest of what was made.
  /// - Throws: `CancellationError` after saving; `AlignmentError`, `ModelError`, `ModelFileError`, `TorchError`.
  public func run(
    _ plan: Plan, set: PairSet, folder: URL, references: URL, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws -> AdapterManifest {
    let stage = plan.stage
    let isKept = stage.teachesCompliance || (plan.stack?.layers.contains(where: \.teachesCompliance) ?? false)
    guard !isKept || stage.rank > 0 else {
      throw AlignmentError(
        .forbidden, "What was taught to comply is kept as an adapter: give the stage \(stage.name) a rank above 0.")
    }
    let (decoder, fingerprint) = try loaded(plan)
    let format = try PromptFormat(Tokenizer(plan.base), named: plan.template ?? plan.stack?.template)
    let data = try TrainingData(
      set, stage: stage,
      tokenizer: PairTokenizer(format, maxLength: min(stage.maxLength, decoder.configuration.context)),
      filterJudges: plan.filterJudges)
    let base = AdapterManifest.Base(
      name: plan.base.name, fingerprint: plan.fingerprint, dtype: decoder.dtype.rawValue, template: format.name)
    let onto = plan.stack?.layers ?? []
    let run = try RunFolder(
      at: folder,
      settings: .init(stage: stage, base: base, onto: onto.map(\.hash), data: data.identity))
    try run.write(heldOut: data.heldOutPrompts)
    onEvent(.prepared(data.identity, steps: data.steps(stage), shifted: data.shifted.count, base: base))
    var options = TrainerOptions(stage, steps: data.steps(stage), tokenBudget: plan.tokenBudget)
    options.checkpointing = plan.checkpointing
    if let job {
      let opening = RankOpening(
        fingerprint: fingerprint, dtype: base.dtype, version: plan.session.version, options: options)
      _ = try job.said(opening)
    }
    let trainer = try Trainer(decoder, fingerprint: fingerprint, options: options, references: references, ranks: job)
    let leading = try job.map { try LeadingEngine(trainer, $0) }
    var training = TrainingRun(run, data: data)
    training.checkpointEvery = plan.checkpointEvery
    training.onProgress = { onEvent(.progress($0)) }
    do {
      let pairs = (stage.loss.usesReference ? data.training : []) + data.heldOut
      func tell(done: Int, of count: Int) throws {
        if Task.isCancelled { throw CancellationError() }
        onEvent(.references(done: done, of: count))
      }
      if let leading {
        try leading.prepareReferences(pairs, progress: tell)
      } else {
        try trainer.prepareReferences(pairs, progress: tell)
      }
      let progress = try training.run(leading.map { $0 as any TrainingEngine } ?? trainer)
      let made = try write(
        plan, trainer, progress, base: base, onto: onto, data: data.identity, isKept: isKept, to: folder)
      // The others may read what was made.
      try leading?.end()
      return made
    } catch let error as CancellationError {
      try leading?.end(interrupted: true)
      throw error
    }
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
  /// The options of a stage of so many steps.
  public init(_ stage: AlignmentStage, steps: Int, tokenBudget: Int) {
    let loss =
      switch stage.loss {
      case .sft: PreferenceLoss(.sft, beta: stage.beta)
      case .dpo: PreferenceLoss(.sigmoid, beta: stage.beta)
      case .ipo: PreferenceLoss(.ipo, beta: stage.beta)
      case .cdpo: PreferenceLoss(.cdpo, beta: stage.beta, smoothing: stage.smoothing)
      case .dpoSFT: PreferenceLoss.dpo(plusSFT: stage.sftWeight, beta: stage.beta)
      }
    let rate = LearningRate(stage, steps: steps)
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
