import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossPerturbations

/// Which perturbations, and what they are made of.
struct PerturbationOptions: ParsableArguments {
  @Option(
    name: .customLong("perturb"),
    help: "A perturbation, such as code-switch:bn@0.4, ascii, or code-switch:bn+latin; may be given again.")
  var names: [String] = []

  @Option(help: "The folder with lexica to switch words by; that of the project when left out.")
  var lexica: String?

  @Option(
    help: "A set with the same requests in several languages, to switch clauses by; the prompts' own when left out.")
  var parallel: String?

  @Flag(help: "Switch words by a lexicon learned from the parallel set.")
  var learnLexica = false

  @Option(help: "The model that translates and mixes languages: a name, a folder, or http://HOST/v1#NAME.")
  var rewriter: String?

  func validate() throws {
    var known: Set<String> = []
    for name in names {
      let links: [PerturbationName]
      do {
        links = try name.split(separator: "+", omittingEmptySubsequences: false).map {
          try PerturbationName(parsing: String($0))
        }
      } catch {
        throw ValidationError("\(error)")
      }
      // As prompts are labelled: `ascii` and `ascii@1.0` are one.
      let label = links.map(\.description).joined(separator: "+")
      guard known.insert(label).inserted else { throw ValidationError("--perturb was given \(label) twice.") }
    }
  }

  /// In words, as the manifest keeps it; null without any.
  func summary(seed: UInt64) -> String? {
    guard !names.isEmpty else { return nil }
    var text = "perturbed by \(names.joined(separator: ", ")) with seed \(seed)"
    if let rewriter { text += ", rewritten by \(rewriter)" }
    if learnLexica { text += ", lexica learned" }
    return text
  }

  /// The perturbed prompts, perturbation by perturbation, each in the order of the prompts.
  /// - Parameters:
  ///   - set: what the prompts were taken from.
  ///   - cache: where a server's answers are kept, and taken from.
  /// - Throws: `ValidationError` where the prompts hold such a rewriting already.
  func apply(
    to prompts: [Prompt], of set: PromptSet, seed: UInt64, cache: (any ResponseCache)?
  ) async throws -> [(name: String, prompts: [Prompt])] {
    guard !names.isEmpty else { return [] }
    let kit = try await kit(set, cache)
    let languages = Set(prompts.map(\.language)).sorted()
    var made: [(name: String, prompts: [Prompt])] = []
    for name in names {
      let perturbation = try kit.make(name, for: languages)
      made.append((perturbation.name, try await perturbation.apply(to: prompts, seed: seed).compactMap { $0 }))
    }
    var ids = Set(prompts.map(\.id))
    for (name, rewritten) in made {
      for prompt in rewritten where !ids.insert(prompt.id).inserted {
        throw ValidationError(
          "\(prompt.id) is among the prompts already: leave \(name) out of --perturb, or give the clean prompts alone.")
      }
    }
    return made
  }

  private func kit(_ set: PromptSet, _ cache: (any ResponseCache)?) async throws -> PerturbationKit {
    let texts = try parallel.map { try PromptReader.read($0, suites: Places.suites) } ?? set
    DataInput.warn(parallel == nil ? [] : texts.problems)
    let folder = lexica.map { URL(filePath: $0) } ?? Places.lexica
    var model: (any ChatModel)?
    if let rewriter {
      model = try await ModelOptions.parse(["--model", rewriter]).open(cache: cache, hasOptions: false).model
    }
    return PerturbationKit(
      lexica: LexiconFolder(folder), texts: ParallelTexts(texts.prompts), learnsLexica: learnLexica,
      translator: model.map { ChatTranslator($0) }, model: model)
  }
}
