public import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// Rainbow Teaming (Samvelyan et al. 2024, "Rainbow Teaming: Open-Ended Generation of Diverse Adversarial Prompts"): fills
/// an archive over hazard and style with requests that a target model answers harmfully.
///
/// An iteration draws cells, low fitness first, and for each a parent from the archive; a mutator rewrites the parent for
/// the cell's hazard and then for its style; what is too similar to its parent goes; the target answers; a judge reads the
/// answer; and a preference judge compares it with that of the cell's elite. Each iteration is written to a journal with
/// the generator's state, so a search that was killed ends with the bytes of one that was not.
public struct RainbowSearch: Sendable {
  let options: RainbowOptions
  let axes: RainbowAxes
  let mutators: [any ChatModel]
  let target: any ChatModel
  let judge: any Judge
  let preference: PreferenceJudge
  let identifier: (any LanguageIdentifier)?

  /// A search.
  /// - Parameters:
  ///   - mutators: models that rewrite requests; each proposal draws one.
  ///   - target: the model that is attacked.
  ///   - judge: tells how harmful its answers are.
  ///   - identifier: where given, proposals in another language go.
  /// - Throws: `DatasetError.malformed` for options that make no sense, or without a mutator.
  public init(
    axes: RainbowAxes = .refusEU, mutators: [any ChatModel], target: any ChatModel, judge: any Judge,
    preference: PreferenceJudge, identifier: (any LanguageIdentifier)? = nil,
    options: RainbowOptions = RainbowOptions()
  ) throws {
    if let flaw = options.flaw(cells: axes.cells.count) {
      throw DatasetError(.malformed, "A Rainbow search cannot run so: \(flaw).")
    }
    guard !mutators.isEmpty else { throw DatasetError(.malformed, "A Rainbow search has no mutator: name a model.") }
    self.axes = axes
    self.mutators = mutators
    self.target = target
    self.judge = judge
    self.preference = preference
    self.identifier = identifier
    self.options = options
  }

  /// SHA-256 over everything that decides a search, seeds and language left out.
  public var fingerprint: String {
    let names = axes.hazards + axes.styles
    return ContentHash.of(
      ["rainbow \(RainbowPrompts.version)", "\(options)", "\(axes.hazards.count)"]
        + names.flatMap { [$0.code, $0.title, $0.meaning] } + mutators.map(\.identity.fingerprint)
        + [target.identity.fingerprint, judge.name, identifier?.name ?? ""] + preference.identity)
  }

  /// Runs a search in one language to its end, or goes on with one.
  /// - Parameters:
  ///   - seeds: harmful requests to begin with. The first of a cell is its first elite; the others are parents too.
  ///   - url: the search's file.
  ///   - progress: told the iterations done and their number.
  /// - Returns: every step, the seeds' first.
  /// - Throws: `DatasetError`, a model's or judge's error where nothing can go on, `CancellationError`.
  public func run(
    seeds: [Prompt], language: Language, journal url: URL, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> (steps: [RainbowStep], archive: RainbowArchive) {
    let seeds = seeds.filter { $0.intent == .harmful && $0.language == language }
    guard !seeds.isEmpty else {
      throw DatasetError(.empty, "There is no harmful seed in \(language): Rainbow Teaming begins from some.")
    }
    let job = ContentHash.of([fingerprint, language.code] + seeds.flatMap { [$0.id, $0.text] })
    let journal = try Journal<RainbowStep>(at: url, job: job)
    var archive = RainbowArchive(axes: axes)
    var steps = journal.entries.filter { $0.iteration <= options.iterations }
    for (index, step) in steps.enumerated() {
      guard step.iteration == index else {
        throw DatasetError(.malformed, "\(url.path): iteration \(index) is not there: delete the file.")
      }
      archive.add(step)
    }
    while steps.count <= options.iterations {
      progress(max(0, steps.count - 1), options.iterations)
      try Task.checkCancellation()
      var iteration = RainbowIteration(
        search: self, number: steps.count, language: language, seeds: seeds, archive: archive,
        generator: steps.last?.generator ?? SeededGenerator(seed: options.seed))
      let step = try await iteration.run()
      try await journal.append([step])
      steps.append(step)
      archive.add(step)
    }
    progress(options.iterations, options.iterations)
    return (steps, archive)
  }
}
