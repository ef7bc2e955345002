import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossDatasets
import IsoglossModels
import IsoglossRecipes
import IsoglossReporting
import IsoglossTorch

/// Trains, and hands over what was trained.
struct Align: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align", abstract: "Train an adapter on preference pairs, language by language in balance.",
    discussion: """
      Example: isogloss align --base gemma-3-270m --pairs isogloss-12 --mixture balanced --out runs/aligned

      The same command again goes on where it stopped. Export: isogloss align export --adapter runs/aligned --merged OUT
      """,
    subcommands: [Run.self, Export.self], defaultSubcommand: Run.self)

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Train, or go on with, a stage or the stages of a recipe.",
      discussion:
        "Example: isogloss align --recipe recipes/align-mini.yaml --from-adapter runs/complier --out runs/aligned")

    @Option(
      help: "gemma-3-270m, smollm2-135m-instruct, a Hugging Face folder, or a .gguf file; the recipe's when left out.")
    var base: String?
    @Option(help: "A recipe file; options that are given too override its stages.")
    var recipe: String?
    @Option(help: "The run's folder: made, or gone on with. A recipe of several stages has a folder in it for each.")
    var out: String
    @Option(help: "The folder of an adapter that is added to the base before training.")
    var fromAdapter: String?
    @OptionGroup var stage: StageOptions
    @OptionGroup var machine: TrainingMachineOptions
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func validate() throws { _ = try stage.applied(to: AlignmentStage(name: "align", pairs: "isogloss-12")) }

    func run() async throws {
      let session = AlignmentSession()
      let place = try await session.join(ProcessInfo.processInfo.environment)
      do {
        try await train(in: session, place)
        try await session.leave()
      } catch {
        // Interrupted ranks all know of it; after any other failure the others would wait for this one for ever.
        if error is CancellationError {
          try await session.leave()
        } else if let place {
          Terminal.error("rank \(place.rank) of \(place.count): \(error)")
          await session.abort(status: ExitStatus.failure.rawValue)
        }
        throw error
      }
    }

    /// Trains the stages one after the other; with other processes where there is a place among them.
    private func train(in session: AlignmentSession, _ place: AlignmentSession.Place?) async throws {
      let recipe = try recipe.map { try Recipe(contentsOf: URL(filePath: $0)) }
      let declared = recipe?.stages ?? [AlignmentStage(name: "align", pairs: "isogloss-12")]
      let stages = try declared.map { try stage.applied(to: $0) }
      guard let name = base ?? recipe?.base else { throw ValidationError("Give --base, or a recipe that names one.") }
      let entry = try ModelCatalog().resolve(name)
      let fingerprint = try entry.fingerprint()
      var beneath = fromAdapter.map { URL(filePath: $0) }
      var made: [AdapterManifest] = []
      let engine = "libtorch \(Processor.torchVersion)" + (place.map { ", \($0.count) ranks over \($0.library)" } ?? "")
      let leads = place.map { $0.rank == 0 } ?? true
      for stage in stages {
        let folder = stages.count == 1 ? URL(filePath: out) : URL(filePath: out).appending(path: stage.name)
        var plan = AlignmentSession.Plan(
          stage: stage, base: entry, fingerprint: fingerprint,
          session: Version.session(engine: engine))
        plan.recipe = recipe.map { "\($0.name) \($0.hash)" }
        plan.stack = try beneath.map {
          try AdapterStack(contentsOf: $0, base: fingerprint) { try ContentHash.ofFile(at: $0) }
        }
        plan.template = machine.template ?? recipe?.template
        machine.apply(to: &plan)
        if leads {
          made.append(try await lead(plan, session, place, in: folder))
        } else {
          try await session.follow(plan)
        }
        beneath = folder
      }
      guard leads else { return }
      try show(made)
      Terminal.note(
        "the adapter is in \(beneath?.relativePath ?? out); evaluate it with "
          + "`isogloss eval --model \(name) --adapter \(beneath?.relativePath ?? out) --run RUN.sqlite`")
    }

    private func lead(
      _ plan: AlignmentSession.Plan, _ session: AlignmentSession, _ place: AlignmentSession.Place?, in folder: URL
    ) async throws -> AdapterManifest {
      let set = try DataInput.pairs(plan.stage.pairs)
      let progress = ProgressLine(plan.stage.name)
      let isQuiet = json
      do {
        if let place, !isQuiet {
          Terminal.note("\(place.count) ranks over \(place.library): each takes its share of the pairs of a step")
        }
        return try await session.run(
          plan, set: set, folder: folder, references: Home.url.appending(path: "references")
        ) { event in
          switch event {
          case .prepared(let data, let steps, let shifted, let base):
            if !isQuiet { TrainingProgress.announce(plan, data, steps: steps, shifted: shifted, base: base) }
          case .references(let done, let count):
            progress.show("reference \(done)/\(count) pairs", share: Double(done) / Double(count), isEnd: done == count)
          case .progress(let step): progress.show(step)
          }
        }
      } catch is CancellationError {
        Terminal.note(
          (Terminal.isInteractive ? "\n" : "") + "saved in \(folder.relativePath); the same command goes on from there")
        throw CancellationError()
      }
    }

    private func show(_ made: [AdapterManifest]) throws {
      if json { return try Terminal.show(json: made) }
      Terminal.show(
        Report(
          title: "Isogloss align", headline: made.last?.headline ?? "", facts: [], sections: made.map(\.section),
          provenance: []))
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write a base with an adapter merged into it, as transformers loads it.",
      discussion: "Example: isogloss align export --adapter runs/aligned --merged runs/merged")

    @Option(help: "The adapter's folder.")
    var adapter: String
    @Option(help: "The folder to write.")
    var merged: String
    @Option(help: "The base; the one that the adapter's manifest names when left out.")
    var base: String?
    @Option(help: "bfloat16 or float32; the type that the adapter was trained on when left out.")
    var dtype: String?

    func validate() throws { _ = try DType.ofWeights(dtype) }

    func run() throws {
      let url = URL(filePath: adapter)
      let folder = try AdapterFolder(contentsOf: url)
      guard let name = base ?? folder.manifest?.base.name ?? folder.baseName else {
        throw ValidationError("The adapter does not name its base: give --base.")
      }
      let entry = try ModelCatalog().resolve(name)
      let stack = try AdapterStack(contentsOf: url, base: entry.fingerprint()) { try ContentHash.ofFile(at: $0) }
      let missing = try AdapterExport.merge(
        stack, into: entry, dtype: DType.ofWeights(dtype), to: URL(filePath: merged))
      for part in missing { Terminal.note("not written: \(part)") }
      Terminal.note("the merged model is in \(merged)")
    }
  }
}
