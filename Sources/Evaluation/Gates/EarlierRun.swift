public import IsoglossCore
internal import IsoglossStatistics

/// A run that another one is held against: a baseline, or a reference model's.
public struct EarlierRun: Sendable {
  /// Its name, for reports.
  public var name: String
  /// Its prompts with answers and verdicts.
  public var items: [RunItem]

  /// A run of the given parts.
  public init(name: String, items: [RunItem]) {
    self.name = name
    self.items = items
  }
}

/// A run beside an earlier one, cell by cell.
struct RunChange {
  private struct Cell: Hashable {
    var language: Language
    var perturbation: String?
    var intent: Intent

    init(_ item: RunItem) {
      language = item.prompt.language
      perturbation = item.perturbation
      intent = item.prompt.intent
    }

    init(_ language: Language, _ perturbation: String?, _ intent: Intent) {
      self.language = language
      self.perturbation = perturbation
      self.intent = intent
    }
  }

  private let pairs: [Cell: [(before: RunItem, after: RunItem)]]
  private let before: [Cell: [RunItem]]
  private let after: [Cell: [RunItem]]
  private let name: String
  private let judge: String

  init(_ earlier: EarlierRun, _ items: [RunItem], judge: String) {
    let matched = RunComparison.matched(before: earlier.items, after: items)
      .filter { $0.before.perturbation == $0.after.perturbation }
    pairs = Dictionary(grouping: matched) { Cell($0.after) }
    before = Dictionary(grouping: earlier.items, by: Cell.init)
    after = Dictionary(grouping: items, by: Cell.init)
    name = earlier.name
    self.judge = judge
  }

  /// The rise of an event's rate: over the prompts that both runs ask where these are at least half of the smaller run's, and
  /// else between the two samples; null where one run scored nothing.
  func rise(
    _ language: Language, _ perturbation: String?, _ intent: Intent, of happened: (Outcome) -> Bool
  ) -> RateDifference? {
    let cell = Cell(language, perturbation, intent)
    if let pairs = pairs[cell], 2 * pairs.count >= min(before[cell]?.count ?? 0, after[cell]?.count ?? 0) {
      return RateDifference(
        PairedOutcomes(
          pairs.compactMap { pair -> (Bool, Bool)? in
            guard let first = pair.before.scoredOutcome(judge), let second = pair.after.scoredOutcome(judge) else {
              return nil
            }
            return (happened(second), happened(first))
          }))
    }
    func rate(_ items: [RunItem]?) -> Proportion {
      Proportion((items ?? []).compactMap { $0.scoredOutcome(judge).map(happened) })
    }
    return RateDifference(ProportionDifference(rate(after[cell]), minus: rate(before[cell])))
  }

  /// Why nothing is known of a rise, where ``rise(_:_:_:of:)`` is null.
  func silence(_ language: Language, _ perturbation: String?, _ intent: Intent) -> String {
    let cell = Cell(language, perturbation, intent)
    let what = "\(intent.rawValue) prompt in \(language.name)" + (perturbation.map { " under \($0)" } ?? "")
    if before[cell] == nil { return "\(name) has no \(what): nothing is there to compare with" }
    if after[cell] == nil { return "this run has no \(what)" }
    return "no answer to a \(what) was scored by \(judge) in both this run and \(name)"
  }
}
