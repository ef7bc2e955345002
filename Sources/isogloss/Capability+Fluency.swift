import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossJudges
import IsoglossLanguageID
import IsoglossStore

extension CapabilityCommand {
  /// Perplexity and degeneracy of answers.
  struct Fluency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How fluent the answers of a run are, without a judge: perplexity and degeneracy by language.",
      discussion: """
        Example: isogloss capability fluency r.sqlite --model gemma-3-270m

        The model measures, and need not be the one that answered. For a rubric judge's opinion, add --judge quality@… to
        the run.
        """)

    @Argument(help: "The run file.")
    var run: String
    @OptionGroup var model: ModelOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let store = try RunStore.read(URL(filePath: run))
      let manifest = try store.manifest()
      let opened = try await model.open()
      opened.note("measures the answers of \(manifest.model.name) in \(run)")
      let progress = ProgressLine("languages")
      let start = ContinuousClock.now
      let screen = try LexicalJudge(identifier: FastTextIdentifier(contentsOf: Home.languageModel))
      let fluency = try await AnswerFluency(
        store.items(), screen: screen, model: opened.scoring(), seed: output.seed
      ) { progress.show($0, $1) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let provenance = CapabilityProvenance(
        opened, data: run, dataHash: manifest.dataset.promptHash, seed: output.seed)
      try RunReporter(output: output).show(
        provenance.report(
          title: "Isogloss: fluency of answers", headline: fluency.headline,
          facts: [Fact("Answers of", manifest.model.name)], section: fluency.section),
        json: CapabilityOutput(provenance: provenance, measures: fluency, seconds: seconds))
    }
  }
}
