import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossStore

extension JudgeCommand {
  /// Keeps labels of a run's answers in the run.
  struct Annotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep labels of a run's own answers in the run file, as annotations by their labellers.",
      discussion: """
        Example: isogloss judge annotate r.sqlite --labels labels.csv
        Example: isogloss judge calibrate --run r.sqlite --own-labels r.sqlite

        A labeller's later label of an answer takes the place of the earlier one. Where labellers differ on an answer, it \
        does not count until they agree.
        """)

    @Argument(help: "The run file.")
    var run: String
    @Option(help: "A .jsonl or .csv file of labels of its answers, such as judge calibrate --draw makes to fill in.")
    var labels: String

    func run() async throws {
      let url = URL(filePath: run)
      let answers = try LabelFile.read(labels)
      let store = try RunStore.judging(url)
      try OwnLabels.check(answers, run: store.items())
      let annotations = AnnotatedAnswers.annotations(of: answers, time: Date())
      try store.annotate(annotations)
      let labellers = Set(annotations.map(\.annotator)).sorted().joined(separator: ", ")
      Terminal.note("\(annotations.count) annotations of \(answers.count) answers by \(labellers) are in \(run)")
      Terminal.note("next: isogloss judge calibrate --run \(run) --own-labels \(run)")
    }
  }
}
