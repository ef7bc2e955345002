import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation

extension CapabilityCommand {
  /// Bits per byte of parallel text.
  struct Bits: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How many bits a model needs for the same text in each language.",
      discussion: """
        Example: isogloss capability bits --model gemma-3-270m --text ../shared/data/ntrex128 --lines 200

        The folder holds a text file a language (lv.txt, or newstest2019-ref.lav.txt), line for line the same text.
        """)

    @OptionGroup var model: ModelOptions
    @Option(help: "A folder with a text file a language, line for line the same text.")
    var text: String
    @Option(help: "Languages, by code and comma; all of the folder when left out.")
    var languages: String?
    @Option(help: "Read this many lines of each file.")
    var lines: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let lines, lines < 1 { throw ValidationError("--lines takes a number from 1.") }
      _ = try Language.list(languages)
    }

    func run() async throws {
      let text = try ParallelText.read(
        at: URL(filePath: text), languages: Language.list(languages), limit: lines)
      let opened = try await model.open()
      opened.note("\(text.lines[0].lines.count) lines in \(text.lines.count) languages")
      let progress = ProgressLine("languages")
      let start = ContinuousClock.now
      let bits = try await TextBits(text.lines, model: opened.scoring(), seed: output.seed) { progress.show($0, $1) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let provenance = CapabilityProvenance(opened, data: text.name, dataHash: text.fileHash, seed: output.seed)
      try RunReporter(output: output).show(
        provenance.report(
          title: "Isogloss: bits per byte", headline: bits.headline, facts: [Fact("Lines", "\(bits.lines)")],
          section: bits.section),
        json: CapabilityOutput(provenance: provenance, measures: bits, seconds: seconds))
    }
  }
}
