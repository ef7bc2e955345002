import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID
import IsoglossModels
import IsoglossStore

/// Asks, judges, measures, reports.
struct Eval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Ask a model the prompts of a set in several languages, judge the answers, and report the worst language.",
    discussion: """
      Example: isogloss eval --model smollm2-135m-instruct --prompts isogloss-12 --languages en,pl,lv --run r.sqlite
      Example: isogloss eval --languages en,pl --perturb ascii --perturb code-switch:de --run r.sqlite
      Example: isogloss eval --model http://HOST/v1#NAME --run r.sqlite \
        --judge ensemble:llama-guard-3@http://G/v1,polyguard@http://P/v1,adjudicator=http://A/v1#NAME --judge lexical

      The same command again goes on where it stopped. The last line says where the result is.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var prompts: PromptOptions
  @OptionGroup var perturbations: PerturbationOptions
  @OptionGroup var decoding: DecodingOptions
  @OptionGroup var judging: JudgeOptions
  @OptionGroup var caching: CacheOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The run file (SQLite): made, or gone on with.")
  var run: String

  @Option(help: "A system prompt sent with every request.")
  var system: String?

  @Flag(help: "Have each prompt's text gone on with, without a chat template: for RTP-LX and PolygloToxicityPrompts.")
  var continuation = false

  @Flag(help: "Ask again what failed for good in an earlier sitting.")
  var retryFailed = false

  @Option(help: "Share of unscored answers above which the exit status is 5.")
  var allowUnscored: Double = 0

  func validate() throws {
    guard (0...1).contains(allowUnscored) else { throw ValidationError("--allow-unscored takes a share in 0...1.") }
    guard !continuation || system == nil else {
      throw ValidationError("--continuation has no turns, so there is no place for --system.")
    }
  }

  func run() async throws {
    let set = try PromptReader.read(prompts.prompts, suites: Places.suites)
    DataInput.warn(set.problems)
    let selection = try prompts.selection()
    let clean = try selection.apply(to: set)
    let cache = try caching.open()
    let perturbed = try await perturbations.apply(to: clean, of: set, seed: output.seed, cache: cache)
    for (name, prompts) in perturbed { Terminal.note("\(name): \(prompts.count) of \(clean.count) prompts") }
    let selected = clean + perturbed.flatMap(\.prompts)
    let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
    var opened = try await model.open(cache: cache)
    if continuation {
      guard let texts = opened.model as? any CompletionModel else {
        throw ValidationError("--continuation takes a model that goes on with bare text.")
      }
      opened.model = ContinuationModel(texts)
    }
    let jury = try await JudgeFactory(judging, identifier: identifier, judging: opened.model.identity, cache: cache)
      .jury()
    let manifest = RunManifest(
      model: opened.model.identity,
      dataset: DatasetIdentity(
        name: set.name, fileHash: set.fileHash,
        promptHash: ContentHash.of(selected.flatMap { [$0.id, $0.language.code, $0.text] }), count: selected.count,
        selection: [selection.summary, perturbations.summary(seed: output.seed)].compactMap { $0 }.joined(
          separator: "; "),
        isParallel: set.isParallel),
      decoding: decoding.decoding, systemPrompt: system, judge: jury.primary.name, judges: jury.records,
      filterJudges: try TrainingFilters.read(from: model.folders), languageIdentifier: identifier.name)
    let url = URL(filePath: run)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let store = try RunStore.open(
      at: url, manifest: manifest, prompts: selected, session: Version.session(engine: opened.engine))
    let identity = opened.model.identity
    Terminal.note(
      "model \(identity.name) (\(identity.summary), \(identity.dtype), template \(identity.template)); "
        + "\(selected.count) prompts; \(decoding.summary); \(jury.words)")
    if retryFailed { Terminal.note("asking again \(try store.forgetFailures()) that failed") }
    let evaluator = Evaluator(
      model: opened.model, judges: jury.judges, decoding: decoding.decoding, systemPrompt: system)
    let (answered, judged) = (ProgressLine("answered"), ProgressLine("judged"))
    do {
      defer { if let usage = opened.usage() { try? store.record(usage: usage) } }
      try await evaluator.run(
        selected, into: store, progress: { answered.show($0) }, judging: { judged.show($0) })
    }
    // What asking took is not needed for the report.
    Heap.giveBack()
    let unscoredShare = try await RunReporter(output: output).show(store)
    if let usage = opened.usage() {
      Terminal.note(usage.summary)
      if usage.failed > 0 {
        Terminal.note("\(usage.failed) failed for good: the same command with --retry-failed asks them again")
      }
    }
    jury.noteUsage()
    Terminal.note("the run is in \(run); see it again with `isogloss report \(run)`")
    if unscoredShare > allowUnscored { throw ExitStatus.unscored }
  }
}
