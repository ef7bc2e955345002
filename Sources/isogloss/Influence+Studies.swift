import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossInfluence

extension InfluenceCommand {
  /// The linear datamodelling score.
  struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measure by retraining on parts of the pairs how well influence foretells an answer.",
      discussion: """
        Example: isogloss influence validate --adapter runs/aligned --out runs/lds --subsets 50
        Example: isogloss influence validate --adapter runs/aligned --out runs/lds --leave-one-out --pairs 40

        The same command again goes on where it stopped.
        """)

    @OptionGroup var study: StudyArguments
    @Option(help: "The study's folder: made, or gone on with.")
    var out: String
    @Option(help: "Half-subsets to retrain on.")
    var subsets = 50
    @Flag(help: "Retrain on all pairs but one, for each of them, and not on half-subsets.")
    var leaveOneOut = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (3...StudySession.mostRetrainings).contains(subsets) else {
        throw ValidationError("--subsets takes a number from 3 to \(StudySession.mostRetrainings).")
      }
    }

    func run() async throws {
      let opened = try study.open(seed: output.seed)
      let progress = ProgressLine("retrained")
      let score = try await opened.session.datamodelScore(
        opened.training, opened.questions, on: leaveOneOut ? .leavingOneOut : .halves(subsets), at: URL(filePath: out)
      ) { progress.show($0, $1, "subsets") }
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss influence", headline: score.headline,
          facts: study.facts(opened, seed: output.seed), sections: [score.section], provenance: []), json: score)
    }
  }

  /// The most useful pairs.
  struct Select: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Choose the pairs that help a language most, and show by retraining whether they beat random ones.",
      discussion: """
        Example: isogloss influence select --adapter runs/aligned --language sk --count 30 --out runs/select

        Half of the questions choose, the other half test. The same command again goes on where it stopped.
        """)

    @OptionGroup var study: StudyArguments
    @Option(help: "The study's folder: made, or gone on with.")
    var out: String
    @Option(help: "The language to help; the one with the lowest margin in the run's manifest when left out.")
    var language: String?
    @Option(help: "Pairs to choose.")
    var count = 30
    @Option(help: "Random draws to compare with.")
    var draws = 5
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard count > 0, (1...StudySession.mostRetrainings).contains(draws) else {
        throw ValidationError(
          "--count and --draws take numbers from 1, --draws at most \(StudySession.mostRetrainings).")
      }
    }

    func run() async throws {
      let worst = try language.map { Language($0) } ?? worstLanguage()
      let opened = try study.open(seed: output.seed, language: worst)
      let half = opened.questions.count / 2
      let progress = ProgressLine("retrained")
      let result = try await opened.session.selection(
        opened.training, by: Array(opened.questions.prefix(half)), on: Array(opened.questions.dropFirst(half)),
        count: count, draws: draws, at: URL(filePath: out)
      ) { progress.show($0, $1, "subsets") }
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss influence", headline: result.headline,
          facts: study.facts(opened, seed: output.seed), sections: [result.section], provenance: []), json: result)
    }

    private func worstLanguage() throws -> Language {
      let source = try InfluenceSource(adapter: URL(filePath: study.adapter), finishedOnly: true, sets: Places.pairs)
      let margins = source.manifest.margins.compactMapValues(\.last)
      guard let worst = margins.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
        throw ValidationError("The run's manifest names no margins: give --language.")
      }
      return worst
    }
  }

  /// Mistakes among the pairs.
  struct Find: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find swapped answers and near-copies; measured on planted ones.",
      discussion: """
        Example: isogloss influence find --adapter runs/aligned --swaps 10 --copies 10 --draws 3 --out runs/mistakes

        The same command again goes on where it stopped.
        """)

    @OptionGroup var study: StudyArguments
    @Option(help: "The study's folder: made, or gone on with.")
    var out: String
    @Option(help: "Pairs whose answers are swapped.")
    var swaps = 10
    @Option(help: "Pairs that become near-copies of others.")
    var copies = 10
    @Option(help: "Times that mistakes are drawn and the model is trained.")
    var draws = 3
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard swaps > 0, copies > 0, (1...StudySession.mostRetrainings).contains(draws) else {
        throw ValidationError(
          "--swaps, --copies and --draws take numbers from 1, --draws at most \(StudySession.mostRetrainings).")
      }
    }

    func run() async throws {
      let opened = try study.open(seed: output.seed)
      let progress = ProgressLine("planted")
      let found = try await opened.session.plantedMistakes(
        opened.training, opened.questions, swaps: swaps, copies: copies, draws: draws, at: URL(filePath: out)
      ) { progress.show($0, $1, "draws") }
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss influence",
          headline: "\(swaps) swapped pairs and \(copies) near-copies planted, \(draws) times",
          facts: study.facts(opened, seed: output.seed), sections: [found.section], provenance: []), json: found)
    }
  }
}
