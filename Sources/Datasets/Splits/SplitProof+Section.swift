internal import Foundation
public import IsoglossCore

extension SplitProof {
  private func total(_ count: (Count) -> Int) -> Int { counts.reduce(0) { $0 + count($1) } }

  /// The result in a sentence.
  public var headline: String {
    let sizes = "\(total(\.train)) pairs for training, \(total(\.test)) for testing, \(total(\.withheld)) withheld"
    guard holds else { return "The split leaks; \(sizes)" }
    let nearest = nearestOfAll.map {
      "; the nearest two requests across the border are \(Funnel.number($0.similarity)) alike"
    }
    return "Nothing is on both sides; \(sizes)\(nearest ?? "")"
  }

  /// What a reader is shown of it: the proof, then the counts.
  public var sections: [Section] {
    [
      Section(
        id: "split", title: "Training and test", lead: headline + ".",
        blocks: [.facts(facts), .table(borderTable)].filter {
          if case .table(let table) = $0 { !table.rows.isEmpty } else { true }
        }),
      Section(
        id: "split-counts", title: "Pairs on each side", lead: "By language, intent and hazard.",
        blocks: [.table(countTable)]),
    ]
  }

  private var facts: [Fact] {
    var facts = [
      Fact("Bonds", settings.bonds.map(\.rawValue).joined(separator: ", ")),
      Fact("Test pairs a hazard", "\(settings.test)"),
      Fact("Near-duplicates from", Funnel.number(settings.threshold)),
      Fact("Exact comparisons", "\(comparisons)"),
      Fact("Shared groups", "\(groups.count)"),
      Fact("Shared cells", "\(cells.count)"),
      Fact("Shared references", "\(references.count)"),
      Fact("Near-duplicates across", "\(nearDuplicates.count)"),
      Fact("Seed", "\(settings.seed)"),
    ]
    if let testGroups, let groupsInEveryLanguage {
      facts.append(Fact("Test groups everywhere", "\(groupsInEveryLanguage) of \(testGroups)"))
    }
    return facts + hashes.sorted { $0.key < $1.key }.map { Fact("SHA-256 of \($0.key)", $0.value) }
  }

  private var borderTable: Table {
    Table(
      caption: "The two requests that are most alike across the border, in each language.",
      columns: [.init("Language"), .init("Training"), .init("Test"), .init("Similarity", isNumeric: true)],
      rows: nearest.map { found in
        [
          .init(found.language.code), .init(found.train), .init(found.test),
          .init(
            Funnel.number(found.similarity), value: found.similarity,
            emphasis: found.similarity >= settings.threshold ? .worst : .none),
        ]
      })
  }

  private var countTable: Table {
    Table(
      caption: "Pairs by language, intent and hazard.",
      columns: [.init("Language"), .init("Intent"), .init("Hazard")]
        + ["Training", "Test", "Withheld"].map { Table.Column($0, isNumeric: true) },
      rows: counts.map { count in
        [
          .init(count.stratum.language.code), .init(count.stratum.intent.rawValue),
          .init(count.stratum.hazard?.rawValue ?? "none"), .init(count: count.train), .init(count: count.test),
          .init(count: count.withheld),
        ]
      })
  }
}
