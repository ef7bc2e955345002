import ArgumentParser
import Foundation
import IsoglossCore

extension JudgeCommand {
  /// Has a judge read labelled answers, and writes its readings as labels.
  struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a judge's readings of labelled answers as a label file of its own.",
      discussion: """
        Example: isogloss judge read --judge probe --to probe.jsonl

        Two such files, or one and the labels, show with isogloss judge agree --labels how far judges agree. The labeller \
        of each row is the judge; a field that it leaves open is null.
        """)

    @OptionGroup var measured: MeasuredJudgeOptions
    @Option(help: "A .jsonl or .csv file of labelled answers; the project's own when left out.")
    var labels: String?
    @Option(help: "Which part of the labels: train, calibrate or test; all when left out.")
    var split: LabelledAnswer.Split?
    @Option(help: "The .jsonl file that the readings are written to.")
    var to: String

    func run() async throws {
      let answers = try LabelFile.read(labels).filter { answer in split.map { $0 == answer.split } ?? true }
      let (reader, verdicts) = try await measured.read(answers)
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
