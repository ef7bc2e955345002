import Foundation
import Testing

@testable import IsoglossSurvey

/// The paper's filter and any other query.
struct SelectionTests {
  private func holds(_ query: String, _ abstract: String?, title: String = "t") throws -> Bool {
    try PaperQuery(query).holds(Paper(id: "p", title: title, abstract: abstract))
  }

  @Test(arguments: [
    ("It is safe.", true), ("SAFETY-critical", true), ("unsafe safeguards", false), ("safe_mode", false),
    ("safer", false),
    ("", false),
  ])
  func thePapersFilterTakesWholeWords(_ abstract: String, _ expected: Bool) throws {
    #expect(try holds(PaperQuery.paper, abstract) == expected)
  }

  @Test func queriesJoinWords() throws {
    #expect(try holds("safe AND NOT (road OR traffic)", "a safe model"))
    #expect(try !holds("safe AND NOT (road OR traffic)", "a safe road"))
    #expect(try holds("jail* \"red teaming\"", "Red-teaming with jailbreaks"))
    #expect(try !holds("\"red teaming\"", "teaming red"))
    #expect(try holds("title:t text:t", nil) && !holds("t", nil))
    for bad in [
      "", "(", "a )", "AND", "a OR", "NOT", "\"open", "who:a", "()", "--", String(repeating: "(", count: 999),
    ] {
      #expect(throws: SurveyError.self, "\(bad)") { try PaperQuery(bad) }
    }
  }

  @Test func papersWithoutYearOrAbstractAreCounted() throws {
    let papers = [
      Paper(id: "a", title: "t", abstract: "safe", year: 2020, venues: ["acl"]),
      Paper(id: "b", title: "t", abstract: "safe"),
      Paper(id: "c", title: "t", year: 2021, venues: ["ws"], events: ["acl-2021"]),
    ]
    let selection = try Selection(of: papers, years: 2020...2024, venues: VenueFilter())
    #expect(selection.papers == ["a"] && selection.candidates == 2)
    #expect(selection.withoutAbstract == 1 && selection.withoutYear == 1)
    #expect(
      try Selection(of: papers, query: "title:t", years: nil, venues: VenueFilter("star-acl")).papers == ["a", "c"])
    #expect(SelectionCounts(selection, of: papers).byVenue == ["acl": [1]])
  }

  @Test(.enabled(if: Support.hasSnapshot, "../shared/data/acl_safety is not there"))
  func theSnapshotsOwnMarksAreReproduced() throws {
    struct Mark: Decodable { var anthology_id: String; var match_word, star_acl_main, star_acl_colocated: Bool }
    let data = try Data(contentsOf: Support.snapshot)
    let marks = try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Mark.self, from: Data($0))
    }
    let papers = try PaperSource.jsonl.read(Support.snapshot, columns: try ColumnMap("anthology"), name: "a").papers
    #expect(papers.count == 368)
    let all = try Selection(of: papers, years: 2020...2024, venues: VenueFilter())
    #expect(all.papers == marks.filter(\.match_word).map(\.anthology_id).sorted() && all.papers.count == 282)
    let star = try Selection(of: papers, years: 2020...2024, venues: VenueFilter("star-acl"))
    #expect(
      star.papers
        == marks.filter { $0.match_word && ($0.star_acl_main || $0.star_acl_colocated) }.map(\.anthology_id).sorted())
    #expect(star.papers.count == 227)
  }
}
