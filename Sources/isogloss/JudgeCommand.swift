public import ArgumentParser
import Foundation
public import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID

/// How far a judge is to be trusted.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Judge the answers of a run, and measure judges.",
    subcommands: [Run.self, Rule.self, List.self, Calibrate.self])

  struct Calibrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sensitivity and specificity of the embedded judge for refusal, by language, on labelled answers.",
      discussion: "Example: isogloss judge calibrate --split test")

    @Option(help: "A .jsonl file of labelled answers; the project's own when left out.")
    var labels: String?
    @Option(help: "Which part of the labels: train, calibrate or test.")
    var split: LabelledAnswer.Split = .test
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let judge = try LexicalJudge(identifier: FastTextIdentifier(contentsOf: Home.languageModel))
      let read = try LabelReader.read(labels.map { URL(filePath: $0) } ?? Places.labels)
      for problem in read.problems { Terminal.note("warning: \(problem)") }
      let error = try await JudgeError.measure(judge, on: read.answers.filter { $0.split == split })
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: error of the judge \(judge.name)", headline: error.headline, facts: [],
          sections: [error.section], provenance: []), json: error)
    }
  }
}

extension LabelledAnswer.Split: ExpressibleByArgument {}
