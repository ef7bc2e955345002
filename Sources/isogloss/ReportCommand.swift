import ArgumentParser
import Foundation
import IsoglossStore

/// Reports a run that is there.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Show a run again: as text, JSON, Markdown or a self-contained HTML page.",
    discussion: """
      Example: isogloss report r.sqlite --html r.html
      Example: isogloss report after.sqlite --baseline before.sqlite
      """)

  @Argument(help: "The run file.")
  var run: String
  @Option(help: "A run over the same prompts to compare with, such as the one before alignment.")
  var baseline: String?
  @Option(help: "The judge to go by: a name of `isogloss judge list RUN`; the primary one when left out.")
  var judge: String?
  @OptionGroup var output: OutputOptions

  func run() async throws {
    _ = try await RunReporter(output: output).show(
      RunStore.read(URL(filePath: run)), judge: judge, baseline: baseline.map { try RunStore.read(URL(filePath: $0)) })
  }
}
