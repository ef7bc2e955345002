import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID

/// The judge that a command measures, asked about labelled answers.
struct MeasuredJudgeOptions: ParsableArguments {
  @Option(
    help: """
      The judge, as `isogloss eval` takes it: lexical, probe, llama-guard-3@URL, rubric:FILE@URL#NAME, ensemble:… With a \
      run also a judge of the run by its name, and its primary judge when left out; else lexical.
      """)
  var judge: String?
  @OptionGroup var probe: ProbeOptions
  @OptionGroup var servers: JudgeServerOptions
  @OptionGroup var caching: CacheOptions

  /// The judge, ready to be asked.
  /// - Parameter run: the run whose judge is meant where `--judge` names one, or nothing.
  /// - Throws: `ValidationError` for a name of no judge, and for a judge of the run that nothing says how to ask.
  func open(for run: RunManifest? = nil) async throws -> Jury {
    var servers = servers
    let record = run.flatMap { run in judge.map { try? run.judge(named: $0) } ?? run.record(of: run.judge) }
    // The run has its verdicts: that the model under test is among the judges was allowed there.
    if record?.judgesItself == true { servers.allowSelfJudging = true }
    let text = record?.specification ?? judge
    if let record, text == nil {
      throw ValidationError(
        "The run does not say how \(record.name) is asked: name a judge with --judge, or label answers of the run and give "
          + "--own-labels.")
    }
    let specification = try JudgeSpecification.read(text ?? "lexical")
    return try await JudgeFactory(
      [specification], servers: servers, probe: probe.place,
      identifier: FastTextIdentifier(contentsOf: Home.languageModel), judging: run?.model, cache: caching.open()
    ).jury()
  }

  /// The judge and its verdicts on labelled answers, in order.
  func read(
    _ answers: [LabelledAnswer], for run: RunManifest? = nil
  ) async throws -> (judge: any Judge, verdicts: [Verdict]) {
    let jury = try await open(for: run)
    Terminal.note("\(answers.count) labelled answers; \(jury.words)")
    let verdicts = try await jury.judges[0].judge(answers.map { JudgeInput(labelled: $0) })
    jury.noteUsage()
    warn(of: verdicts, by: jury.judges[0].name)
    return (jury.judges[0], verdicts)
  }

  /// Says how many answers the judge could not read, and the most frequent reason: a table of dashes would not.
  private func warn(of verdicts: [Verdict], by judge: String) {
    let reasons = verdicts.compactMap { verdict in
      if case .unscored(let reason) = verdict.outcome { reason } else { nil }
    }
    let counts = Dictionary(grouping: reasons) { $0 }.mapValues(\.count)
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return }
    Terminal.note(
      "warning: \(judge) could not read \(reasons.count) of \(verdicts.count) answers; \(most.value) of them: \(most.key)"
    )
  }
}
