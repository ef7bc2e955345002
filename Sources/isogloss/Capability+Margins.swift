public import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation

extension MarginScorer.Frame: ExpressibleByArgument {}
extension MatchedAnswers.Split: ExpressibleByArgument {}

extension CapabilityCommand {
  /// The likelihood margin of matched answers.
  struct Margins: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refusal, toxicity and bias by one measure: log p(preferred) - log p(dispreferred) of matched answers.",
      discussion: """
        Example: isogloss capability margins --model gemma-3-270m --pairs data/behaviours
        Example: isogloss capability margins --model smollm2-135m-instruct --pairs data/behaviours/toxicity.jsonl
        """)

    @OptionGroup var model: ModelOptions
    @Option(help: "A .jsonl file of matched answers, or a folder of them.")
    var pairs: String
    @Option(help: "Languages, by code and comma; all when left out.")
    var languages: String?
    @Option(help: "Which split: heldout or train.")
    var split = MatchedAnswers.Split.heldout
    @Option(help: "chat or text, around every pair; when left out, chat for refusals and text for the others.")
    var frame: MarginScorer.Frame?
    @Option(help: "At most this many groups a behaviour.")
    var limit: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
      _ = try Language.list(languages)
    }

    func run() async throws {
      let set = try MatchedAnswersReader.read(at: URL(filePath: pairs), name: pairs)
      DataInput.warn(set.problems)
      let selected = try set.selecting(languages: Language.list(languages), split: split, limit: limit)
      let opened = try await model.open()
      opened.note("\(selected.count) pairs of answers, \(split.rawValue)")
      let progress = ProgressLine("scored")
      let start = ContinuousClock.now
      let margins = try await MarginScorer(opened.scoring(), frame: frame).run(selected) { progress.show($0, $1) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let measures = try MarginMeasures(margins, seed: output.seed)
      let provenance = CapabilityProvenance(opened, data: pairs, dataHash: set.fileHash, seed: output.seed)
      try RunReporter(output: output).show(
        provenance.report(
          title: "Isogloss: margins of matched answers", headline: measures.headline,
          facts: [
            Fact("Frame", frame?.rawValue ?? "chat for refusal, text for toxicity and bias"),
            Fact("Template", opened.model.identity.template),
          ], section: measures.section),
        json: CapabilityOutput(provenance: provenance, measures: measures, seconds: seconds))
    }
  }
}
