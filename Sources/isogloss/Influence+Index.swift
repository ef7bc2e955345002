import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossDatasets
import IsoglossInfluence

extension InfluenceCommand {
  /// Makes the index of a run's pairs.
  struct Index: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the gradients of the pairs that an adapter was trained on, or go on with it.",
      discussion: """
        Example: isogloss influence index --adapter runs/aligned --out runs/influence

        The same command again goes on where it stopped, however it was stopped.
        """)

    @Option(help: "The run's folder, with its checkpoints.")
    var adapter: String
    @Option(help: "The index's folder: made, or gone on with.")
    var out: String
    @Option(help: "Other pairs than those of the training: a set, a .jsonl file or a folder.")
    var pairs: String?
    @Option(help: "gradient, or adam for the steps that LESS compares.")
    var feature = IndexManifest.Feature.gradient
    @Flag(help: "Only the finished adapter, none of its checkpoints.")
    var finishedOnly = false
    @Option(help: "Longest side of a matrix after the projection.")
    var side = 16
    @Option(help: "Numbers of a vector.")
    var width = 1024
    @Option(help: "Pairs to measure the curvature on, which the method ekfac needs; each is run twice. 0 for none.")
    var curvature = 0
    @Option(help: "Pairs of a file of the index.")
    var shard = 256
    @Option(help: "Seed of the projection.")
    var seed: UInt64 = 0
    @Option(help: "Threads; one for each core when left out.")
    var threads: Int?
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func validate() throws {
      guard side > 0, width > 0, shard > 0, threads.map({ $0 > 0 }) ?? true else {
        throw ValidationError("--side, --width, --shard and --threads take numbers from 1.")
      }
      guard shard <= IndexManifest.mostInOne else {
        throw ValidationError("--shard takes a number from 1 to \(IndexManifest.mostInOne).")
      }
      guard curvature >= 0 else { throw ValidationError("--curvature takes a number of pairs, or 0.") }
      guard curvature == 0 || feature == .gradient else {
        throw ValidationError("--curvature goes with --feature gradient.")
      }
    }

    func run() async throws {
      let source = try InfluenceSource(adapter: URL(filePath: adapter), finishedOnly: finishedOnly, sets: Places.pairs)
      var plan = source.plan(Projection(side: side, width: width, seed: seed))
      plan.threads = threads
      let own = try pairs.map { try PairReader.read($0, sets: Places.pairs) }
      let fitted = try own.map { try source.tokenizer.tokenize($0.pairs) }
      let tokens = fitted?.pairs ?? source.data.training
      guard !tokens.isEmpty else {
        throw ValidationError(
          "The prompts of all pairs have the \(source.tokenizer.maxLength) tokens that the adapter was trained with, or more: "
            + "there is nothing to index.")
      }
      let byID = Dictionary((own?.pairs ?? []).map { ($0.id, $0) }) { first, _ in first }
      let rows =
        own == nil
        ? source.rows(tokens)
        : tokens.map {
          IndexManifest.Row(
            id: $0.id, group: byID[$0.id]?.group, language: $0.language, intent: byID[$0.id]?.intent ?? .harmful)
        }
      Terminal.note(
        "\(tokens.count) pairs at \(plan.snapshots.map(\.name).joined(separator: ", ")); side \(side), width \(width), "
          + "seed \(seed), \(feature.rawValue)")
      let data = source.data
      let note = source.tokenizer.lengthNote(
        dropped: fitted?.dropped.count ?? data.identity.dropped - data.heldOutDropped.count,
        cut: fitted?.cut.count ?? Set(data.cut).intersection(tokens.map(\.id)).count)
      if let note { Terminal.note(note) }
      let session = InfluenceSession()
      try await session.open(plan)
      let progress = ProgressLine("index")
      let clock = ContinuousClock.now
      let manifest = try await session.index(
        tokens, rows: rows, name: own?.name ?? source.manifest.data.name,
        hash: own?.contentHash ?? source.manifest.data.trainingHash, beta: source.manifest.stage.beta, feature: feature,
        shard: shard, at: URL(filePath: out)
      ) { progress.show($0, $1, "parts") }
      if curvature > 0 {
        let line = ProgressLine("curvature")
        try await session.addCurvature(tokens, to: InfluenceIndex(at: URL(filePath: out)), limit: curvature) {
          line.show($0, $1, "runs")
        }
      }
      if json { try Terminal.show(json: manifest) }
      let seconds = (ContinuousClock.now - clock) / .seconds(1)
      Terminal.note(
        "the index is in \(out) (\(Duration.words(seconds))); ask it with `isogloss influence query \(out)`")
    }
  }
}
