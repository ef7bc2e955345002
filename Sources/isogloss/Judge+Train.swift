import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossJudges
import IsoglossModels
import IsoglossTorch

extension JudgeCommand {
  /// Trains the probe judge.
  struct Train: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Train a probe judge: linear readings of a local model's hidden states, for refusal and for harm.",
      discussion: """
        Example: isogloss judge train --out probe.json

        It learns from the train part of the labels and from the two files of data/probe, sets its thresholds on the \
        calibrate part, and never looks at the test part: see that with isogloss judge calibrate --judge probe.
        """)

    @Option(help: "A .jsonl file of labelled answers; the project's own when left out.")
    var labels: String?
    @Option(help: "A .jsonl file of more answers that decline or do not, all to train on; the project's when left out.")
    var wordings: String?
    @Option(help: "A .jsonl file of more requests, harmful and benign; the project's when left out.")
    var requests: String?
    @Option(help: "The model whose states are read: gemma-3-270m, smollm2-135m-instruct, a folder or a .gguf file.")
    var model: String = "gemma-3-270m"
    @Option(help: "Layers to try, in blocks passed.")
    var layers: String = "4,6,8,10,12,14"
    @Option(help: "Folds of the cross-validation; a group is never in two.")
    var folds: Int = 5
    @Option(help: "Seed of the folds.")
    var seed: UInt64 = 0
    @Option(help: "Name of the judge; made of a hash of the examples when left out.")
    var name: String?
    @Option(help: "Where the weights go.")
    var out: String

    func validate() throws { _ = try settings() }

    private func settings() throws -> ProbeTrainer.Settings {
      let chosen = layers.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
      guard !chosen.isEmpty, chosen.allSatisfy({ $0 ?? -1 >= 0 }) else {
        throw ValidationError("--layers takes numbers from 0, such as 6,9,12.")
      }
      guard folds >= 2 else { throw ValidationError("--folds takes a number from 2.") }
      return .init(layers: chosen.compactMap { $0 }, folds: folds, seed: seed)
    }

    func run() async throws {
      let answers = try LabelReader.read(labels.map { URL(filePath: $0) } ?? Places.labels)
      let more = try LabelReader.read(wordings.map { URL(filePath: $0) } ?? Places.probeWordings)
      let asked = try PromptReader.read(requests ?? Places.probeRequests.path, suites: Places.suites)
      for problem in answers.problems + more.problems + asked.problems { Terminal.note("warning: \(problem)") }
      let examples = ProbeExamples(labels: answers.answers, wordings: more.answers, requests: asked.prompts)
      let local = try await LocalModel.load(named: model, options: .init(dtype: .float32))
      Terminal.note(
        "model \(local.identity.name) (\(local.identity.summary), float32); \(examples.refusal.train.count) answers, "
          + "\(examples.request.train.count) requests; seed \(seed), \(folds) folds")
      let probe = try await ProbeTrainer(local, settings: try settings()).probe(examples, name: name) {
        Terminal.note($0)
      }
      let url = URL(filePath: out)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try probe.file().write(to: url, options: .atomic)
      print(Self.summary("declines", probe.training.refusal))
      print(Self.summary("request harmful", probe.training.request))
      Terminal.note(
        "\(probe.name) is in \(out); see its error with `isogloss judge calibrate --judge probe --probe \(out)`")
    }

    private static func summary(_ what: String, _ validation: ProbeValidation) -> String {
      let chosen = validation.chosen
      func worst(_ areas: [String: Double]) -> String {
        guard let least = areas.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return "none" }
        return String(format: "%.3f", least.value) + " (\(least.key))"
      }
      return String(
        format: "%@: layer %d, %@, C %g; area %.3f on held-out groups, worst language %@; with the language unseen %@; "
          + "balanced accuracy %.3f on the calibrate part", what, chosen.layer, chosen.pooling.rawValue, chosen.cost,
        chosen.area, worst(validation.areaByLanguage), worst(validation.areaByUnseenLanguage),
        validation.balancedAccuracy)
    }
  }
}
