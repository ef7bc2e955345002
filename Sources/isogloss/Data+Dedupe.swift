import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossReporting

extension DataCommand {
  /// Drops near-duplicates, and what a prompt set asks.
  struct Dedupe: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Drop pairs whose requests are near-duplicates of each other, or of prompts that training must not know.",
      discussion: """
        Example: isogloss data dedupe pairs.jsonl --against isogloss-12 --out kept.jsonl

        Requests are compared within a language by their runs of five letters (Jaccard index); candidates come from \
        MinHash, and what is dropped is decided by the exact index. Of near-duplicates the first by id stays.
        """)

    @Argument(help: "A pair set, a .jsonl file, or a folder of them.")
    var pairs: String
    @Option(help: "A prompt set that training must not give away; may be given again.")
    var against: [String] = []
    @Option(help: "Jaccard index from which on two texts count as near-duplicates.")
    var threshold: Double = 0.6
    @Option(help: "The .jsonl file for the pairs that are left.")
    var out: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard threshold > 0, threshold <= 1 else {
        throw ValidationError("--threshold takes a share above 0, at most 1.")
      }
    }

    func run() throws {
      let set = try DataInput.pairs(pairs)
      let filter = PairFilter(
        limits: nil, checksScaffolding: false, checksForm: false, duplicateThreshold: threshold,
        suites: try DataInput.suites(against), leakThreshold: threshold)
      let result = try filter.run(set.pairs)
      if let out { try result.writeKept(to: URL(filePath: out)) }
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: duplicates in \(set.name)",
          headline: "\(result.kept.count) of \(set.pairs.count) pairs are left",
          facts: [
            Fact("Threshold", "\(threshold)"),
            Fact("Against", against.isEmpty ? "none" : against.joined(separator: ", ")),
            Fact("Chance that a near-duplicate at the threshold is missed", String(format: "%.1g", filter.missRate)),
            Fact("SHA-256 of the files", set.fileHash),
          ], sections: [result.funnel.section], provenance: []), json: result.funnel)
      if let out { Terminal.note("the pairs that are left are in \(out)") }
      if result.kept.isEmpty { throw ExitStatus.failure }
    }
  }
}
