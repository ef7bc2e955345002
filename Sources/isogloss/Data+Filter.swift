import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossLanguageID
import IsoglossReporting

extension DataCommand {
  /// Keeps the pairs that are fit to train on.
  struct Filter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the pairs that are fit to train on, and show what each stage dropped.",
      discussion: """
        Example: isogloss data filter pairs.jsonl --out filtered --rules paper --judge llama-guard-3@http://HOST/v1 \
        --judge polyguard@http://HOST/v1#NAME --against isogloss-12
        Example: isogloss data filter pairs.jsonl --out filtered --verdicts verdicts.jsonl --rule "chosen: all(*) no-harm" \
        --rule "rejected: at-least-1(llama-guard-3, polyguard) harm and not lexical refusal"

        Stages: length, scaffolding, form, language, the rules in order, near-duplicates, leakage. A rule names a part \
        (question, chosen, rejected), all, any, none, majority or at-least-K of judges (* is all of them), and harm, \
        no-harm, refusal or no-refusal; conditions join with and, or, not. What no judge could read passes no rule. \
        Verdicts are kept in the verdict file, and the same command goes on where it stopped.
        """)

    @Argument(help: "A pair set, a .jsonl file, or a folder of them.")
    var pairs: String
    @Option(help: "The folder for kept.jsonl, dropped.jsonl and funnel.json; it must not be there yet.")
    var out: String
    @Option(
      help:
        "A set of rules: paper (both guards find the question unsafe and the chosen answer safe; one the rejected unsafe)."
    )
    var rules: RuleSet?
    @Option(
      name: .customLong("rule"), help: "A rule on harmful pairs, or on benign ones after `benign`; may be given again.")
    var written: [String] = []
    @Option(help: "The .jsonl file of verdicts; OUT.verdicts.jsonl when left out.")
    var verdicts: String?
    @OptionGroup var judging: JudgeOptions
    @OptionGroup var caching: CacheOptions
    @Option(help: "A prompt set that training must not give away; may be given again.")
    var against: [String] = []
    @Option(help: "Jaccard index from which on two requests count as near-duplicates.")
    var threshold: Double = 0.6
    @Option(help: "Fewest characters of each text.")
    var leastCharacters: Int = 8
    @Flag(help: "Do not check languages.")
    var skipLanguage = false
    @Flag(help: "Drop harmful pairs of a hazard and style that a prompt set of --against has, too.")
    var dropCells = false
    @Option(help: "Share of pairs dropped because a rule could not be decided, above which the exit status is 5.")
    var allowUnscored: Double = 0
    @OptionGroup var output: OutputOptions

    enum RuleSet: String, ExpressibleByArgument, CaseIterable { case paper }

    func validate() throws {
      guard threshold > 0, threshold <= 1 else {
        throw ValidationError("--threshold takes a share above 0, at most 1.")
      }
      guard leastCharacters >= 0 else { throw ValidationError("--least-characters takes a number from 0.") }
      guard (0...1).contains(allowUnscored) else { throw ValidationError("--allow-unscored takes a share in 0...1.") }
      _ = try pairRules()
    }

    private func pairRules() throws -> [PairRule] {
      do {
        return (rules == .paper ? PairRule.paper : []) + (try written.map { try PairRule($0) })
      } catch let error as DatasetError {
        throw ValidationError(error.message)
      }
    }

    func run() async throws {
      let place = URL(filePath: out)
      guard !FileManager.default.fileExists(atPath: place.path) else {
        throw ValidationError("\(out) is there already: give another --out, or remove it first.")
      }
      let set = try DataInput.pairs(pairs)
      let suites = try DataInput.suites(against)
      let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
      let filter = PairFilter(
        limits: TextLimits(least: leastCharacters), language: skipLanguage ? nil : LanguageCheck(identifier),
        rules: try pairRules(), verdicts: try await table(set.pairs, identifier), duplicateThreshold: threshold,
        suites: suites, leaks: Set([.exact, .nearDuplicate, .group] + (dropCells ? [.cell] : [])),
        leakThreshold: threshold)
      let result = try filter.run(set.pairs)
      try FilterFolder.write(result, to: place)
      let undecided = result.dropped.count(where: \.isUndecided)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: filtering of \(set.name)",
          headline: "\(result.kept.count) of \(set.pairs.count) pairs are left"
            + (undecided == 0 ? "" : "; \(undecided) were dropped because a rule could not be decided"),
          facts: [
            Fact("Rules", filter.rules.isEmpty ? "none" : filter.rules.map(\.description).joined(separator: "; ")),
            Fact("Threshold of near-duplicates", "\(threshold)"),
            Fact("Against", against.isEmpty ? "none" : against.joined(separator: ", ")),
            Fact("SHA-256 of the files", set.fileHash),
          ], sections: result.funnel.sections, provenance: []), json: result.funnel)
      Terminal.note(
        "kept.jsonl, dropped.jsonl and funnel.json are in \(out); next: isogloss data split \(out)/kept.jsonl")
      if result.kept.isEmpty { throw ExitStatus.failure }
      if Double(undecided) > allowUnscored * Double(set.pairs.count) { throw ExitStatus.unscored }
    }

    /// Verdicts as stored, and asked for where judges are named.
    private func table(_ pairs: [PreferencePair], _ identifier: FastTextIdentifier) async throws -> VerdictTable {
      let file = URL(filePath: verdicts ?? "\(out).verdicts.jsonl")
      guard !judging.judges.isEmpty else {
        guard verdicts != nil else { return VerdictTable([], on: []) }
        let read = try PairVerdict.read(file)
        DataInput.warn(read.problems)
        return noting(VerdictTable(read.verdicts, on: pairs))
      }
      let jury = try await JudgeFactory(judging, identifier: identifier, judging: nil, cache: caching.open())
        .jury()
      let requests = jury.judges.compactMap { GuardOfRequests($0) }
      for judge in jury.judges where !requests.contains(where: { $0.name == judge.name }) {
        Terminal.note("\(judge.name) reads answers only: it has no say on questions")
      }
      Terminal.note("\(jury.words); verdicts in \(file.path)")
      let progress = ProgressLine("judged")
      let table = try await PairJudging(answers: jury.judges, requests: requests).run(pairs, keeping: file) {
        progress.show($0, $1)
      }
      jury.noteUsage()
      return noting(table)
    }

    private func noting(_ table: VerdictTable) -> VerdictTable {
      if table.stale > 0 {
        Terminal.note("warning: \(table.stale) verdicts are of other pairs, or of texts that have changed since")
      }
      return table
    }
  }
}
