import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossInterpretability

extension InterpretCommand {
  /// Activation patching.
  struct Patch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which layers, positions and heads carry a refusal from one language's pass into another's, and back.",
      discussion: """
        Example: isogloss interpret patch --prompts isogloss-12 --languages en,de,pl --html patching.html

        The first language is patched into each other one, and back. Prompts must be parallel.
        """)

    @OptionGroup var study: InterpretOptions
    @Option(help: "Prompts a pair of languages.")
    var pairs: Int = 8
    @Option(help: "Least difference between the two passes' scores for a ratio.")
    var least: Double = 1
    @Option(help: "Heads in a list of the most effective ones.")
    var top: Int = 10
    @Flag(inversion: .prefixedNo, help: "Compare attribution patching, which loads the model once more in float32.")
    var attribution = true
    @Flag(inversion: .prefixedNo, help: "Measure each language's own refusals without each head and gated layer.")
    var ablation = true
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard pairs > 1, least > 0, least.isFinite, top > 0 else {
        throw ValidationError("--pairs takes a number from 2, --least and --top numbers above 0.")
      }
    }

    func run() async throws {
      let opened = try await study.open(seed: output.seed, least: 2)
      var settings = PatchStudy.Settings()
      settings.pairs = pairs
      settings.least = least
      settings.top = top
      settings.ablates = ablation
      settings.study.seed = output.seed
      let kept = try opened.kept("patch", settings, ["attribution": "\(attribution)"])
      let tokens = try await opened.refusalTokens(kept)
      let line = ProgressLine("patched")
      let start = ContinuousClock.now
      let measures = try await PatchStudy(
        model: opened.model, prompts: opened.sets.filter { tokens[$0.language] != nil }, tokens: tokens,
        plain: attribution ? try study.model.plainDecoder() : nil, settings: settings, kept: kept
      ).run { line.show($0, $1) }
      try opened.show(
        measures, title: "Isogloss: activation patching", headline: measures.headline, sections: measures.sections,
        since: start, output)
    }
  }
}
