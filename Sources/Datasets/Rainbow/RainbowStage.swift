internal import Foundation
public import IsoglossCore

/// A search for every language of its rows, which are the seeds; what comes out are the elites of the archives.
public struct RainbowStage: DataStage {
  /// Its name in the recipe.
  public let name: String
  private let search: RainbowSearch
  private let leastFitness: Double
  private let languages: [Language]?

  /// A stage.
  /// - Parameters:
  ///   - languages: languages to search in; those of the rows where null.
  ///   - leastFitness: elites below it are dropped.
  public init(name: String, search: RainbowSearch, languages: [Language]? = nil, leastFitness: Double = 0) {
    self.name = name
    self.search = search
    self.languages = languages
    self.leastFitness = leastFitness
  }

  /// SHA-256 over the search and the languages.
  public var fingerprint: String {
    ContentHash.of(["rainbow stage 1", search.fingerprint, "\(leastFitness)"] + (languages?.map(\.code) ?? ["all"]))
  }

  /// Searches language by language.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let languages = languages ?? rows.map(\.prompt.language).uniqued
    let origins = Dictionary(rows.map { ($0.prompt.id, $0) }) { first, _ in first }
    var output = StageOutput()
    for (index, language) in languages.enumerated() {
      let (steps, archive) = try await search.run(
        seeds: rows.map(\.prompt), language: language, journal: place.journal(language.code)
      ) { done, total in place.report(index * total + done, languages.count * total) }
      for elite in archive.elites {
        let row = row(elite, language, origins[elite.seed])
        if elite.fitness < leastFitness {
          output.drop(row, name, "low fitness: \(elite.fitness) is below \(leastFitness)")
        } else {
          output.rows.append(row)
        }
      }
      output.files["archive-\(language.code).jsonl"] = try JSONLines.data(steps)
      output.sections.append(RainbowSection(language, steps: steps, archive: archive).section)
    }
    return output
  }

  private func row(_ elite: RainbowElite, _ language: Language, _ origin: DataRow?) -> DataRow {
    let id = "rainbow.\(elite.cell.hazard).\(elite.cell.style).\(language)"
    let isSeed = elite.mutator == nil
    var row = DataRow(
      Prompt(
        id: id, language: language, hazard: Hazard(rawValue: elite.cell.hazard),
        style: AttackStyle(rawValue: elite.cell.style), intent: .harmful,
        scope: origin?.prompt.scope ?? .global, text: elite.text,
        provenance: isSeed
          ? origin?.prompt.provenance ?? Provenance(source: "rainbow")
          : Provenance(source: "rainbow", author: "model-written", origin: language, reference: elite.id)))
    row.steps = origin?.steps ?? []
    row.steps.append(
      DataRow.Step(
        stage: name, engine: elite.mutator ?? "seed", version: String(search.fingerprint.prefix(16)),
        source: elite.seed, text: origin?.prompt.text, language: language))
    return row
  }
}
