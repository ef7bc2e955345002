import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossStore

extension JudgeCommand {
  /// Whether a judge errs alike in every language.
  struct Parity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Whether a judge's error rate differs by language, on one set of answers that stands in all of them.",
      discussion: """
        Example: isogloss judge parity --judge lexical --split test
        Example: isogloss judge parity --judge llama-guard-3@http://HOST/v1#NAME
        Example: isogloss judge parity --run r.sqlite --judge polyguard --labels labels.csv

        With a run, the labels are of its own answers, and the verdicts that it has are compared with them: nobody is asked.
        """)

    @Option(help: "A .jsonl or .csv file of labelled answers that share groups; the project's own when left out.")
    var labels: String?
    @Option(help: "A run whose stored verdicts are looked at; --labels are of its answers.")
    var run: String?
    @OptionGroup var measured: MeasuredJudgeOptions
    @Option(help: "Which part of the labels: train, calibrate or test; all but train when left out, all with a run.")
    var split: LabelledAnswer.Split?
    @Option(help: "What is looked at: refusal, outcome (attack success) or harm; what the judge tells when left out.")
    var field: VerdictField?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard run == nil || labels != nil else {
        throw ValidationError(
          "--run takes --labels of its own answers: draw some with isogloss judge calibrate --draw.")
      }
    }

    func run() async throws {
      let parity: JudgeParity
      if let run { parity = try stored(run) } else { parity = try await asked() }
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: parity of the judge \(parity.judge)", headline: parity.headline,
          facts: [
            Fact("Judge", parity.judge), Fact("Labels", parity.labellers.joined(separator: ", ")),
            Fact("Field", parity.field.rawValue), Fact("Resampling seed", "\(parity.seed)"),
          ], sections: [parity.section], provenance: []), json: parity)
    }

    /// What a judge says of labelled answers.
    private func asked() async throws -> JudgeParity {
      let answers = try LabelFile.read(labels).filter { answer in
        split.map { answer.split == $0 } ?? (answer.split != .train)
      }
      let (judge, verdicts) = try await measured.read(answers)
      return try JudgeParity(
        answers, verdicts: verdicts, judge: judge.name, field: field ?? .told(by: verdicts),
        official: judge.officialLanguages, seed: output.seed)
    }

    /// What a judge of a run said.
    private func stored(_ path: String) throws -> JudgeParity {
      let claims = try JudgeClaims(RunStore.read(URL(filePath: path)))
      let answers = try LabelFile.read(labels).filter { answer in split.map { answer.split == $0 } ?? true }
      let name = try measured.judge.map { try claims.name(of: $0) } ?? claims.manifest.judge
      return try JudgeParity(
        own: answers, run: claims.items, judge: name, field: field, official: claims.official[name], seed: output.seed)
    }
  }
}
