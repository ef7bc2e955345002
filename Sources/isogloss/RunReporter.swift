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

  func show(_ store: RunStore) throws -> Measures {
    let manifest = try store.manifest()
    let items = try store.items()
    let identifier = try FastTextIdentifier(contentsOf: Places.languageModel)
    let judge = try LexicalJudge(identifier: identifier)
    let isCurrent = judge.name == manifest.judge
    let measures = try Measures(
      items, judge: manifest.judge, judgesHarm: false, official: isCurrent ? judge.officialLanguages : nil,
      identifier: identifier, seed: output.seed)
    var extra: [Section] = []
    if isCurrent, let section = try? JudgeErrorSection.make(judge, languages: measures.languages.map(\.language)) {
      extra.append(section)
    }
    let report = RunSections(measures, manifest: manifest, sessions: try store.sessions(), items: items)
      .report(adding: extra)
    if let path = output.html {
      try write(Data(HTMLReport.render(report).utf8), to: path, what: "report")
    }
    if let path = output.markdown {
      try write(Data(MarkdownReport.render(report).utf8), to: path, what: "Markdown")
    }
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(JSONOutput(manifest: manifest, measures: measures)), as: UTF8.self))
    } else {
      let style = TerminalReport.Style.suited(
        toTerminal: Terminal.outputIsInteractive, environment: ProcessInfo.processInfo.environment)
      print(TerminalReport.render(output.full ? report : report.summary, width: Terminal.width, style: style), terminator: "")
    }
    return measures
  }

  private func write(_ data: Data, to path: String, what: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url, options: .atomic)
    Terminal.note("\(what): \(path)")
  }

  private struct JSONOutput: Encodable {
    var manifest: RunManifest
    var measures: Measures
  }
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
