import Foundation
import IsoglossCore
import IsoglossStore
import Testing

/// Perturbed prompts through the command line: written to a file, and beside the clean ones in a run.
@Suite(.serialized, .waitsForPrograms)
struct PerturbTests {
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func prompts(_ name: String) throws -> [Prompt] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Prompt.self, from: Data($0.utf8))
    }
  }

  @Test func promptsAreRewrittenAlikeForASeed() throws {
    let arguments = [
      "perturb", "--prompts", "isogloss-16", "--languages", "en,bn,pl", "--perturb", "code-switch:bn", "--perturb",
      "ascii",
      "--perturb", "latin+answer-in:en", "--seed", "3", "--out",
    ]
    let first = try Program.run(arguments + [path("a.jsonl")])
    #expect(first.status == 0 && first.output.isEmpty, "\(first.errors)")
    #expect(first.errors.contains("ascii: ") && first.errors.contains("next: isogloss eval"))
    #expect(try Program.run(arguments + [path("b.jsonl")]).status == 0)
    #expect(
      try Data(contentsOf: folder.appending(path: "a.jsonl")) == Data(contentsOf: folder.appending(path: "b.jsonl")))
    let made = try prompts("a.jsonl")
    #expect(Set(made.compactMap(\.perturbation)) == ["code-switch:bn@0.4", "ascii", "latin+answer-in:en"])
    #expect(made.filter { $0.perturbation == "latin+answer-in:en" }.allSatisfy { $0.language.code == "bn" })
    let again = try Program.run(arguments + [path("a.jsonl")])
    #expect(again.status == 2 && again.errors.contains("there already"))
  }

  @Test func theListNamesEveryKind() throws {
    let ending = try Program.run(["perturb", "--list"])
    #expect(ending.status == 0)
    for kind in [
      "code-switch", "clause-switch", "model-switch", "latin", "arabizi", "ascii", "homoglyphs", "answer-in",
      "round-trip",
    ] {
      #expect(ending.output.contains(kind))
    }
  }

  @Test func whatIsMissingIsSaid() throws {
    let lexicon = try Program.run([
      "perturb", "--languages", "lv", "--perturb", "code-switch:et", "--out", path("x.jsonl"),
    ])
    #expect(lexicon.status == 1 && lexicon.errors.contains("lv-et.tsv"))
    let nothing = try Program.run(["perturb", "--languages", "lv", "--perturb", "arabizi", "--out", path("x.jsonl")])
    #expect(nothing.status == 2 && nothing.errors.contains("None of the perturbations"))
  }

  @Test func noRewritingIsMadeTwice() throws {
    let twice = try Program.run([
      "perturb", "--languages", "pl", "--perturb", "ascii", "--perturb", "ascii@1.0", "--out", path("x.jsonl"),
    ])
    #expect(twice.status == 2 && twice.errors.contains("given ascii twice"), "\(twice.errors)")
    let mixed = try Program.run([
      "perturb", "--prompts", "isogloss-16", "--languages", "pl", "--perturb", "ascii", "--clean", "--out",
      path("made/mixed.jsonl"),
    ])
    #expect(mixed.status == 0, "\(mixed.errors)")
    let again = try Program.run([
      "perturb", "--prompts", path("made/mixed.jsonl"), "--perturb", "ascii", "--out", path("y.jsonl"),
    ])
    #expect(again.status == 2 && again.errors.contains("among the prompts already"), "\(again.errors)")
  }

  @Test func aRunShowsPerturbedPromptsBesideCleanOnes() throws {
    let arguments = [
      "eval", "--model", "smollm2-135m-instruct", "--languages", "en,pl", "--limit", "3", "--max-new-tokens", "12",
      "--perturb", "ascii", "--perturb", "code-switch:de@0.5", "--run", path("r.sqlite"), "--json",
    ]
    let ending = try Program.run(arguments)
    #expect(ending.status == 0, "\(ending.errors)")
    let items = try RunStore.read(folder.appending(path: "r.sqlite")).items()
    let clean = items.filter { $0.prompt.perturbations.isEmpty }
    #expect(clean.count == 12 && items.count > 15 && items.allSatisfy { $0.completion != nil })
    #expect(items.filter { $0.prompt.perturbation == "ascii" }.allSatisfy { $0.prompt.text.allSatisfy { $0 != "ą" } })
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    let robustness = try #require(json["robustness"] as? [String: Any])
    #expect((robustness["cells"] as? [Any])?.isEmpty == false)
    let measures = try #require(json["measures"] as? [String: Any])
    #expect(measures["answered"] as? Int == 12, "languages are measured by clean prompts alone")
    // The same command goes on with the same prompts; another seed is another run.
    #expect(try Program.run(arguments).status == 0)
    let other = try Program.run(arguments + ["--seed", "5"])
    #expect(other.status == 1 && other.errors.contains("another run"))
    let report = try Program.run(["report", path("r.sqlite"), "--full"])
    #expect(report.output.contains("What perturbations change") && report.output.contains("worst perturbation: "))
  }
}
