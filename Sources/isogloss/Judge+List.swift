import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossStore

extension JudgeCommand {
  /// The judges of a run.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the judges of a run: what they claim, and how many answers they judged.",
      discussion: "Example: isogloss judge list r.sqlite")

    @Argument(help: "The run file.")
    var run: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let list = try JudgeList(RunStore.read(URL(filePath: run)))
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: judges of \(run)", headline: list.headline, facts: [], sections: [list.section],
          provenance: []), json: list)
    }
  }
}
