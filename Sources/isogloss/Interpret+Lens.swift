import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossInterpretability

extension InterpretCommand {
  /// The logit lens.
  struct Lens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "What the head would say layer by layer: refusal tokens a language, and whether words pass through English.",
      discussion: """
        Example: isogloss interpret lens --prompts isogloss-12 --languages en,de,pl --words de-pl,es-de

        Words come from the project's lexica (en-ar, en-bn, en-de, en-es, en-hi, en-pl, en-sw).
        """)

    @OptionGroup var study: InterpretOptions
    @Option(help: "Pairs of languages to translate words between, by comma, such as de-pl,es-pl; none when left out.")
    var words: String?
    @Option(help: "Draws of random tokens beside the refusal tokens.")
    var controls: Int = LensMeasures.enoughDraws
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (1...DirectionStudy.Settings.mostControls).contains(controls) else {
        throw ValidationError("--controls takes a number from 1 to \(DirectionStudy.Settings.mostControls).")
      }
      _ = try pairs()
    }

    private func pairs() throws -> [(Language, Language)] {
      try (words ?? "").split(separator: ",").map { pair in
        let codes = pair.split(separator: "-").map { Language($0.trimmingCharacters(in: .whitespaces)) }
        guard codes.count == 2, codes[0] != codes[1], !codes.contains(.english) else {
          throw ValidationError(
            "--words takes pairs of two languages other than English, such as de-pl; this is \(pair).")
        }
        return (codes[0], codes[1])
      }
    }

    func run() async throws {
      let lists = try pairs().map { source, target in
        LensStudy.Words(
          source: source, try Self.lexicon(to: source), target: target, try Self.lexicon(to: target))
      }
      let opened = try await study.open(seed: output.seed)
      var settings = DirectionStudy.Settings()
      settings.controls = controls
      settings.seed = output.seed
      let asked = lists.flatMap { list -> [String] in
        [list.source.code, list.target.code]
          + list.entries.flatMap { entry -> [String] in [entry.english, entry.source, entry.target] }
      }
      let kept = try opened.kept("lens", settings, ["words": ContentHash.of(asked)])
      let tokens = try await opened.refusalTokens(kept)
      let line = ProgressLine("read")
      let start = ContinuousClock.now
      let measures = try await LensStudy(
        model: opened.model, prompts: opened.sets.filter { tokens[$0.language] != nil }, tokens: tokens,
        settings: settings, kept: kept
      ).run(lists) { line.show($0, $1) }
      try opened.show(
        measures, title: "Isogloss: the logit lens", headline: measures.headline, sections: measures.sections,
        since: start, output)
    }

    /// English words with their translation, in the order of the file.
    private static func lexicon(to language: Language) throws -> [(english: String, word: String)] {
      let file = Places.lexica.appending(path: "en-\(language.code).tsv")
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        throw ValidationError("There is no lexicon for \(language.name): \(file.path) cannot be read.")
      }
      return text.split(separator: "\n").compactMap { line in
        let columns = line.split(separator: "\t").map(String.init)
        return line.hasPrefix("#") || columns.count < 2 ? nil : (columns[0], columns[1])
      }
    }
  }

  /// Linear probes.
  struct Probe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Linear probes for harm, refusal and language, trained in each language and tested in each.",
      discussion: "Example: isogloss interpret probe --prompts isogloss-12 --languages en,de,pl --html probes.html")

    @OptionGroup var study: InterpretOptions
    @Option(help: "Layers that are probed, evenly spread.")
    var layers: Int = 8
    @Option(help: "Weight of the data against the penalty, on standardised features.")
    var cost: Double = 0.01
    @Option(help: "Tokens of the answers that tell whether the model refuses; 0 leaves refusal out.")
    var answerTokens: Int = 24
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard layers > 0, cost > 0, cost.isFinite, answerTokens >= 0 else {
        throw ValidationError("--layers and --cost take numbers above 0, --answer-tokens one from 0.")
      }
    }

    func run() async throws {
      let opened = try await study.open(seed: output.seed)
      var settings = ProbeStudy.Settings()
      settings.layers = layers
      settings.cost = cost
      settings.answerTokens = answerTokens
      settings.study.seed = output.seed
      let kept = try opened.kept("probe", settings)
      let line = ProgressLine("languages")
      let start = ContinuousClock.now
      let measures = try await ProbeStudy(
        model: opened.model, prompts: opened.sets, judge: opened.judge, settings: settings, kept: kept
      ).run { line.show($0, $1) }
      try opened.show(
        measures, title: "Isogloss: linear probes", headline: measures.headline, sections: measures.sections,
        since: start, output)
    }
  }
}
