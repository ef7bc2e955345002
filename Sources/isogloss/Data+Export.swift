public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossDatasets
import IsoglossReporting

extension DataCommand {
  /// Writes pairs for others' programs.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write pairs for TRL or in RefusEU's layout, with a data card and hashes.",
      discussion: """
        Example: isogloss data export split --layout trl --name my-pairs --licence CC-BY-4.0 --out export

        A split's folder is proved anew first; a pair set or file is exported as training pairs alone.
        """)

    @Argument(help: "A split's folder, a pair set, a .jsonl file, or a folder of them.")
    var pairs: String
    @Option(help: "trl (turns), trl-plain (texts) or refuseu.")
    var layout: ExportLayout = .conversational
    @Option(help: "jsonl, or parquet as the Hub keeps its data sets.")
    var format: ExportFormat = .jsonl
    @Option(help: "Name of the data set on its card; the input's when left out.")
    var name: String?
    @Option(help: "Licence of the whole, by its SPDX name.")
    var licence: String?
    @Option(help: "Licence of a source, as SOURCE=LICENCE; may be given again.")
    var sourceLicence: [String] = []
    @Option(help: "What filtering dropped, for the card: the folder that data filter wrote.")
    var funnel: String?
    @Option(help: "What people found, for the card: the folder of a review.")
    var review: String?
    @Option(
      name: .customLong("filter-judge"), help: "A judge that filtered the pairs, for the card; may be given again.")
    var filterJudges: [String] = []
    @Option(help: "The folder to write; it must not be there yet.")
    var out: String

    func validate() throws { _ = try licences() }

    private func licences() throws -> [String: String] {
      var licences: [String: String] = [:]
      for text in sourceLicence {
        let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2 else { throw ValidationError("--source-licence takes SOURCE=LICENCE, not \(text).") }
        licences[sides[0]] = sides[1]
      }
      return licences
    }

    func run() throws {
      let url = URL(filePath: pairs)
      let title = name ?? url.lastPathComponent
      var card = DatasetCard(name: title, licence: licence, sourceLicences: try licences(), train: [])
      if FileManager.default.fileExists(atPath: url.appending(path: "proof.json").path) {
        let split = try SplitFolder(at: url)
        (card.train, card.test, card.proof) = (split.train, split.test, split.proof)
      } else {
        card.train = try DataInput.pairs(pairs).pairs
      }
      card.funnel = try funnel.map { try FilterFolder.funnel(at: URL(filePath: $0)) }
      card.review = try review.map { try ReviewSummary(try ReviewFolder(at: URL(filePath: $0)).result()) }
      card.filterJudges = filterJudges
      let export = PairExport(card, layout: layout, writer: format.writer)
      let manifest = try export.write(to: URL(filePath: out)) { MarkdownReport.render($0) }
      for (file, rows) in manifest.rows.sorted(by: { $0.key < $1.key }) {
        print("\(file) \(rows) rows, sha256 \(manifest.files[file] ?? "")")
      }
      if licence == nil { Terminal.note("the card states no licence: say one with --licence") }
      Terminal.note("the files and their card README.md are in \(out)")
    }
  }
}

extension ExportLayout: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
