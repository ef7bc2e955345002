import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID
import IsoglossReporting
import IsoglossStore

/// Turns a run into what the user asked to see; text, JSON and exit status come from one computation.
struct RunReporter {
  let output: OutputOptions

  /// Shows a run by its primary judge, or by another one of its judges, with that judge's error on the project's labels
  /// where it is the embedded judge at hand.
  /// - Parameter baseline: a run over the same prompts to compare with: what changed comes first.
  /// - Returns: the share of answers that could not be judged, perturbed prompts included.
  func show(_ store: RunStore, judge name: String? = nil, baseline: RunStore? = nil) async throws -> Double {
    let (report, result) = try await report(of: store, judge: name, baseline: baseline)
    try show(report, json: result)
    return result.unscoredShare
  }

  /// The report that ``show(_:judge:baseline:)`` shows, with what stands behind it.
  func report(
    of store: RunStore, judge name: String? = nil, baseline: RunStore? = nil
  ) async throws -> (Report, RunOutput) {
    let manifest = try store.manifest()
    let record = try manifest.judge(named: name ?? manifest.judge)
    let all = try store.items()
    let robustness = try Robustness(all, by: record, seed: output.seed)
    let items = all.ofCleanPrompts
    let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
    let measures = try Measures(items, by: record, identifier: identifier, seed: output.seed).named(for: manifest)
    let others = manifest.judges.filter { $0.name != record.name }
    let comparison = try JudgeComparison(
      items, judges: [record] + others, filters: manifest.filterJudges ?? [], measured: measures, seed: output.seed)
    let scores = try ScoreSummary.all(items, judges: [record] + others, seed: output.seed)
    let lexical = try LexicalJudge(identifier: identifier)
    let labels = (try? LabelReader.read(Places.labels).answers) ?? []
    let embedded = lexical.name == record.name ? lexical : nil
    var extra: [Section] = []
    if let embedded {
      let languages = Set(measures.languages.map(\.language))
      let test = labels.filter { $0.split == .test && languages.contains($0.language) }
      if !test.isEmpty { extra.append(try await JudgeError.measure(embedded, on: test).section) }
    }
    extra += try await judgeSections(items, manifest: manifest, embedded: embedded, labels: labels)
    var report = RunSections(
      measures, manifest: manifest, sessions: try store.sessions(), items: items, comparison: comparison, scores: scores
    ).report(adding: extra)
    if let robustness, !robustness.cells.isEmpty {
      if let clause = robustness.clause { report.headline += "; \(clause)" }
      report.sections.insert(robustness.section, at: min(1, report.sections.count))
    }
    var change: RunComparison?
    if let baseline {
      // A language that only one of them was asked in is nobody's worst here.
      let both = try RunComparison.common(try baseline.items().ofCleanPrompts, items, judge: record.name)
      func measured(_ items: [RunItem]) throws -> Measures {
        try Measures(items, by: record, identifier: identifier, seed: output.seed)
      }
      let after = try both.after.count == items.count ? measures : measured(both.after).named(for: manifest)
      change = try RunComparison(both, before: measured(both.before), after: after)
      report.headline = change?.headline ?? report.headline
      report.sections.insert(contentsOf: [change?.section].compactMap { $0 }, at: 0)
    }
    // A run without clean prompts is measured as it is, and its answers are not counted twice.
    let more = items.count == all.count ? nil : robustness
    let answered = measures.answered + (more?.answered ?? 0)
    return (
      report,
      RunOutput(
        manifest: manifest, measures: measures, judges: comparison, scores: scores,
        circularity: Circularity(manifest), robustness: robustness, change: change,
        unscoredShare: answered == 0 ? 0 : Double(measures.unscored + (more?.unscored ?? 0)) / Double(answered))
    )
  }

  /// Writes the files asked for, and prints a report as text, or what stands behind it as JSON.
  func show(_ report: Report, json: some Encodable) throws {
    if let path = output.html { try write(Data(HTMLReport.render(report).utf8), to: path, what: "report") }
    if let path = output.markdown { try write(Data(MarkdownReport.render(report).utf8), to: path, what: "Markdown") }
    if let path = output.jsonReport { try write(JSONReport.render(report), to: path, what: "JSON report") }
    if output.json {
      try Terminal.show(json: json)
    } else {
      Terminal.show(output.full ? report : report.summary)
    }
  }

  /// Writes a file, with its folder, and says so.
  func write(_ data: Data, to path: String, what: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url, options: .atomic)
    Terminal.note("\(what): \(path)")
  }
}

/// A run for machines.
struct RunOutput: Encodable {
  var manifest: RunManifest
  var measures: Measures
  var judges: JudgeComparison
  var scores: [ScoreSummary]
  var circularity: Circularity?
  var robustness: Robustness?
  var change: RunComparison?
  /// The share of answers that could not be judged, perturbed prompts included.
  var unscoredShare: Double

  /// The share is the exit status's matter, and no part of the output.
  enum CodingKeys: CodingKey { case manifest, measures, judges, scores, circularity, robustness, change }
}

extension Report {
  /// The headline with the table of languages: what fits on a screen.
  var summary: Report {
    var short = self
    short.sections = Array(sections.prefix(1)).map { section in
      var section = section
      section.blocks = section.blocks.filter { if case .figure = $0 { false } else { true } }
      return section
    }
    short.provenance = []
    return short
  }
}
