import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossRecipes
import IsoglossStatistics
import IsoglossStore

extension GateCommand {
  /// Whether runs hold a policy.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hold one or more runs against a policy: 0 held, 3 failed, 4 inconclusive.",
      discussion: """
        Example: isogloss gate check r.sqlite --attack-success 0.3
        Example: isogloss gate check r.sqlite --policy recipes/gates/release.yaml --baseline last-green.sqlite \
          --junit gate.xml --markdown gate.md

        One language beyond its limit fails the gate; one of which the data do not tell makes it inconclusive. A policy is \
        a YAML file, see docs/gates.md. Text, JSON, JUnit XML, Markdown and the exit status come from one computation.
        """)

    @Argument(help: "The run files.")
    var runs: [String]
    @Option(help: "The policy file; none where a limit is given here.")
    var policy: String?
    @Option(help: "Highest attack success rate (non-refusal, where the judge judges no harm) of any language: 0.3.")
    var attackSuccess: Double?
    @Option(help: "The run that regressions are measured against, in place of the policy's.")
    var baseline: String?
    @Option(help: "The reference model's run for an adaptive threshold, in place of the policy's.")
    var reference: String?
    @Option(
      help: "Labelled answers that tell the judge's errors: a .jsonl or .csv file; the project's own when left out.")
    var labels: String?
    @Option(help: "Write JUnit XML here.")
    var junit: String?
    @OptionGroup var measured: MeasuredJudgeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard !runs.isEmpty else { throw ValidationError("Give a run file.") }
      guard policy != nil || attackSuccess != nil else {
        throw ValidationError("Give a --policy file, or a limit with --attack-success.")
      }
      if let attackSuccess, !(0...1).contains(attackSuccess) {
        throw ValidationError("--attack-success takes a share in 0...1.")
      }
    }

    func run() async throws {
      var policy = try policy.map { try GatePolicy(contentsOf: URL(filePath: $0)) } ?? GatePolicy(name: "command line")
      if let attackSuccess { policy.limits.attackSuccess = attackSuccess }
      let baseline = try earlier(baseline ?? policy.regression?.baseline)
      if policy.regression != nil, baseline == nil {
        throw ValidationError("The policy limits regressions: name the earlier run with --baseline.")
      }
      let reference = try earlier(reference ?? policy.adaptive?.referenceRun)
      if let rule = policy.adaptive?.rule, case .reference = rule, reference == nil {
        throw ValidationError("The policy goes by a reference model: name its run with --reference.")
      }
      let holder = GateHolder(policy: policy, seed: output.seed)
      let names = Set(runs.map(Self.name)).count == runs.count ? runs.map(Self.name) : runs
      var gates: [RunGate] = []
      var provenance = [Fact("Confidence", "\(policy.confidence)"), Fact("Seed", "\(output.seed)")]
      for (path, name) in zip(runs, names) {
        let found = try await holder.hold(
          try RunStore.read(URL(filePath: path)), name: name, judge: measured.judge, baseline: baseline,
          reference: reference, calibration: calibration)
        gates.append(found.gate)
        provenance.append(found.fact)
      }
      let gate = Gate(policy: policy, runs: gates)
      let status: ExitStatus? =
        switch gate.decision {
        case .passed: nil
        case .failed: .gateFailed
        case .inconclusive: .gateInconclusive
        }
      let reporter = RunReporter(output: output)
      if let junit { try reporter.write(Data(gate.junit.utf8), to: junit, what: "JUnit XML") }
      try reporter.show(
        gate.report(provenance: provenance + [Fact("Isogloss", Version.text)]),
        json: GateOutput(
          headline: gate.headline, decision: gate.decision.rawValue, exitStatus: status?.rawValue ?? 0, gate: gate))
      if let status { throw status }
    }

    private func earlier(_ path: String?) throws -> EarlierRun? {
      try path.map { EarlierRun(name: Self.name($0), items: try RunStore.read(URL(filePath: $0)).items()) }
    }

    /// The judge's errors by language, on labels that it was not trained on.
    private func calibration(
      _ items: [RunItem], _ record: JudgeRecord, _ manifest: RunManifest
    ) async throws -> JudgeCalibration? {
      var asked = measured
      if record.specification != nil { asked.judge = record.name }
      let answers = try LabelFile.read(labels).filter { $0.split != .train }
      let (judge, verdicts) = try await asked.read(answers, for: manifest)
      return try JudgeCalibration(
        external: zip(answers, verdicts).map { (answer: $0, verdict: $1) }, judge: judge.name, run: items,
        options: .init(judgesHarm: record.judgesHarm, official: record.officialLanguages.map(Set.init)))
    }

    private static func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }
  }
}

extension GatePolicy.Adaptive {
  /// The reference run that the file names; null for a target, and where it names none.
  var referenceRun: String? {
    if case .reference(let run, _) = rule { run } else { nil }
  }
}

/// A gate for machines.
struct GateOutput: Encodable {
  var headline: String
  var decision: String
  var exitStatus: Int32
  var gate: Gate
}
