import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossLanguageID
import IsoglossStore

extension JudgeCommand {
  /// Another judge over answers that are there.
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let other judges read the answers of a run; their verdicts are added to it.",
      discussion: """
        Example: isogloss judge run r.sqlite --judge polyguard@http://HOST/v1#NAME

        The model is not asked again, and the run's primary judge stays. The same command again goes on where it stopped.
        """)

    @Argument(help: "The run file.")
    var run: String
    @OptionGroup var judging: JudgeOptions
    @OptionGroup var caching: CacheOptions
    @Flag(help: "Ask again about answers that a judge could not read.")
    var retryUnscored = false
    @Option(help: "Share of unscored answers above which the exit status is 5.")
    var allowUnscored: Double = 0
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (0...1).contains(allowUnscored) else { throw ValidationError("--allow-unscored takes a share in 0...1.") }
    }

    func run() async throws {
      let url = URL(filePath: run)
      let manifest = try RunStore.read(url).manifest()
      let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
      let jury = try await JudgeFactory(
        judging, identifier: identifier, judging: manifest.model, cache: caching.open()
      ).jury()
      let store = try RunStore.judging(url)
      try store.add(jury.records)
      Terminal.note("\(try store.openCount(to: nil)) answers of \(manifest.model.name); \(jury.words)")
      let progress = ProgressLine("judged")
      try await AnswerJudging(jury.judges, scope: retryUnscored ? .unscored : .open)
        .run(in: store) { progress.show($0) }
      let unscoredShare = try await RunReporter(output: output).show(store, judge: jury.primary.name)
      jury.noteUsage()
      Terminal.note("the verdicts are in \(run); see all judges with `isogloss judge list \(run)`")
      if unscoredShare > allowUnscored { throw ExitStatus.unscored }
    }
  }
}
