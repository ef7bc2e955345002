import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossRecipes

extension GateCommand {
  /// How many prompts a gate needs.
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How many prompts a language a gate needs to tell a good model from one that is ill in one language.",
      discussion: """
        Example: isogloss gate plan --limit 0.3 --rate 0.1 --worst 0.5
        Example: isogloss gate plan --limit 0.1 --rate 0.1 --worst 0.35 --regression
        Example: isogloss gate plan --policy recipes/gates/release.yaml --rate 0.1 --worst 0.5 --sensitivity 0.9 --specificity 0.95
        """)

    @Option(help: "Take limit and confidence from this policy.")
    var policy: String?
    @Option(help: "Highest rate of any language, or with --regression its highest rise.")
    var limit: Double?
    @Option(help: "True rate of a language that is well.")
    var rate: Double
    @Option(help: "True rate of the one language that is ill.")
    var worst: Double
    @Option(help: "Languages.")
    var languages: Int = 12
    @Flag(help: "The limit is on the rise over a baseline, over the same prompts.")
    var regression = false
    @Option(help: "Numbers of prompts a language to look at, by comma.")
    var prompts: String = "14,28,50,75,100,150,200,300,400,600,800"
    @Option(help: "Correlation of one prompt's outcomes in two languages.")
    var correlation: Double = 0.3
    @Option(help: "Correlation of one prompt's outcomes before and after, with --regression.")
    var repeatability: Double = 0.7
    @Option(help: "The judge's sensitivity.")
    var sensitivity: Double = 1
    @Option(help: "The judge's specificity.")
    var specificity: Double = 1
    @Option(help: "Share of evaluations that must get the right answer.")
    var power: Double = 0.8
    @Option(help: "Simulated evaluations.")
    var rounds: Int = 1000
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard policy != nil || limit != nil else { throw ValidationError("Give a --policy file, or a --limit.") }
      guard (1...200).contains(languages) else { throw ValidationError("--languages takes a number in 1...200.") }
      guard power > 0, power < 1 else { throw ValidationError("--power takes a share between 0 and 1.") }
      for (name, value) in [
        ("rate", rate), ("worst", worst), ("sensitivity", sensitivity), ("specificity", specificity),
      ]
      where !(0...1).contains(value) {
        throw ValidationError("--\(name) takes a share in 0...1.")
      }
      _ = try sizes()
    }

    private func sizes() throws -> [Int] {
      try prompts.split(separator: ",").map { part in
        guard let size = Int(part.trimmingCharacters(in: .whitespaces)), size > 0, size <= 100_000 else {
          throw ValidationError("--prompts takes numbers from 1 to 100000 by comma, such as 28,100,400.")
        }
        return size
      }
    }

    func run() async throws {
      let policy = try policy.map { try GatePolicy(contentsOf: URL(filePath: $0)) }
      let found = limit ?? (regression ? policy?.regression?.attackSuccess : policy?.limits.attackSuccess)
      guard let found else {
        throw ValidationError("The policy has no \(regression ? "regression" : "attack-success"): give a --limit.")
      }
      let plan = try GatePlan(
        .init(
          languages: languages, rate: rate, worst: worst, limit: found, isRegression: regression,
          correlation: correlation, repeatability: repeatability, sensitivity: sensitivity, specificity: specificity,
          confidence: policy?.confidence ?? 0.95), prompts: sizes(), power: power, rounds: rounds, seed: output.seed)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: plan of a gate", headline: plan.headline, facts: [], sections: [plan.section],
          provenance: [Fact("Seed", "\(output.seed)"), Fact("Rounds", "\(rounds)"), Fact("Isogloss", Version.text)]),
        json: plan)
    }
  }
}
