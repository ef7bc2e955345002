import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossJudges

extension JudgeCommand {
  /// Whether a judge errs alike in every language.
  struct Parity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Whether a judge's error rate differs by language, on one set of answers that stands in all of them.",
      discussion: "Example: isogloss judge parity --judge lexical --split test")

    @Option(help: "A .jsonl or .csv file of labelled answers that share groups; the project's own when left out.")
    var labels: String?
    @Option(help: "The judge: lexical or probe.")
    var judge: String = "lexical"
    @OptionGroup var probe: ProbeOptions
    @Option(help: "Which part of the labels: train, calibrate or test; all but train when left out.")
    var split: LabelledAnswer.Split?
    @Option(help: "What is looked at: refusal, outcome (attack success) or harm.")
    var field: VerdictField = .refusal
    @OptionGroup var output: OutputOptions

    func run() async throws {
      guard let embedded = try await probe.embedded(judge) else {
        throw ValidationError("\(judge) is not at hand: parity takes lexical or probe.")
      }
      let answers = try LabelFile.read(labels).filter { answer in
        split.map { answer.split == $0 } ?? (answer.split != .train)
      }
      let verdicts = try await embedded.judge(answers.map { JudgeInput(labelled: $0) })
      let parity = try JudgeParity(
        answers, verdicts: verdicts, judge: embedded.name, field: field, official: embedded.officialLanguages,
        seed: output.seed)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: parity of the judge \(parity.judge)", headline: parity.headline,
          facts: [
            Fact("Judge", parity.judge), Fact("Labels", parity.labellers.joined(separator: ", ")),
            Fact("Field", parity.field.rawValue), Fact("Resampling seed", "\(parity.seed)"),
          ], sections: [parity.section], provenance: []), json: parity)
    }
  }
}
