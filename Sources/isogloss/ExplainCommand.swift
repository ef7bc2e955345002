import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossInfluence
import IsoglossInterpretability
import IsoglossModels
import IsoglossStore

/// One answer of a run: how it came out in other languages, which way the model leant and where, and which training pairs
/// taught it.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Why one request of a run was answered as it was.",
    discussion: """
      Example: isogloss explain --run runs/mine.sqlite --prompt S1-1-h.lv
      Example: isogloss explain --run runs/mine.sqlite --prompt S1-1-h.lv --directions directions.json --index runs/influence

      --directions takes what `isogloss interpret directions --json` printed of the same model, --index a folder of \
      `isogloss influence index`. Without them their parts are left out. --patch loads the model once more, in float32.
      """)

  @Option(help: "The run file.")
  var run: String
  @Option(help: "Id of the prompt, as a Markdown report of the run and the dashboard show it.")
  var prompt: String
  @Option(help: "Language to compare with, and whose pass --patch puts into this one.")
  var reference = "en"
  @Option(help: "A judge of the run; its primary one when left out.")
  var judge: String?
  @Option(help: "Where the model is now; by the name in the run when left out.")
  var model: String?
  @Option(help: "The adapter's folder, for a run that was made with one.")
  var adapter: String?
  @Option(help: "Refusal directions of the model: what `isogloss interpret directions --json` printed.")
  var directions: String?
  @Option(help: "An index of the pairs that its adapter was trained on.")
  var index: String?
  @Flag(help: "Patch the pass of the same request in the reference language into this one.")
  var patch = false
  @Option(help: "Training pairs shown on each side.")
  var top = 5
  @Option(help: "Threads; one for each core when left out.")
  var threads: Int?
  @OptionGroup var output: OutputOptions

  /// What is printed for machines.
  private struct Output: Encodable {
    var manifest: RunManifest
    var prompt: Prompt
    var completion: Completion
    var verdicts: [String: Verdict]
    var measures: CaseMeasures
    var patching: CasePatching?
    var influence: MovedAnswer?
  }

  func validate() throws {
    guard top > 0, threads.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--top and --threads take numbers from 1.")
    }
  }

  func run() async throws {
    let store = try RunStore.read(URL(filePath: run))
    let manifest = try store.manifest()
    let judge = try manifest.judge(named: judge ?? manifest.judge)
    let items = try store.items()
    guard let item = items.first(where: { $0.id == prompt }) else {
      throw ValidationError(
        "\(run) has no prompt \(prompt); it has \(items.count), such as \(items.first?.id ?? "none").")
    }
    guard let completion = item.completion else {
      throw ValidationError("\(prompt) has no answer yet: finish the run first.")
    }
    let options = try modelOptions(manifest)
    let pairs = try openIndex(manifest)
    let opened = try await open(options, manifest)
    let study = CaseStudy(
      model: opened, prompts: items.map(\.prompt), answers: items.compactMap { $0.labelled(by: judge.name) },
      labels: try [Places.labels, Places.probeWordings].flatMap { try LabelReader.read($0).answers },
      directions: try readDirections(opened.identity))
    let measures = try await study.run(prompt, reference: Language(reference))
    if measures.readings.count < 2, Language(reference) != item.prompt.language {
      Terminal.note(
        "not compared with \(reference): the run lacks \(prompt) in it, or no token tells a refusal there")
    }
    let patching =
      patch ? try await study.patched(prompt, from: Language(reference), plain: options.plainDecoder()) : nil
    if let reason = patching?.undefined { Terminal.note("not patched: \(reason)") }
    var moved: (answer: MovedAnswer, sections: [Section])?
    if let pairs { moved = try await influence(item.prompt, completion, pairs.index, pairs.source) }
    var sections = [CaseSection(item, among: items, judge: judge.name).section] + measures.sections
    if let patching { sections.append(patching.section) }
    if let moved { sections += moved.sections }
    let report = Report(
      title: "Isogloss: \(prompt)",
      headline: [measures.headline, patching?.clause].compactMap { $0 }.joined(separator: "; "),
      facts: [
        Fact("Run", run), Fact("Model", "\(manifest.model.name) (\(manifest.model.summary), \(manifest.model.dtype))"),
        Fact("Judge", judge.name),
      ], sections: sections,
      provenance: [
        Fact("Model SHA-256", manifest.model.fingerprint), Fact("Adapter", manifest.model.adapter ?? "none"),
        Fact("Prompts SHA-256", manifest.dataset.promptHash), Fact("Isogloss", Version.text),
      ])
    try RunReporter(output: output).show(
      report,
      json: Output(
        manifest: manifest, prompt: item.prompt, completion: completion, verdicts: item.verdicts, measures: measures,
        patching: patching, influence: moved?.answer))
  }

  /// How the model of the run is opened.
  private func modelOptions(_ manifest: RunManifest) throws -> ModelOptions {
    guard manifest.model.dtype != "served" else {
      throw ValidationError("\(manifest.model.name) is a server; what is inside of it cannot be seen.")
    }
    guard (manifest.model.adapter == nil) == (adapter == nil) else {
      throw ValidationError(
        manifest.model.adapter.map { "The run was made with the adapter \($0): give its folder with --adapter." }
          ?? "The run was made without an adapter: leave --adapter out.")
    }
    var arguments = ["--model", model ?? manifest.model.name, "--dtype", manifest.model.dtype]
    if manifest.model.template != "model" { arguments += ["--template", manifest.model.template] }
    if let adapter { arguments += ["--adapter", adapter] }
    if let threads { arguments += ["--threads", "\(threads)"] }
    return try ModelOptions.parse(arguments)
  }

  /// The model of the run, or an error that says how what was found differs from it.
  private func open(_ options: ModelOptions, _ manifest: RunManifest) async throws -> LocalModel {
    let opened = try await options.open()
    guard let local = opened.model as? LocalModel, local.identity.fingerprint == manifest.model.fingerprint,
      local.identity.adapter == manifest.model.adapter
    else {
      throw ValidationError(
        "\(opened.model.identity.name) is not the model of the run: its weights, template or adapter have changed.")
    }
    return local
  }

  /// The directions of a file, checked to be this model's.
  private func readDirections(_ identity: ModelIdentity) throws -> [RefusalDirection] {
    struct File: Decodable {
      struct Provenance: Decodable { var model: ModelIdentity }
      struct Measures: Decodable {
        struct Finding: Decodable { var direction: RefusalDirection }
        var findings: [Finding]
      }
      var provenance: Provenance
      var measures: Measures
    }
    guard let directions else { return [] }
    guard FileManager.default.fileExists(atPath: directions) else {
      throw ValidationError("There is no file \(directions): make it with `isogloss interpret directions --json`.")
    }
    let file: File
    do { file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: directions))) } catch {
      throw ValidationError(
        "\(directions) is not what `isogloss interpret directions --json` prints; --json-report writes another form.")
    }
    guard file.provenance.model.fingerprint == identity.fingerprint, file.provenance.model.adapter == identity.adapter
    else { throw ValidationError("\(directions) was made of another model: \(file.provenance.model.name).") }
    return file.measures.findings.map(\.direction)
  }

  /// The index and what it was made of, checked to be of this run's model; null without one.
  private func openIndex(_ manifest: RunManifest) throws -> (index: InfluenceIndex, source: InfluenceSource)? {
    guard let index else { return nil }
    let opened = try InfluenceIndex(at: URL(filePath: index))
    let source = try InfluenceSource(of: opened)
    guard source.manifest.base.fingerprint == manifest.model.fingerprint else {
      throw ValidationError("\(index) was made of another base than the run's model.")
    }
    // Its pairs taught one adapter: they moved no answer of the base alone, or of another adapter.
    guard let adapter else {
      throw ValidationError("\(index) was made of an adapter, and the run was made without one: leave --index out.")
    }
    let worn = try AdapterStack(contentsOf: URL(filePath: adapter), base: nil) { try ContentHash.ofFile(at: $0) }.hashes
    guard worn == source.manifest.onto.map(\.hash) + [source.manifest.weightsHash] else {
      throw ValidationError("\(index) was made of another adapter than that of the run: give an index of that one.")
    }
    return (opened, source)
  }

  /// Which pairs moved this very answer.
  private func influence(
    _ prompt: Prompt, _ completion: Completion, _ opened: InfluenceIndex, _ source: InfluenceSource
  ) async throws -> (answer: MovedAnswer, sections: [Section]) {
    let pair = PreferencePair(
      id: prompt.id, language: prompt.language, intent: prompt.intent, prompt: prompt.text, chosen: completion.text,
      rejected: completion.text, provenance: Provenance(source: run))
    let session = InfluenceSession()
    try await session.open(source.plan(opened.manifest.projection))
    let asked = try source.tokenizer.tokenize([pair]).pairs
    let queries = try await session.queries(asked, groups: asked.map { _ in prompt.group }, slopes: .answer)
    let method: InfluenceMethod = opened.manifest.feature == .adam ? .less : .tracin
    guard let query = queries.first, let scores = try opened.scores(queries, by: method).first else {
      throw ValidationError(
        "The answer to \(prompt.id) is empty, or too long for the adapter's training: nothing to ask.")
    }
    let moved = MovedAnswer(query, opened, scores: scores, top: top)
    return (moved, [moved.section(method: method), moved.texts(source.pairs)])
  }
}

extension RunItem {
  /// The answer with a judge's reading as its label; null where either is missing.
  fileprivate func labelled(by judge: String) -> LabelledAnswer? {
    guard let completion, let verdict = verdicts[judge] else { return nil }
    return LabelledAnswer(
      id: id, group: prompt.group, language: prompt.language, prompt: prompt.text, response: completion.text,
      outcome: verdict.outcome, harm: verdict.harm.value, refusal: verdict.refusal.value, labeller: judge, split: .train
    )
  }
}

extension MovedAnswer {
  /// What the pairs that moved the answer most say.
  fileprivate func texts(_ pairs: [String: PreferencePair]) -> Section {
    let shown = (raised.map { ($0, "raised it") } + lowered.map { ($0, "lowered it") }).compactMap { pair, effect in
      pairs[pair.row.id].map { (pair.row.language, effect, $0) }
    }
    return Section(
      id: "influence-texts", title: "What these pairs say", lead: "Each with the answer that training preferred.",
      blocks: [
        .samples(
          shown.map { language, effect, pair in
            Sample(
              id: pair.id, language: language, facts: pair.intent.rawValue, prompt: pair.prompt, response: pair.chosen,
              outcome: effect, reason: "")
          })
      ])
  }
}
