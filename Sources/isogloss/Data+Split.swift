public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossDatasets
import IsoglossReporting

extension DataCommand {
  /// Divides pairs into training and test.
  struct Split: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Divide pairs into training and test so that nothing leaks, with a proof.",
      discussion: """
        Example: isogloss data split filtered/kept.jsonl --test 100 --out split
        Example: isogloss data split --check split

        What is bound together is never on both sides: a group (one request across languages), a cell of hazard and \
        attack style, a source's reference, near-duplicates. What is bound to test pairs and not needed is withheld. The \
        proof compares every training request with every test request of its language.
        """)

    @Argument(help: "A pair set, a .jsonl file, or a folder of them.")
    var pairs: String?
    @Option(help: "Test pairs of each intent and hazard, in each language.")
    var test: Int = 100
    @Option(
      name: .customLong("bond"),
      help: "group, cell, reference or near-duplicate; may be given again. All of them when left out.")
    var bonds: [SplitSettings.Bond] = []
    @Option(help: "Jaccard index from which on two requests count as near-duplicates.")
    var threshold: Double = 0.6
    @Flag(help: "Take what there is where a hazard has too few pairs.")
    var allowShortage = false
    @Option(help: "The folder for train.jsonl, test.jsonl, withheld.jsonl and proof.json; it must not be there yet.")
    var out: String?
    @Option(help: "Prove a split's folder anew, and do nothing else.")
    var check: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (pairs == nil) != (check == nil) else {
        throw ValidationError("Give pairs to split, or a split to --check.")
      }
      guard check != nil || out != nil else { throw ValidationError("Give the split a folder with --out.") }
      guard test > 0 else { throw ValidationError("--test takes a number from 1.") }
      guard threshold > 0, threshold <= 1 else {
        throw ValidationError("--threshold takes a share above 0, at most 1.")
      }
    }

    func run() throws {
      if let check { return try show(try SplitFolder(at: URL(filePath: check)).proof, of: check) }
      guard let pairs, let out else { return }
      let set = try DataInput.pairs(pairs)
      let split = try PairSplit(
        set.pairs,
        settings: SplitSettings(
          test: test, bonds: bonds.isEmpty ? SplitSettings.Bond.allCases : bonds, threshold: threshold,
          seed: output.seed, allowsShortage: allowShortage))
      try SplitFolder.write(split, to: URL(filePath: out))
      try show(split.proof, of: set.name)
      Terminal.note("train.jsonl, test.jsonl and proof.json are in \(out); next: isogloss data export \(out)")
    }

    private func show(_ proof: SplitProof, of name: String) throws {
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: split of \(name)", headline: proof.headline, facts: [], sections: [proof.section],
          provenance: []), json: proof)
      if !proof.holds { throw ExitStatus.failure }
    }
  }
}

extension SplitSettings.Bond: ExpressibleByArgument {}
