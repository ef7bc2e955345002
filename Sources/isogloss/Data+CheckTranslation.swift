public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossDatasets
import IsoglossEndpoints
import IsoglossLanguageID
import IsoglossModels

extension DataCommand {
  /// What translations lost.
  struct CheckTranslation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check-translation",
      abstract: "Flag translations that changed meaning, hazard, culture, names, numbers, units or register.",
      discussion: """
        Example: isogloss data check-translation translations.jsonl --queue review.csv
        Example: isogloss data check-translation runs/refuseu-mini --queue review.csv

        Rows: {"id","source_language","language","source","translation","back_translation"}; the last may be missing, and \
        so may source_language where it is English. Of a data build, the requests are read as it translated them. The check \
        works offline with lists; a translation back makes it far better, and --judge (guards), --embedder and --question \
        add what models say. Where rows say what is lost ("loss"), precision and recall are shown.
        """)

    @Argument(help: "A .jsonl file of translations, a folder of them, or the folder of a data build or of one stage.")
    var translations: String
    @Option(help: "Write the flagged rows here, the most suspicious first: .jsonl, or .csv with columns to fill in.")
    var queue: String?
    @Option(help: "Write what was found about every row here, one JSON object a line.")
    var findings: String?
    @Option(help: "Score in 0...1 from which a row is flagged.")
    var threshold: Double = IsoglossDatasets.TranslationCheck.threshold
    @Option(help: "Only rows of this split of an evaluation set: tune or test.")
    var split: TranslatedText.Split?
    @Flag(help: "Leave translations back out, to see what is found without them.")
    var withoutBack = false
    @Option(help: "A folder with more lists of culture-bound terms (LANGUAGE.tsv); may be given again.")
    var cultureTerms: [String] = []
    @Option(
      help: "Sentence vectors: http://HOST/v1#NAME (/embeddings), or a local model, whose hidden states are used.")
    var embedder: String?
    @Option(help: "Blocks that a text passes before a local embedder's states are read.")
    var embedderLayer: Int = 12
    @Option(help: "Cosine below which a row is flagged; 0.25 when left out, with a weaker sign below 0.5.")
    var embedderBelow: Double?
    @Option(help: "A chat model that is asked about every row: http://HOST/v1#NAME, or a local model.")
    var question: String?
    @Option(help: "Environment variable that holds the key of --embedder's and --question's server.")
    var keyVariable: String?
    @OptionGroup var judging: JudgeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard threshold > 0, threshold <= 1 else {
        throw ValidationError("--threshold takes a score above 0, at most 1.")
      }
      guard embedderLayer >= 0 else { throw ValidationError("--embedder-layer takes a number from 0.") }
      guard embedderBelow.map({ (-1...1).contains($0) }) ?? true else {
        throw ValidationError("--embedder-below takes a cosine in -1...1.")
      }
      let hosts = [embedder, question].compactMap { $0 }.compactMap { try? EndpointAddress($0).host }
      guard keyVariable == nil || Set(hosts).count == 1 else {
        throw ValidationError(
          "--key-variable is for one host alone: let --embedder and --question name the same server.")
      }
      if let queue, !["jsonl", "csv"].contains(URL(filePath: queue).pathExtension) {
        throw ValidationError("--queue takes a path that ends in .jsonl or .csv.")
      }
    }

    func run() async throws {
      var set = try TranslatedSet.read(URL(filePath: translations))
      DataInput.warn(set.problems)
      if set.rewritten > 0 {
        Terminal.note("\(set.rewritten) requests were rewritten after their translation, and are passed over")
      }
      if let split { set.texts.removeAll { $0.split != split } }
      guard !set.texts.isEmpty else { throw ValidationError("No row is of the split that was asked for.") }
      if withoutBack { for index in set.texts.indices { set.texts[index].backTranslation = nil } }
      let terms = try CultureTerms(
        folders: [Places.data.appending(path: "culture-terms")] + cultureTerms.map { URL(filePath: $0) })
      for problem in terms.problems { Terminal.note("warning: \(problem)") }
      Terminal.note(
        "\(set.texts.count) translations; threshold \(threshold); culture terms \(terms.fileHash.prefix(12))")
      let encoder = try await encoder()
      let check = try await IsoglossDatasets.TranslationCheck(
        terms: terms, threshold: threshold, guards: guards(), encoder: encoder, question: asked())
      let found = try await check.run(set.texts)
      try write(set.texts, found)
      try show(set, found)
    }

    private func write(_ texts: [TranslatedText], _ found: [TranslationFinding]) throws {
      if let path = findings {
        try TranslationFinding.lines(found).write(to: URL(filePath: path), options: .atomic)
        Terminal.note("findings in \(path)")
      }
      if let path = queue {
        let items = ReviewQueue(texts, found)
        try (path.hasSuffix(".csv") ? items.table() : items.lines()).write(to: URL(filePath: path), options: .atomic)
        Terminal.note("\(items.items.count) rows to review in \(path)")
      }
    }

    private func show(_ set: TranslatedSet, _ found: [TranslationFinding]) throws {
      let summary = TranslationSummary(set.texts, found)
      let provenance = [Fact("SHA-256 of the files", set.fileHash), Fact("Threshold", "\(threshold)")]
      guard set.texts.contains(where: { $0.loss != nil }) else {
        return try RunReporter(output: output).show(
          Report(
            title: "Isogloss: translations of \(translations)", headline: summary.headline, facts: [],
            sections: [summary.section], provenance: provenance), json: summary)
      }
      let evaluation = try LossEvaluation(set.texts, found)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: planted losses of \(translations)", headline: evaluation.headline,
          facts: [Fact("Split", split?.rawValue ?? "all"), Fact("Rows", "\(set.texts.count)")],
          sections: [evaluation.section, summary.section], provenance: provenance), json: evaluation)
    }

    private func guards() async throws -> [any RequestJudge] {
      guard !judging.judges.isEmpty else { return [] }
      let identifier = try FastTextIdentifier(contentsOf: Home.languageModel)
      let jury = try await JudgeFactory(judging, identifier: identifier, judging: nil, cache: nil)
        .jury()
      Terminal.note(jury.words)
      return try jury.judges.map { judge in
        guard let shown = GuardOfRequests(judge) else {
          throw ValidationError("\(judge.name) reads answers only: give llama-guard-3, llama-guard-3-1b or polyguard.")
        }
        return shown
      }
    }

    private func encoder() async throws -> SentenceEncoder? {
      guard let embedder else { return nil }
      if EndpointAddress.isAddress(embedder) {
        let address = try EndpointAddress(embedder)
        var options = EndpointOptions(keyVariable: keyVariable, maxBodyBytes: 1 << 25)
        options.tellAtTerminal(of: address.host)
        let served = try EndpointEmbedder(
          address, options: options, environment: ProcessInfo.processInfo.environment)
        return SentenceEncoder(served, below: embedderBelow)
      }
      let model = try await LocalModel.load(named: embedder, options: .init())
      let encoder = SentenceEncoder(
        states: model, named: embedder, layer: embedderLayer, below: embedderBelow)
      Terminal.note(encoder.words)
      return encoder
    }

    private func asked() async throws -> LossQuestion? {
      guard let question else { return nil }
      if EndpointAddress.isAddress(question) {
        let address = try EndpointAddress(question)
        var options = EndpointOptions(keyVariable: keyVariable)
        options.tellAtTerminal(of: address.host)
        return LossQuestion(
          try EndpointModel(address, options: options, environment: ProcessInfo.processInfo.environment))
      }
      return LossQuestion(try await LocalModel.load(named: question, options: .init()))
    }
  }
}

extension TranslatedText.Split: ExpressibleByArgument {}
