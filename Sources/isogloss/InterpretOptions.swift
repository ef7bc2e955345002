import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossInterpretability
import IsoglossJudges
import IsoglossLanguageID
import IsoglossModels
import IsoglossTokenizers

/// What every study of a model's inside is asked with.
struct InterpretOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions
  @OptionGroup var prompts: PromptOptions
  @Option(help: "Prompts of each intent and language that directions and probes are made from.")
  var train: Int = 32
  @Option(help: "Prompts of each intent and language that a place is chosen by.")
  var validation: Int = 8
  @Option(help: "Prompts of each intent and language that are measured.")
  var test: Int = 16
  @Option(help: "A .jsonl file of labelled answers, for what refusals begin with; the project's own when left out.")
  var labels: String?
  @Option(help: "What is measured is kept in this folder, and the same command again goes on where it stopped.")
  var keep: String?

  func validate() throws {
    guard train > 1, validation > 0, test > 1 else {
      throw ValidationError("--train and --test take numbers from 2, --validation one from 1.")
    }
  }

  /// What a study begins with.
  struct Opened {
    var model: LocalModel
    var provenance: CapabilityProvenance
    var sets: [StudyPrompts]
    var judge: LexicalJudge
    var labels: [LabelledAnswer]
    /// Where what is measured is kept.
    var folder: String?

    /// What refusals begin with; languages without any are named and left out.
    func refusalTokens(_ kept: KeptUnits) async throws -> [Language: RefusalTokens] {
      let line = ProgressLine("refusal tokens")
      let finder = RefusalTokenFinder(model: model, judge: judge, kept: kept)
      let found = try await finder.find(sets, answers: labels) { line.show($0, $1) }
      for set in sets {
        guard let finding = found[set.language] else { continue }
        let texts = (finding.tokens?.ids ?? []).prefix(8).map { "\"\(model.tokenizer.decode([$0]))\"" }
        let source = finding.tokens.map { $0.isOwn ? "" : " (by labelled answers too)" } ?? ""
        Terminal.note(
          "\(set.language): declines \(finding.declined) of \(finding.asked); refusals begin with "
            + (texts.isEmpty ? "no token of their own: left out" : texts.joined(separator: " ")) + source)
      }
      let tokens = found.compactMapValues(\.tokens)
      guard let reference = sets.first(where: { tokens[$0.language] != nil })?.language else {
        throw InterpretabilityError(
          .noRefusalTokens,
          "No token tells a refusal in any of the languages: give labelled answers that refuse and some that comply with "
            + "--labels.")
      }
      if let first = sets.first?.language, first != reference {
        Terminal.note("the reference is \(reference), since \(first) is left out")
      }
      return tokens
    }
  }

  /// Opens the model and parts the prompts.
  /// - Parameter least: languages that the study needs.
  func open(seed: UInt64, least: Int = 1) async throws -> Opened {
    let set = try PromptReader.read(prompts.prompts, suites: Places.suites)
    DataInput.warn(set.problems)
    let selected = try prompts.selection().apply(to: set)
    let named =
      try Language.list(prompts.languages)
      ?? selected.map(\.language).sorted { ($1 == .english ? 1 : 0) < ($0 == .english ? 1 : 0) }
    var seen: Set<Language> = []
    let languages = named.filter { seen.insert($0).inserted }
    guard languages.count >= least else {
      throw ValidationError(
        "\(least) languages or more are compared here, the reference first, and there is \(languages.count): name them with "
          + "--languages.")
    }
    let sets = try StudyPrompts.split(
      selected, languages: languages, sizes: .init(train: train, validation: validation, test: test), seed: seed)
    let opened = try await model.open()
    guard let local = opened.model as? LocalModel else {
      throw ValidationError("\(opened.model.identity.name) is a server; what is inside of it cannot be seen.")
    }
    opened.note(
      "\(languages.map(\.code).joined(separator: ", ")): \(train) + \(validation) + \(test) prompts of each intent; seed \(seed)"
    )
    let judge = try LexicalJudge(identifier: try FastTextIdentifier(contentsOf: Home.languageModel))
    let files = labels.map { [URL(filePath: $0)] } ?? [Places.labels, Places.probeWordings]
    return Opened(
      model: local,
      provenance: CapabilityProvenance(opened, data: prompts.prompts, dataHash: set.fileHash, seed: seed), sets: sets,
      judge: judge, labels: try files.flatMap { try LabelReader.read($0).answers }, folder: keep)
  }
}

extension InterpretOptions.Opened {
  /// Opens the folder of `--keep`, where one is named.
  /// - Parameters:
  ///   - study: which one it is.
  ///   - options: its own.
  ///   - more: what else its measurements depend on.
  func kept(_ study: String, _ options: some Encodable, _ more: [String: String] = [:]) throws -> KeptUnits {
    guard let folder else { return KeptUnits() }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let settings = String(decoding: try encoder.encode(options), as: UTF8.self)
    let answers = labels.flatMap { label -> [String] in
      [label.language.code, label.prompt, label.response, label.outcome.name]
    }
    let identity = provenance.model
    let parts: [String: String] = [
      "study": study, "model": identity.fingerprint, "adapter": identity.adapter ?? "none", "dtype": identity.dtype,
      "template": identity.template, "batching": identity.batching ?? "none", "engine": provenance.session.engine,
      "languages": sets.map(\.language.code).joined(separator: ","), "prompts": StudyPrompts.hash(of: sets),
      "labels": ContentHash.of(answers), "judge": judge.name, "options": settings,
    ]
    do {
      let kept = try KeptUnits(URL(filePath: folder), study: parts.merging(more) { $1 })
      if kept.found > 0 { Terminal.note("goes on in \(folder): \(kept.found) of its measurements are there") }
      return kept
    } catch let error as InterpretabilityError where error.code == .otherStudy {
      throw ValidationError("--keep: \(error.message)")
    }
  }

  /// Shows what a study found.
  /// - Parameter start: when the study began.
  func show(
    _ measures: some Encodable, title: String, headline: String, sections: [Section],
    since start: ContinuousClock.Instant, _ output: OutputOptions
  ) throws {
    try RunReporter(output: output).show(
      Report(
        title: title, headline: headline, facts: provenance.facts + [Fact("Template", provenance.model.template)],
        sections: sections, provenance: provenance.details),
      json: CapabilityOutput(
        provenance: provenance, measures: measures, seconds: (ContinuousClock.now - start) / .seconds(1)))
  }
}
