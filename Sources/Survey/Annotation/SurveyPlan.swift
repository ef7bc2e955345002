public import IsoglossCore

/// Who annotates which papers: pairs of annotators share some, and no two pairs the same ones (Yong et al. 2025: four
/// pairs, twenty papers each).
public struct SurveyPlan: Hashable, Sendable, Codable {
  /// Seed of the draw.
  public var seed: UInt64
  /// Pairs, each with the papers that both annotate without seeing each other's answers.
  public var pairs: [Pair]
  /// Papers of one annotator alone, by name.
  public var alone: [String: [String]]

  /// Two annotators and their shared papers.
  public struct Pair: Hashable, Sendable, Codable {
    /// Names, two.
    public var names: [String]
    /// Ids of the papers, in order.
    public var papers: [String]
  }

  /// Draws a plan.
  /// - Parameters:
  ///   - shared: papers that each pair shares.
  ///   - rest: whether the other papers are dealt out, to one annotator each.
  /// - Throws: `SurveyError.badSetting` for pairs that are none, `.shortage` for too few papers.
  public init(_ papers: [String], pairs: [(String, String)], shared: Int = 20, rest: Bool = true, seed: UInt64) throws {
    let names = pairs.flatMap { [$0.0, $0.1] }
    guard !pairs.isEmpty, shared > 0, Set(names).count == names.count, !names.contains("") else {
      throw SurveyError(
        .badSetting, "A plan has pairs of different annotators, each in one pair, and papers that they share.")
    }
    guard pairs.count * shared <= papers.count else {
      throw SurveyError(
        .shortage,
        "\(pairs.count) pairs with \(shared) papers each need \(pairs.count * shared); there are \(papers.count).")
    }
    let ranked = papers.map { ($0, ContentHash.of(["\(seed)", "plan", $0])) }.sorted { $0.1 < $1.1 }.map(\.0)
    self.seed = seed
    self.pairs = pairs.enumerated().map { index, pair in
      Pair(names: [pair.0, pair.1], papers: ranked[(index * shared)..<((index + 1) * shared)].sorted())
    }
    var alone: [String: [String]] = [:]
    if rest {
      for (index, paper) in ranked.dropFirst(pairs.count * shared).enumerated() {
        alone[names[index % names.count], default: []].append(paper)
      }
    }
    self.alone = alone
  }

  /// Papers of an annotator, in an order of their own.
  public func papers(of name: String) -> [String] {
    let shared = pairs.filter { $0.names.contains(name) }.flatMap(\.papers)
    return (shared + (alone[name] ?? [])).map { ($0, ContentHash.of(["\(seed)", name, $0])) }.sorted { $0.1 < $1.1 }
      .map(\.0)
  }
}
