import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossPerturbations

/// Rewrites prompts as real speakers might.
struct Perturb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rewrite prompts as people write: mixed languages, other letters, no diacritics.",
    discussion: """
      Example: isogloss perturb --prompts isogloss-16 --languages en --perturb code-switch:bn --out mixed.jsonl
      Example: isogloss perturb --list

      The same seed gives the same texts. What is written is a prompt set: `isogloss eval --prompts mixed.jsonl`. To see \
      each perturbation beside the clean prompts, give the same names to `isogloss eval --perturb`, or keep the clean \
      prompts with --clean.
      """)

  @OptionGroup var prompts: PromptOptions
  @OptionGroup var perturbations: PerturbationOptions
  @OptionGroup var caching: CacheOptions
  @Option(help: "The .jsonl file to write; it must not be there yet.")
  var out: String?
  @Flag(help: "Write the clean prompts too, before the others.")
  var clean = false
  @Flag(help: "List the perturbations, and do nothing else.")
  var list = false
  @Option(help: "Seed of the draws.")
  var seed: UInt64 = 0

  func validate() throws {
    guard list || out != nil else {
      throw ValidationError("Give the prompts a file with --out, or ask for the --list.")
    }
    guard list || !perturbations.names.isEmpty else {
      throw ValidationError("Name a perturbation with --perturb: see `isogloss perturb --list`.")
    }
  }

  func run() async throws {
    guard let out, !list else {
      let kinds = PerturbationName.Kind.allCases
      let width = kinds.map(\.example.count).max() ?? 0
      for kind in kinds {
        print(kind.example + String(repeating: " ", count: width - kind.example.count) + "  " + kind.summary)
      }
      return
    }
    guard !FileManager.default.fileExists(atPath: out) else {
      throw ValidationError("\(out) is there already: give another --out.")
    }
    let file = URL(filePath: out)
    let set = try PromptReader.read(prompts.prompts, suites: Places.suites)
    DataInput.warn(set.problems)
    let selected = try prompts.selection().apply(to: set)
    // Before a model is asked: its answers must not be lost for want of a folder.
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let made = try await perturbations.apply(to: selected, of: set, seed: seed, cache: try caching.open())
    for (name, rewritten) in made { Terminal.note("\(name): \(rewritten.count) of \(selected.count) prompts") }
    let all = (clean ? selected : []) + made.flatMap(\.prompts)
    guard !all.isEmpty else { throw ValidationError("None of the perturbations applies to any of the prompts.") }
    try PromptSet.lines(all).write(to: file, options: .atomic)
    Terminal.note("\(all.count) prompts are in \(out); next: isogloss eval --prompts \(out) --run RUN")
  }
}
