public import Foundation
public import IsoglossAlignment
public import IsoglossCore
internal import IsoglossDatasets
internal import IsoglossEvaluation
internal import IsoglossModels
internal import IsoglossRecipes
internal import IsoglossStore
internal import IsoglossTokenizers

/// Runs an experiment cell by cell.
///
/// A cell is finished when its result file is there, which is written whole as the last thing. Killed at any moment and
/// run again, the grid goes on with the cell that it was in: training from its last checkpoint, questions from the last
/// batch of answers. References of the stage's loss are kept once for all cells.
public struct ExperimentRunner: Sendable {
  /// What is told while it works.
  public enum Event: Sendable {
    /// A cell begins: its place among those that are to be made, of how many, and seconds left for all at the rate of
    /// this sitting; null before one is finished.
    case began(String, place: Int, of: Int, secondsLeft: Double?)
    /// Training tells something.
    case training(AlignmentSession.Event)
    /// Prompts answered.
    case answered(Int, of: Int)
    /// A cell is finished, after so many seconds of this sitting.
    case finished(String, seconds: Double)
  }

  /// What it runs on: nothing of it changes the results, but for rounding.
  public struct Machine: Sendable {
    /// Threads of libtorch; null leaves its own choice.
    public var threads: Int?
    /// Folder of kept log-probabilities of references.
    public var references: URL
    /// The sitting, for the results.
    public var session: RunSession

    /// A machine.
    public init(threads: Int?, references: URL, session: RunSession) {
      self.threads = threads
      self.references = references
      self.session = session
    }
  }

  private let experiment: Experiment
  private let folder: ExperimentFolder
  private let machine: Machine
  private let judges: [any Judge]
  private let records: [JudgeRecord]
  private let identifier: any LanguageIdentifier
  private let onEvent: @Sendable (Event) -> Void

  /// A runner.
  /// - Parameters:
  ///   - judges: those that read by themselves, the primary one first; ``judge(_:records:)`` asks others afterwards.
  ///   - records: what results keep of them.
  public init(
    _ experiment: Experiment, in folder: ExperimentFolder, on machine: Machine, judges: [any Judge],
    records: [JudgeRecord], identifier: any LanguageIdentifier, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.experiment = experiment
    self.folder = folder
    self.machine = machine
    self.judges = judges
    self.records = records
    self.identifier = identifier
    self.onEvent = onEvent
  }

  /// Makes every run of the grid that is not finished.
  /// - Parameter limit: at most so many in this sitting; null sets no bound.
  /// - Throws: `ExperimentError.otherExperiment` where the folder has results of other settings; `CancellationError`,
  ///   after which the same call goes on; the errors of data, models and training.
  public func run(limit: Int? = nil) async throws {
    let cells: [ExperimentCell?] = [nil] + experiment.recipe.cells
    let open = try cells.filter { cell in
      guard let known = try folder.result(cell) else { return true }
      guard try known.settings == experiment.settings(of: cell) else {
        throw ExperimentError(
          .otherExperiment,
          "\(folder.file(cell).path) was made under other settings (model, stage, pairs, prompts or decoding): give "
            + "another folder, or the recipe of that experiment.")
      }
      return false
    }
    guard !open.isEmpty else { return }
    let reader = try await LocalModel.load(
      experiment.base, fingerprint: experiment.fingerprint, options: options())
    let questions = CellQuestions(identifier: identifier, reader: reader) {
      reader.tokenizer.encode($0, addSpecialTokens: false).count
    }
    let clock = ContinuousClock.now
    let wanted = open.prefix(limit ?? open.count)
    for (place, cell) in wanted.enumerated() {
      try Task.checkCancellation()
      let name = cell?.name ?? ExperimentFolder.startName
      let spent = (ContinuousClock.now - clock) / .seconds(1)
      onEvent(
        .began(
          name, place: place + 1, of: wanted.count,
          secondsLeft: place == 0 ? nil : spent / Double(place) * Double(wanted.count - place)))
      try await make(cell, questions)
      onEvent(.finished(name, seconds: (ContinuousClock.now - clock) / .seconds(1) - spent))
    }
  }

  /// Lets judges that have to be asked read the answers of finished runs, and adds what they say to the results.
  /// - Returns: names of the finished runs that they have not read since their answers are not in the folder.
  /// - Throws: a judge's error; `StoreError`, `ExperimentError`.
  public func judge(_ judges: [any Judge], records added: [JudgeRecord]) async throws -> [String] {
    let waiting = try folder.waiting([nil] + experiment.recipe.cells, for: added)
    for cell in waiting.ready {
      try Task.checkCancellation()
      guard var result = try folder.result(cell) else { continue }
      let store = try RunStore.judging(folder.answers(cell))
      try store.add(added)
      try await AnswerJudging(judges).run(in: store)
      let items = try store.items()
      for record in added where result.answers.outcomes[record.name] == nil {
        result.answers.judges.append(record)
        result.answers.outcomes[record.name] = Dictionary(
          uniqueKeysWithValues: Intent.allCases.map { intent in
            (intent.rawValue, LanguageRows(items.outcomes(of: intent, by: record.name)))
          })
      }
      try result.write(to: folder.file(cell))
    }
    return waiting.missing
  }

  private func options() -> LocalModel.Options {
    LocalModel.Options(template: experiment.recipe.template, threads: machine.threads)
  }

  private func make(_ cell: ExperimentCell?, _ questions: CellQuestions) async throws {
    let clock = ContinuousClock.now
    func spent() -> Double { ((ContinuousClock.now - clock) / .seconds(1) * 10).rounded() / 10 }
    let work = folder.work(cell)
    let stage = cell.map { $0.stage(experiment.recipe.stage) } ?? experiment.recipe.start
    var training: CellResult.Training?
    if let stage { training = try await train(stage, onto: cell == nil ? nil : startAdapter, in: work) }
    let trained = spent()
    let stack = try (stage == nil ? startAdapter : adapter(of: work)).map { try Self.stack($0, experiment.fingerprint) }
    let model = try await LocalModel.load(
      experiment.base, fingerprint: experiment.fingerprint, options: options(), adapter: stack)
    let items = try await answer(model, of: cell)
    let answers = try await questions.answers(items, judges: records)
    let answered = spent()
    var text: CellResult.Text?
    if let lines = experiment.text { text = try await questions.text(lines, by: model) }
    try CellResult(
      cell: cell, experiment: experiment.recipe.name, settings: experiment.settings(of: cell),
      base: [experiment.base.name, experiment.fingerprint], training: training, answers: answers, text: text,
      seconds: [
        "training": trained, "answers": ((answered - trained) * 10).rounded() / 10,
        "text": ((spent() - answered) * 10).rounded() / 10,
      ], session: machine.session
    ).write(to: folder.file(cell))
  }

  /// Where a run's adapter is.
  private func adapter(of work: URL) -> URL? { work.appending(path: "adapter") }

  /// Where the adapter is that all runs stand on; null where they stand on the base.
  private var startAdapter: URL? { experiment.recipe.start == nil ? nil : adapter(of: folder.work(nil)) }

  private static func stack(_ url: URL, _ fingerprint: String) throws -> AdapterStack {
    try AdapterStack(contentsOf: url, base: fingerprint) { try ContentHash.ofFile(at: $0) }
  }

  private func train(_ stage: AlignmentStage, onto beneath: URL?, in work: URL) async throws -> CellResult.Training {
    var plan = AlignmentSession.Plan(
      stage: stage, base: experiment.base, fingerprint: experiment.fingerprint, session: machine.session)
    plan.stack = try beneath.map { try Self.stack($0, experiment.fingerprint) }
    plan.template = experiment.recipe.template
    plan.threads = machine.threads
    plan.recipe = "\(experiment.recipe.name) \(experiment.recipe.hash)"
    let folder = work.appending(path: "adapter")
    let onEvent = onEvent
    let manifest = try await AlignmentSession().run(
      plan, set: experiment.pairs, folder: folder, references: machine.references
    ) { onEvent(.training($0)) }
    let records = try MetricsLog.read(folder.appending(path: "metrics.jsonl")).filter { $0.kind == .evaluation }
    return CellResult.Training(
      counts: manifest.data.counts, pairs: manifest.data.trained, pairsHash: manifest.data.trainingHash,
      steps: manifest.steps, weightsHash: manifest.weightsHash, before: margins(records.first?.pairs ?? []),
      after: margins(records.last?.pairs ?? []))
  }

  /// Log-ratios of held-out pairs by intent, group and language.
  private func margins(_ scores: [PairScore]) -> [String: LanguageRows<Double>] {
    let known = Dictionary(experiment.pairs.pairs.map { ($0.id, $0) }) { first, _ in first }
    var found: [String: LanguageRows<Double>] = [:]
    for intent in Intent.allCases {
      found[intent.rawValue] = LanguageRows(
        scores.compactMap { score in
          guard let pair = known[score.id], pair.intent == intent, let ratio = score.logRatio else { return nil }
          return (language: pair.language, group: pair.group ?? pair.id, value: ratio.rounded3)
        })
    }
    return found
  }

  private func answer(_ model: LocalModel, of cell: ExperimentCell?) async throws -> [RunItem] {
    let manifest = RunManifest(
      model: model.identity, dataset: experiment.promptSet, decoding: experiment.recipe.evaluation.decoding,
      systemPrompt: nil, judge: records.first?.name ?? "", judges: records, languageIdentifier: identifier.name)
    try FileManager.default.createDirectory(at: folder.work(cell), withIntermediateDirectories: true)
    let store = try RunStore.open(
      at: folder.answers(cell), manifest: manifest, prompts: experiment.prompts, session: machine.session)
    let onEvent = onEvent
    try await Evaluator(model: model, judges: judges, decoding: experiment.recipe.evaluation.decoding)
      .run(experiment.prompts, into: store, progress: { onEvent(.answered($0.done, of: $0.total)) })
    return try store.items()
  }
}

extension [RunItem] {
  /// Outcomes of one intent's prompts by one judge.
  fileprivate func outcomes(of intent: Intent, by judge: String) -> [(language: Language, group: String, value: String)]
  {
    filter { $0.prompt.intent == intent }.compactMap { item in
      item.verdicts[judge].map {
        (language: item.prompt.language, group: item.prompt.group ?? item.prompt.id, value: $0.outcome.name)
      }
    }
  }
}
