public import IsoglossCore
public import IsoglossRecipes

/// What is the same in runs that differ in their seed alone: a column of the tables.
public struct ExperimentArm: Hashable, Sendable, Codable {
  /// Languages of the training pairs.
  public var mixture: Mixture.Share
  /// What is held fixed.
  public var size: Mixture.Size

  /// The one language that it trains on; null for mixtures of several.
  public var language: Language? { if case .only(let language) = mixture { language } else { nil } }

  /// Whether the number of all pairs is held fixed, and not the number of a language.
  var holdsTotal: Bool { if case .total = size { true } else { false } }

  /// As tables show it: `balanced`, `lv`, `english, 28 a language`.
  public var label: String {
    let name = if case .only(let language) = mixture, language != .english { language.code } else { "\(mixture)" }
    return if case .perLanguage(let count) = size { "\(name), \(count) a language" } else { name }
  }

  /// The label with the size, where another arm has the same one without: `balanced, 336 in all`.
  var longLabel: String {
    switch size {
    case .total(let count): "\(label), \(count) in all"
    case .all: "\(label), all pairs"
    case .perLanguage: label
    }
  }
}

/// One run of the grid.
public struct ExperimentCell: Hashable, Sendable, Codable {
  /// Its mixture and size.
  public var arm: ExperimentArm
  /// Seed of draw, order and adapter.
  public var seed: UInt64

  /// The name of its folder and its file: `single-lv.total-336.seed-0`.
  public var name: String {
    func plain(_ text: String) -> String {
      String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
    return "\(plain("\(arm.mixture)")).\(plain("\(arm.size)")).seed-\(seed)"
  }

  /// The stage that it trains.
  func stage(_ stage: AlignmentStage) -> AlignmentStage {
    var stage = stage
    stage.mixture.share = arm.mixture
    stage.mixture.size = arm.size
    stage.seed = seed
    return stage
  }
}

extension ExperimentRecipe {
  /// The runs of the grid, in order, each once.
  public var cells: [ExperimentCell] {
    var seen: Set<ExperimentCell> = []
    return blocks.flatMap { block in
      block.seeds.flatMap { seed in
        block.mixtures.map { ExperimentCell(arm: ExperimentArm(mixture: $0, size: block.size), seed: seed) }
      }
    }.filter { seen.insert($0).inserted }
  }
}
