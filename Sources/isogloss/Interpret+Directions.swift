import ArgumentParser
import Foundation
import IsoglossInterpretability

extension InterpretCommand {
  /// Refusal directions.
  struct Directions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One refusal direction a language, what it does in every other one, and how alike they are.",
      discussion: """
        Example: isogloss interpret directions --prompts isogloss-12 --languages en,de,pl --html directions.html
        Example: isogloss interpret directions --prompts polyrefuse:FOLDER --train 128 --validation 32 --test 32 --answers 16

        The first language is the reference: directions are compared at its place. With --json the vectors are printed too.
        """)

    @OptionGroup var study: InterpretOptions
    @Option(help: "Random directions, and as many shuffles of the labels, beside each direction.")
    var controls: Int = 10
    @Option(help: "Harmful test prompts a language that are answered without each direction; 0 writes none.")
    var answers: Int = 0
    @Option(help: "Every how many blocks a direction is tried; 1 tries all, as published.")
    var layerStep: Int = 1
    @Option(help: "Template positions from the end that are tried; all when left out, as published.")
    var positions: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard controls > 0, answers >= 0, layerStep > 0, positions.map({ $0 > 0 }) ?? true else {
        throw ValidationError("--controls, --layer-step and --positions take numbers from 1, --answers one from 0.")
      }
      guard controls <= DirectionStudy.Settings.mostControls else {
        throw ValidationError("--controls takes at most \(DirectionStudy.Settings.mostControls).")
      }
    }

    func run() async throws {
      let opened = try await study.open(seed: output.seed)
      // The direction's rank among 2 · controls + 1 is its p-value.
      if controls < 10 {
        Terminal.note("with fewer than 10 controls of each kind no direction can count as found at 5 %")
      }
      var settings = DirectionStudy.Settings()
      settings.controls = controls
      settings.answers = answers
      settings.rule.step = layerStep
      settings.rule.positions = positions
      settings.seed = output.seed
      let kept = try opened.kept("directions", settings)
      let tokens = try await opened.refusalTokens(kept)
      let lines = PhaseLines()
      let start = ContinuousClock.now
      let measures = try await DirectionStudy(
        model: opened.model, prompts: opened.sets.filter { tokens[$0.language] != nil }, tokens: tokens,
        judge: opened.judge, settings: settings, kept: kept
      ) { what, done, total in
        lines.show(what, done, total)
      }.run()
      try opened.show(
        measures, title: "Isogloss: refusal directions", headline: measures.headline, sections: measures.sections,
        since: start, output)
    }
  }
}
