import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossJudges

extension JudgeCommand {
  /// Has a judge read labelled answers, and writes its readings as labels.
  struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write an embedded judge's readings of labelled answers as a label file of its own.",
      discussion: """
        Example: isogloss judge read --judge probe --to probe.jsonl

        Two such files, or one and the labels, show with isogloss judge agree --labels how far judges agree. The labeller \
        of each row is the judge; a field that it leaves open is null.
        """)

    @Option(help: "lexical or probe.")
    var judge: String = "lexical"
    @OptionGroup var probe: ProbeOptions
    @Option(help: "A .jsonl file of labelled answers; the project's own when left out.")
    var labels: String?
    @Option(help: "Which part of the labels: train, calibrate or test; all when left out.")
    var split: LabelledAnswer.Split?
    @Option(help: "The .jsonl file that the readings are written to.")
    var to: String

    func run() async throws {
      guard let reader = try await probe.embedded(judge) else {
        throw ValidationError("\(judge) is not at hand: this takes lexical or probe.")
      }
      let answers = try LabelFile.read(labels).filter { answer in split.map { $0 == answer.split } ?? true }
      let verdicts = try await reader.judge(answers.map { JudgeInput(labelled: $0) })
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      var lines = Data()
      for (answer, verdict) in zip(answers, verdicts) {
        var row = answer
        (row.outcome, row.harm, row.refusal) = (verdict.outcome, verdict.harm.value, verdict.refusal.value)
        row.labeller = reader.name
        lines += try encoder.encode(row) + Data("\n".utf8)
      }
      try lines.write(to: URL(filePath: to), options: .atomic)
      Terminal.note("\(answers.count) readings of \(reader.name) are in \(to)")
    }
  }
}
