/// Which papers a survey is about, and what the choice passed over.
public struct Selection: Hashable, Sendable, Codable {
  /// What papers must say.
  public var query: String
  /// First year; null for any.
  public var from: Int?
  /// Last year; null for any.
  public var to: Int?
  /// Venues as written; empty for all.
  public var venues: String
  /// Ids of the papers, in order.
  public var papers: [String]
  /// Papers of these years and venues that could have been chosen.
  public var candidates: Int
  /// Candidates without an abstract: a query on abstracts cannot find them.
  public var withoutAbstract: Int
  /// Papers left out because their year is not told.
  public var withoutYear: Int

  /// Chooses papers.
  /// - Parameter years: null takes any year, also papers that tell none.
  /// - Throws: `SurveyError.badSetting` for a query that cannot be read.
  public init(of papers: [Paper], query: String = PaperQuery.paper, years: ClosedRange<Int>?, venues: VenueFilter)
    throws
  {
    let wanted = try PaperQuery(query)
    let there = papers.filter(venues.holds)
    let candidates = there.filter { paper in
      guard let years else { return true }
      return paper.year.map(years.contains) ?? false
    }
    self.query = query
    (from, to) = (years?.lowerBound, years?.upperBound)
    self.venues = venues.description
    self.papers = candidates.filter(wanted.holds).map(\.id).sorted()
    self.candidates = candidates.count
    withoutAbstract = candidates.count { $0.abstract == nil }
    withoutYear = years == nil ? 0 : there.count { $0.year == nil }
  }
}
