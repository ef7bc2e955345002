import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossExperiments
import IsoglossJudges
import IsoglossLanguageID
import IsoglossRecipes
import IsoglossTorch

extension ExperimentCommand {
  /// Makes what is not finished.
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run a grid of training and questions, or go on with it.",
      discussion: """
        Example: isogloss experiment run recipes/refuseu-mini-experiment.yaml --out runs/grid

        The same command again goes on where it stopped, however it was stopped; finished runs are kept.
        """)

    @OptionGroup var experiment: ExperimentOptions
    @Option(help: "Threads; one for each core when left out.")
    var threads: Int?
    @Option(help: "At most so many runs in this sitting; all when left out.")
    var limit: Int?
    @Flag(help: "Leave out the judges that have to be asked (the probe, guards): they can read the answers later.")
    var withoutSlowJudges = false
    @Flag(help: "Make no runs: let only the judges that have to be asked read the answers of those that are finished.")
    var judgesOnly = false
    @OptionGroup var servers: JudgeServerOptions

    func validate() throws {
      guard threads.map({ $0 > 0 }) ?? true, limit.map({ $0 > 0 }) ?? true else {
        throw ValidationError("--threads and --limit take numbers from 1.")
      }
      guard !(withoutSlowJudges && judgesOnly) else {
        throw ValidationError("--without-slow-judges and --judges-only leave nothing to do.")
      }
    }

    func run() async throws {
      let recipe = try ExperimentRecipe(contentsOf: URL(filePath: experiment.recipe))
      let specifications = try recipe.evaluation.judges.map { try JudgeSpecification.read($0) }
      let opened = try Experiment.open(recipe)
      let folder = try ExperimentFolder(at: URL(filePath: experiment.out))
      let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
      func jury(_ wanted: [JudgeSpecification]) async throws -> Jury {
        try await JudgeFactory(wanted, servers: servers, identifier: identifier, judging: nil, cache: nil).jury()
      }
      let isSlow = { (judge: JudgeSpecification) in judge.kind != .lexical }
      let quick = try await jury(specifications.filter { !isSlow($0) })
      guard !quick.judges.isEmpty else {
        throw ValidationError("\(recipe.name): the first judge must be lexical: it reads answers as they come.")
      }
      let cells = recipe.cells.count
      Terminal.note(
        "\(recipe.name): \(cells) runs and their start on \(recipe.base); \(opened.prompts.count) prompts in "
          + "\(opened.languages.count) languages; \(quick.words)")
      let runner = ExperimentRunner(
        opened, in: folder,
        on: .init(
          threads: threads, references: Home.url.appending(path: "references"),
          session: Version.session(engine: "libtorch \(Processor.torchVersion)")),
        judges: quick.judges, records: quick.records, identifier: identifier, onEvent: Self.show)
      if !judgesOnly { try await runner.run(limit: limit) }
      let slow = specifications.filter(isSlow)
      if !slow.isEmpty, !withoutSlowJudges {
        let others = try await jury(slow)
        Terminal.note("asking \(others.words)")
        let missing = try await runner.judge(others.judges, records: others.records)
        others.noteUsage()
        if !missing.isEmpty {
          Terminal.note(
            "\(missing.count.counted("finished run")) not read, for want of the answers (answers.sqlite in the run's "
              + "folder): \(missing.joined(separator: ", "))")
        }
      }
      Terminal.note(
        "the results are in \(folder.results.relativePath); see them with `isogloss experiment table \(experiment.out)`"
      )
    }

    private static func show(_ event: ExperimentRunner.Event) {
      switch event {
      case .began(let name, let place, let count, let left):
        let rest = left.map { "; about \(Duration.words($0)) left for all" } ?? ""
        Terminal.note("[\(place)/\(count)] \(name)\(rest)")
      case .training(.prepared(let data, steps: let steps, shifted: _, base: _)):
        Terminal.note("  \(data.counts); \(steps) steps; \(data.heldOut) pairs held out")
      case .training, .answered: break
      case .finished(let name, let seconds): Terminal.note("  \(name) finished in \(Duration.words(seconds))")
      }
    }
  }

  /// How far a grid is.
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show which runs of a grid are finished, begun and open.",
      discussion: "Example: isogloss experiment status recipes/refuseu-mini-experiment.yaml --out runs/grid")

    @OptionGroup var experiment: ExperimentOptions
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func run() throws {
      let recipe = try ExperimentRecipe(contentsOf: URL(filePath: experiment.recipe))
      let status = try ExperimentStatus(recipe, in: URL(filePath: experiment.out))
      if json { return try Terminal.show(json: status) }
      for run in status.runs {
        let time = run.seconds.map { ", \(Duration.words($0))" } ?? ""
        print("\(run.state.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))\(run.name)\(time)")
      }
      let left = status.secondsLeft.map { "; about \(Duration.words($0)) left at the mean of the finished ones" } ?? ""
      print("\(status.finished) of \(status.runs.count) runs finished\(left)")
    }
  }
}
