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

  /// Shows a run, with the judge's error on the project's labels where the run was judged by the judge at hand.
  func show(_ store: RunStore) async throws -> Measures {
    let manifest = try store.manifest()
    let items = try store.items()
    let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
    let judge = try LexicalJudge(identifier: identifier)
    let isCurrent = judge.name == manifest.judge
    let measures = try Measures(
      items, judge: manifest.judge, judgesHarm: false, official: isCurrent ? judge.officialLanguages : nil,
      identifier: identifier, seed: output.seed)
    var extra: [Section] = []
    if isCurrent, let labels = try? LabelReader.read(Places.labels).answers {
      let languages = Set(measures.languages.map(\.language))
      let test = labels.filter { $0.split == .test && languages.contains($0.language) }
      if !test.isEmpty { extra.append(try await JudgeError.measure(judge, on: test).section) }
    }
    extra += try await judgeSections(
      items, judges: RunVerdicts.judges(in: items),
      official: [judge.name: judge.officialLanguages].compactMapValues { $0 }, embedded: isCurrent ? judge : nil,
      labels: (try? LabelReader.read(Places.labels).answers) ?? [])
    let report = RunSections(measures, manifest: manifest, sessions: try store.sessions(), items: items)
      .report(adding: extra)
    try show(report, json: RunOutput(manifest: manifest, measures: measures))
    return measures
  }

  /// Writes the files asked for, and prints a report as text, or what stands behind it as JSON.
  func show(_ report: Report, json: some Encodable) throws {
    if let path = output.html { try write(Data(HTMLReport.render(report).utf8), to: path, what: "report") }
    if let path = output.markdown { try write(Data(MarkdownReport.render(report).utf8), to: path, what: "Markdown") }
    if let path = output.jsonReport { try write(JSONReport.render(report), to: path, what: "JSON report") }
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(json), as: UTF8.self))
    } else {
      let style = TerminalReport.Style.suited(
        toTerminal: Terminal.outputIsInteractive, environment: ProcessInfo.processInfo.environment)
      print(
        TerminalReport.render(output.full ? report : report.summary, width: Terminal.width, style: style),
        terminator: "")
    }
  }

  private func write(_ data: Data, to path: String, what: String) throws {
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
