public import Foundation
internal import IsoglossDatasets
internal import IsoglossReview

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
  /// - Throws: `ReviewError.badSetting` for pairs that are none, and for too few papers.
  public init(_ papers: [String], pairs: [(String, String)], shared: Int = 20, rest: Bool = true, seed: UInt64) throws {
    let dealt = try Design.pairs(papers, pairs: pairs, shared: shared, rest: rest, seed: seed)
    self.seed = seed
    self.pairs = zip(pairs, dealt.shared).map { Pair(names: [$0.0, $0.1], papers: $1) }
    alone = dealt.alone
  }

  /// Reads a plan that was written as JSON.
  /// - Throws: `SurveyError` where the file cannot be read, or is no plan.
  public init(contentsOf url: URL) throws {
    do {
      self = try JSONDecoder().decode(SurveyPlan.self, from: try PaperSource.bytes(of: url))
    } catch let error as DecodingError {
      throw SurveyError(
        .malformed, "\(url.path) is no plan of `isogloss survey annotate plan`: \(JSONLines.describe(error)).")
    }
  }

  /// Papers of an annotator, in an order of their own.
  public func papers(of name: String) -> [String] {
    let shared = pairs.filter { $0.names.contains(name) }.flatMap(\.papers)
    return Design.ranked(shared + (alone[name] ?? []), by: ["\(seed)", name])
  }

  /// Everybody who takes part.
  public var annotators: [String] { pairs.flatMap(\.names) }
}
