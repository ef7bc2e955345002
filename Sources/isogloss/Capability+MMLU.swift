import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation

extension CapabilityCommand {
  /// Questions with options.
  struct MMLU: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mmlu", abstract: "Global-MMLU and sets like it, scored as lm-evaluation-harness scores them.",
      discussion: """
        Example: isogloss capability mmlu --model gemma-3-270m --questions global-mmlu:runs/global-mmlu --shots 5
        Example: isogloss capability mmlu --questions 'mmlu:../shared/data/mmlu_lv/mmlu_first15#language:=lv,dev:=5'

        With --scores the same command again goes on where it stopped. A chat server without log-likelihoods is asked to
        write a letter with --generate: another measure, labelled so.
        """)

    @OptionGroup var model: ModelOptions
    @Option(
      help: "PREFIX:PATH with global-mmlu, global-mmlu-lite or mmlu; #language:=lv, #dev:=5 say what files do not.")
    var questions: String
    @Option(help: "Languages, by code and comma; all of the set when left out.")
    var languages: String?
    @Option(help: "At most this many questions a language and subject (Lite: category), the first ones.")
    var limit: Int?
    @Option(
      help: "Examples before each question: the first of its subject's dev part (Lite: drawn from its category's).")
    var shots = 0
    @Flag(help: "Let a chat model write the letter instead of scoring it.")
    var generate = false
    @Option(help: "Keep every question's score in this file (JSON Lines), and go on from it.")
    var scores: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (0...32).contains(shots) else { throw ValidationError("--shots takes a number from 0 to 32.") }
      if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
      if generate, scores != nil { throw ValidationError("--scores keeps log-likelihoods: leave out --generate.") }
      _ = try Language.list(languages)
    }

    func run() async throws {
      let whole = try ChoiceReader.read(questions)
      DataInput.warn(whole.problems)
      let set = try whole.selecting(Language.list(languages), limit: limit)
      let task = try ChoiceTask(name: set.name, set.questions, shots: shots, unit: set.unit)
      let opened = try await model.open()
      opened.note(
        "\(task.questions.count) questions in \(set.languages.count) languages, \(shots) examples before each, "
          + (generate ? "answered in writing" : "scored by log-likelihood"))
      let result = try await generate ? write(task, opened) : score(task, set, opened)
      let measures = try ChoiceMeasures(
        result, task: task.name, method: generate ? .generated : .likelihood, shots: shots, seed: output.seed)
      let provenance = CapabilityProvenance(opened, data: set.name, dataHash: set.fileHash, seed: output.seed)
      try RunReporter(output: output).show(
        provenance.report(
          title: "Isogloss: \(set.name)", headline: measures.headline,
          facts: [Fact("Questions", "\(result.scores.count)"), Fact("Examples", "\(shots)")], section: measures.section),
        json: CapabilityOutput(provenance: provenance, measures: measures, seconds: result.seconds))
      Terminal.note(
        String(format: "%.1f s, %.2f questions/s", result.seconds, Double(result.scores.count) / result.seconds)
          + (scores.map { "; every question's score is in \($0)" } ?? ""))
    }

    private func score(
      _ task: ChoiceTask, _ set: ChoiceSet, _ opened: ModelOptions.Opened
    ) async throws -> ChoiceScorer.Result {
      let progress = ProgressLine("scored")
      let scorer = ChoiceScorer(try opened.scoring())
      guard let scores else { return try await scorer.run(task, progress: { progress.show($0, $1) }) }
      let identity = opened.model.identity
      let job = ContentHash.of(
        [identity.fingerprint, identity.dtype, identity.adapter ?? "", set.fileHash, "\(set.unit)", "\(shots)"]
          + task.questions.map(\.id))
      let journal = try Journal<ChoiceScore>(at: URL(filePath: scores), job: job)
      return try await scorer.run(task, known: journal.entries) {
        try await journal.append($0)
      } progress: {
        progress.show($0, $1)
      }
    }

    private func write(_ task: ChoiceTask, _ opened: ModelOptions.Opened) async throws -> ChoiceScorer.Result {
      let progress = ProgressLine("answered")
      return try await GenerativeChoice(opened.model).run(task) { progress.show($0, $1) }
    }
  }
}
