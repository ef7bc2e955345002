public import ArgumentParser
import Foundation
public import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossStore

extension JudgeCommand {
  /// How often a judge errs, and what is left of a run's rates without that.
  struct Calibrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How often a judge errs on labelled answers, by language, and a run's rates with its errors taken out.",
      discussion: """
        Example: isogloss judge calibrate --split test
        Example: isogloss judge calibrate --judge probe --field harm
        Example: isogloss judge calibrate --judge polyguard@http://HOST/v1#NAME --labels answers.jsonl
        Example: isogloss judge calibrate --run r.sqlite
        Example: isogloss judge calibrate --run r.sqlite --draw 100 --to labels.csv
        Example: isogloss judge calibrate --run r.sqlite --own-labels labels.csv

        Labels of other answers (--labels) correct a run on the assumption that the judge errs on it as often as on them. \
        Labels of the run's own answers, drawn at random with --draw and filled in (outcome, or harm and refusal), assume \
        nothing of the kind (--own-labels).
        """)

    @Option(help: "Labelled answers: a .jsonl or .csv file, or an annotated run; the project's own when left out.")
    var labels: String?
    @Option(help: "A run whose rates are corrected.")
    var run: String?
    @Option(help: "Labels of a random draw of the run's own answers: a .jsonl or .csv file, or the run, annotated.")
    var ownLabels: String?
    @OptionGroup var measured: MeasuredJudgeOptions
    @Option(
      help:
        "Which part of the labels: train, calibrate or test; all but train when left out, and test of the project's own."
    )
    var split: LabelledAnswer.Split?
    @Option(help: "What is looked at: outcome (attack success), harm or refusal; what the judge tells when left out.")
    var field: VerdictField?
    @Option(help: "Half-width of the interval that labels are counted for.")
    var halfWidth: Double = 0.05
    @Option(help: "Draw this many answers a language at random for labelling, and do nothing else.")
    var draw: Int?
    @Option(help: "The .csv file that the draw is written to.")
    var to: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard ownLabels == nil || run != nil else {
        throw ValidationError("--own-labels takes the --run that they are of.")
      }
      guard ownLabels == nil || labels == nil else {
        throw ValidationError("--labels are of other answers, --own-labels of the run's: give one of them.")
      }
      guard (draw == nil) == (to == nil) else { throw ValidationError("--draw and --to go together.") }
      if let draw {
        guard draw > 0, run != nil else { throw ValidationError("--draw takes a number from 1, and a --run.") }
      }
      guard halfWidth > 0, halfWidth < 0.5 else { throw ValidationError("--half-width takes a share below 0.5.") }
    }

    func run() async throws {
      let store = try run.map { try RunStore.read(URL(filePath: $0)) }
      if let store, let draw, let to { return try write(draw, of: store, to: to) }
      if let store, let ownLabels { return try show(try own(ownLabels, store)) }
      let answers = try LabelFile.read(labels).filter { answer in
        split.map { answer.split == $0 }
          ?? (labels == nil && store == nil ? answer.split == .test : answer.split != .train)
      }
      let (reader, verdicts) = try await measured.read(answers, for: store?.manifest())
      let told = VerdictField.told(by: verdicts)
      if store == nil, field == nil, told == .refusal {
        let error = try JudgeError(answers, verdicts, judge: reader.name)
        return try RunReporter(output: output).show(
          Report(
            title: "Isogloss: error of the judge \(reader.name)", headline: error.headline, facts: [],
            sections: [error.section], provenance: []), json: error)
      }
      try show(
        try JudgeCalibration(
          external: zip(answers, verdicts).map { (answer: $0, verdict: $1) }, judge: reader.name, run: store?.items(),
          options: .init(
            field: field ?? (store == nil ? told : .outcome), judgesHarm: reader.judgesHarm,
            official: reader.officialLanguages, halfWidth: halfWidth)))
    }

    private func own(_ path: String, _ store: RunStore) throws -> JudgeCalibration {
      let claims = try JudgeClaims(store)
      let name = try measured.judge.map { try claims.name(of: $0) } ?? claims.manifest.judge
      let judgesHarm = claims.judgesHarm(name)
      return try JudgeCalibration(
        own: try LabelFile.read(path), judge: name, run: claims.items,
        options: .init(
          field: field ?? .outcome, judgesHarm: judgesHarm, official: claims.official[name], halfWidth: halfWidth))
    }

    private func show(_ calibration: JudgeCalibration) throws {
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: calibration of the judge \(calibration.judge)", headline: calibration.headline,
          facts: [
            Fact("Judge", calibration.judge), Fact("Labels", calibration.labellers.joined(separator: ", ")),
            Fact("Field", calibration.field.rawValue), Fact("Run", run ?? "none"),
          ], sections: [calibration.section], provenance: []), json: calibration)
    }

    private func write(_ draw: Int, of store: RunStore, to path: String) throws {
      let sheet = try LabelSheet(drawing: draw, from: store.items(), seed: output.seed)
      let url = URL(filePath: path)
      guard !FileManager.default.fileExists(atPath: url.path) else {
        throw ValidationError("\(path) is there already, perhaps with somebody's labels: give another --to.")
      }
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try sheet.data.write(to: url, options: .atomic)
      let counts = sheet.counts.map { "\($0.language.code) \($0.drawn)" }.joined(separator: ", ")
      Terminal.note("drawn with seed \(output.seed): \(counts)")
      Terminal.note(
        "fill in the column outcome (or harm and refusal) from the top, and your name as labeller, in \(path);")
      Terminal.note(LabelFile.takes)
      Terminal.note("then: isogloss judge calibrate --run \(run ?? "RUN") --own-labels \(path)")
    }
  }
}

extension LabelledAnswer.Split: ExpressibleByArgument {}
