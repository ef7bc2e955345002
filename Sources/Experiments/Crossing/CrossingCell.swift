public import IsoglossCore
internal import IsoglossRecipes

/// One run: a behaviour trained in one language on one model.
public struct CrossingCell: Hashable, Sendable, Codable {
  /// Which answer of a training pair is preferred.
  public enum Labels: String, Hashable, Sendable, Codable {
    /// The one that the data prefers.
    case own
    /// The other one in a random half of the groups: the control, from which nothing can be learnt that holds elsewhere.
    case shuffled
  }

  /// The model, as the recipe names it.
  public var base: String
  /// What is trained.
  public var behaviour: MatchedAnswers.Behaviour
  /// The language that it is trained in.
  public var training: Language
  /// Which answers are preferred.
  public var labels: Labels
  /// Seed of labels, order and adapter.
  public var seed: UInt64

  /// The name of its file: `gemma-3-270m.refusal.en.own.seed-0`.
  public var name: String {
    let model = String(base.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
    return "\(model).\(behaviour.rawValue).\(training.code).\(labels.rawValue).seed-\(seed)"
  }
}

extension CrossingRecipe {
  /// The runs for a set of languages, in order: what is trained in the source with its control, seed by seed and in each
  /// model by model, then each other language on itself.
  func cells(_ languages: [Language]) -> [CrossingCell] {
    let crossing = seeds.flatMap { seed in
      bases.flatMap { base in
        behaviours.flatMap { behaviour in
          [CrossingCell.Labels.own, .shuffled].map {
            CrossingCell(base: base.model, behaviour: behaviour, training: source, labels: $0, seed: seed)
          }
        }
      }
    }
    let own = ownSeeds.flatMap { seed in
      bases.flatMap { base in
        languages.filter { $0 != source }.flatMap { language in
          behaviours.map {
            CrossingCell(base: base.model, behaviour: $0, training: language, labels: .own, seed: seed)
          }
        }
      }
    }
    return crossing + own
  }
}
