import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossInfluence
import IsoglossModels
import IsoglossStatistics
import IsoglossTorch

/// What a study of influence retrains on, and how.
struct StudyArguments: ParsableArguments {
  @Option(help: "A run's folder: its base, template and pairs are taken, and the adapters beneath it.")
  var adapter: String
  @Option(help: "Training pairs, at most 200, drawn from those of the run.")
  var pairs = 100
  @Option(help: "Held-out questions.")
  var questions = 12
  @Option(help: "Longest pair, in tokens.")
  var longest = 256
  @Option(help: "Rank of the adapters.")
  var rank = 4
  @Option(help: "Learning rate of the adapters.")
  var rate = 1e-3
  @Option(help: "Passes over the pairs.")
  var epochs = 1
  @Option(help: "Pairs a step.")
  var batch = 10
  @Option(help: "Threads; one for each core when left out.")
  var threads: Int?

  func validate() throws {
    guard (2...200).contains(pairs) else { throw ValidationError("--pairs takes a number from 2 to 200.") }
    guard questions > 0, rate > 0, rate.isFinite, longest > 1, threads.map({ $0 > 0 }) ?? true else {
      throw ValidationError("The numbers of a study must be above 0.")
    }
    let range = 1...RetrainingOptions.most
    guard range.contains(rank), range.contains(epochs), range.contains(batch) else {
      throw ValidationError("--rank, --epochs and --batch take numbers from 1 to \(RetrainingOptions.most).")
    }
  }

  /// A study with its pairs and questions.
  struct Opened {
    let source: InfluenceSource
    let session: StudySession
    let training: [TokenizedPair]
    let questions: [TokenizedPair]
  }

  /// Opens the run and draws.
  /// - Parameter language: of the questions; null takes all languages in turn.
  func open(seed: UInt64, language: Language? = nil) throws -> Opened {
    let source = try InfluenceSource(adapter: URL(filePath: adapter), finishedOnly: true, sets: Places.pairs)
    var options = StudyOptions()
    options.retraining.rank = rank
    options.retraining.rate = rate
    options.retraining.epochs = epochs
    options.retraining.batch = batch
    options.retraining.beta = source.manifest.stage.beta
    options.retraining.seed = seed
    options.seed = seed
    func fits(_ pair: TokenizedPair) -> Bool {
      pair.prompt.count + max(pair.chosen.count, pair.rejected.count) <= longest
    }
    var generator = SeededGenerator(seed: seed)
    var order = source.data.training.filter(fits)
    generator.shuffle(&order)
    var asked = source.data.heldOut.filter { pair in
      fits(pair) && source.pairs[pair.id]?.intent == .harmful && (language.map { $0 == pair.language } ?? true)
    }
    generator.shuffle(&asked)
    guard !order.isEmpty, !asked.isEmpty else {
      let known = Set(source.data.heldOut.map(\.language.code)).sorted().joined(separator: ", ")
      throw ValidationError(
        "Of \(order.count) training pairs and \(asked.count) held-out questions"
          + "\(language.map { " in \($0.code)" } ?? "") that are harmful and at most \(longest) tokens long, none is left "
          + "on a side; pairs are held out in \(known).")
    }
    let (base, beneath, threads) = (source.base, source.beneath, threads)
    let dtype = DType(rawValue: source.manifest.base.dtype) ?? .preferredForInference
    let fingerprint = ([source.manifest.base.fingerprint] + source.manifest.onto.map(\.hash)).joined(separator: " ")
    let session = StudySession(options, fingerprint: fingerprint) {
      if let threads { try Processor.setThreads(threads) }
      let decoder = try Decoder.load(base, dtype: dtype)
      if let beneath { try decoder.merge(beneath) }
      return decoder
    }
    return Opened(
      source: source, session: session, training: Array(order.prefix(pairs)), questions: Array(asked.prefix(questions)))
  }

  /// The facts of a study, for its report.
  func facts(_ opened: Opened, seed: UInt64) -> [Fact] {
    [
      Fact("base", opened.source.manifest.base.name), Fact("pairs", "\(opened.training.count)"),
      Fact("questions", "\(opened.questions.count) held-out, harmful"),
      Fact("retraining", "rank \(rank), rate \(rate), \(epochs) epochs of batches of \(batch), seed \(seed)"),
    ]
  }
}
