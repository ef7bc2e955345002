public import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
public import IsoglossJudges
import IsoglossStore

extension JudgeCommand {
  /// Another rule over verdicts that are there.
  struct Rule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Join stored verdicts by another rule, without asking any judge; the result is a judge of the run.",
      discussion: """
        Example: isogloss judge rule r.sqlite --rule any --members llama-guard-3-8b,polyguard

        Members are named by their names in `isogloss judge list`, or by a start that fits one judge only. With the rule \
        paper a third name is the adjudicator: where it was not asked, and the two differ, the verdict is unscored.
        """)

    @Argument(help: "The run file.")
    var run: String
    @Option(help: "paper, any, all or majority.")
    var rule: EnsembleRule
    @Option(help: "Judges of the run, by comma.")
    var members: String
    @Option(help: "Share of unscored answers above which the exit status is 5.")
    var allowUnscored: Double = 0
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (0...1).contains(allowUnscored) else { throw ValidationError("--allow-unscored takes a share in 0...1.") }
    }

    func run() async throws {
      let url = URL(filePath: run)
      let manifest = try RunStore.read(url).manifest()
      var judges = try members.split(separator: ",").map {
        try manifest.judge(named: $0.trimmingCharacters(in: .whitespaces))
      }
      let adjudicator = rule == .paper && judges.count == 3 ? judges.removeLast() : nil
      let ensemble = try StoredEnsemble(rule, members: judges, adjudicator: adjudicator)
      let store = try RunStore.judging(url)
      try store.add([JudgeRecord(ensemble)])
      try await AnswerJudging([ensemble], scope: .all).run(in: store)
      let unscoredShare = try await RunReporter(output: output).show(store, judge: ensemble.name)
      Terminal.note("see it again with `isogloss report \(run) --judge \"\(ensemble.name)\"`")
      if unscoredShare > allowUnscored { throw ExitStatus.unscored }
    }
  }
}

extension EnsembleRule: ExpressibleByArgument {}
