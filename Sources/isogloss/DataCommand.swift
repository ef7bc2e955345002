import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets

/// Data files: made and checked.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Build preference pairs, and check prompt and pair files.",
    discussion: """
      A data set's way: build (or fetch), check-translation, review, export. Its other steps are stages of build, and \
      commands for pairs that come from elsewhere.

      Example: isogloss data build recipes/refuseu-mini.yaml --dry-run
      """,
    subcommands: [
      Fetch.self, Formats.self, Build.self, Validate.self, Pairs.self, Dedupe.self, Filter.self, Split.self,
      CheckTranslation.self, Export.self,
      Review.self,
    ])

  struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a set of prompts, report every row that cannot be read, and count the rest.",
      discussion: "Example: isogloss data validate isogloss-12")

    @Argument(help: "A suite, a .jsonl file or folder, or PREFIX:PATH (see `isogloss data formats`).")
    var prompts: String

    func run() throws {
      let set = try PromptReader.read(prompts, suites: Places.suites)
      for problem in set.problems { Terminal.note("\(problem)") }
      for language in set.languages {
        let rows = set.prompts.filter { $0.language == language }
        let harmful = rows.count { $0.intent == .harmful }
        print("\(language.code) \(rows.count) prompts: \(harmful) harmful, \(rows.count - harmful) benign")
        if !language.isKnown {
          Terminal.note(
            "warning: \"\(language.code)\" is none of `isogloss languages`: is it a BCP-47 code, such as et?")
        }
      }
      print("\(set.prompts.count) prompts, \(set.isParallel ? "parallel" : "not parallel"), sha256 \(set.fileHash)")
      if !set.problems.isEmpty { throw ExitStatus.failure }
    }
  }

  struct Pairs: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a set of preference pairs, report every row that cannot be read, and what it gives away.",
      discussion: "Example: isogloss data pairs isogloss-12 --against isogloss-12")

    @Argument(help: "A pair set, a .jsonl file, a folder of them, refuseu:PATH, or table:PATH#FIELD=COLUMN,...")
    var pairs: String
    @Option(help: "A prompt set that training must not give away; may be given again.")
    var against: [String] = []
    @Option(help: "Share of common runs of five letters from which two texts count as near-duplicates.")
    var threshold: Double = 0.6

    func validate() throws {
      guard (0...1).contains(threshold) else { throw ValidationError("--threshold takes a share in 0...1.") }
    }

    func run() throws {
      let set = try PairReader.read(pairs, sets: Places.pairs)
      for problem in set.problems { Terminal.note("\(problem)") }
      for language in set.languages {
        let rows = set.pairs.filter { $0.language == language }
        let harmful = rows.count { $0.intent == .harmful }
        print("\(language.code) \(rows.count) pairs: \(harmful) harmful, \(rows.count - harmful) benign")
      }
      print("\(set.pairs.count) pairs, sha256 \(set.fileHash)")
      var leaks = 0
      for name in against {
        let prompts = try PromptReader.read(name, suites: Places.suites)
        let findings = LeakageCheck(threshold: threshold).findings(set.pairs, against: prompts)
        for finding in findings.prefix(20) {
          Terminal.note("\(finding.kind.rawValue): \(finding.pair) meets \(finding.prompt) of \(finding.set)")
        }
        let counts = LeakageCheck.Kind.allCases.map { kind in "\(kind.rawValue) \(findings.count { $0.kind == kind })" }
        print("against \(name): \(counts.joined(separator: ", "))")
        leaks += findings.count
      }
      if !set.problems.isEmpty || leaks > 0 { throw ExitStatus.failure }
    }
  }
}
