import Foundation
import IsoglossDatasets
import Testing

@testable import IsoglossSurvey

/// Papers are read from each form, bad records are reported, and the rest counts.
struct SourceTests {
  private func read(_ text: String, _ name: String, columns: String = "anthology") throws -> SourceReading {
    let url = try Support.file(text, name)
    let source = try #require(PaperSource.of(url))
    return try source.read(url, columns: try ColumnMap(columns), name: "test")
  }

  private let xml = """
    <?xml version='1.0' encoding='UTF-8'?>
    <collection id="2024.acl">
      <volume id="long"><meta><booktitle>B</booktitle><year>2024</year><venue>acl</venue></meta>
        <frontmatter><url>2024.acl-long.0</url></frontmatter>
        <paper id="1"><title>Safe <fixed-case>LLM</fixed-case>s &amp; more</title>
          <abstract>A <b>safety</b> study of <tex-math>x</tex-math>.</abstract><url>2024.acl-long.1</url></paper>
        <paper id="2"><title>No abstract</title><language>deu</language></paper>
        <paper id="3"><abstract>no title</abstract></paper>
      </volume>
      <event id="acl-2024"><colocated><volume-id>2024.bionlp-1</volume-id></colocated></event>
    </collection>
    """

  @Test func theAnthologyIsRead() throws {
    let reading = try read(xml, "2024.acl.xml")
    #expect(reading.papers.map(\.id) == ["2024.acl-long.1", "2024.acl-long.2"])
    #expect(reading.papers[0].title == "Safe LLMs & more")
    #expect(reading.papers[0].abstract == "A safety study of x.")
    #expect(reading.papers[0].year == 2024 && reading.papers[0].venues == ["acl"])
    #expect(reading.papers[0].events == ["acl-2024"])
    #expect(reading.papers[1].abstract == nil && reading.papers[1].language == "deu")
    #expect(reading.problems.count == 1)
    #expect(Coverage.of(reading.papers) == [Coverage(collection: "2024.acl", papers: 2, withAbstract: 1)])
  }

  @Test(arguments: ["-1,-1", "-1,0", "2,3", "2,-1", "x,1", "1"])
  func aCoverageThatCountsNothingIsAnError(counts: String) throws {
    let heading = "collection,papers,with_abstract\n"
    #expect(try Coverage.read(Support.file(heading + "c,2,1\n", "c.csv")).map(\.withAbstract) == [1])
    #expect(throws: SurveyError.self) { _ = try Coverage.read(Support.file(heading + "c,\(counts)\n", "c.csv")) }
  }

  @Test func eventsReachOtherCollectionsOfAFolder() throws {
    let folder = try Support.file(xml, "2024.acl.xml").deletingLastPathComponent()
    let other = """
      <collection id="2024.bionlp"><volume id="1"><meta><year>2024</year><venue>bionlp</venue><venue>ws</venue></meta>
      <paper id="7"><title>Workshop paper</title><url>2024.bionlp-1.7</url></paper></volume></collection>
      """
    try Data(other.utf8).write(to: folder.appending(path: "2024.bionlp.xml"))
    let reading = try PaperSource.anthology.read(folder, columns: try ColumnMap("anthology"), name: "a")
    let paper = try #require(reading.papers.first { $0.id == "2024.bionlp-1.7" })
    #expect(paper.venues == ["bionlp", "ws"] && paper.events == ["acl-2024"])
    #expect(VenueFilter("star-acl").holds(paper))
  }

  @Test func aBrokenFileGivesWhatCameBefore() throws {
    let reading = try read(String(xml.prefix(upTo: try #require(xml.range(of: "<paper id=\"3\"")).lowerBound)), "a.xml")
    #expect(reading.papers.count == 2 && reading.problems.count == 1)
    #expect(throws: SurveyError.self) { try read("", "a.xml") }
    #expect(throws: SurveyError.self) { try read("not xml", "a.xml") }
    #expect(throws: SurveyError.self) {
      try read("<!DOCTYPE c [<!ENTITY a \"aaaa\">]><collection id=\"x\">&a;</collection>", "a.xml")
    }
  }

  @Test func bibTeXIsRead() throws {
    let reading = try read(
      #"""
      comment @string{acl = "Proceedings of " # {ACL}}
      @inproceedings{muller-2024, title = "Gr{\"o}{\ss}e und {S}afety -- na\"{\i}ve", booktitle = acl, year = 2024,
        abstract = {A {safe} study, 100\% {\'e}l\'eve \v{c}aj.}, url = "https://aclanthology.org/2024.acl-long.5/"}
      @article{broken, title = {never closed
      @misc{other, title={Second}, year={in press}}
      @proceedings{p, title={Volume}}
      """#, "a.bib")
    #expect(reading.papers.first?.id == "2024.acl-long.5")
    #expect(reading.papers.first?.title == "Größe und Safety – naïve")
    #expect(reading.papers.first?.abstract == "A safe study, 100% éléve čaj.")
    #expect(reading.papers.first?.venues == ["acl"] && reading.papers.first?.collection == "2024.acl")
    #expect(!reading.problems.isEmpty)
    #expect(throws: SurveyError.self) { try read("@", "b.bib") }
  }

  @Test func tablesAreReadByTheirMap() throws {
    let map = "id=No,title=Title,abstract=Text|Summary,year=Date,venue=:arxiv"
    let reading = try read(
      "No,Title,Text,Summary,Date\n1,First,,\"a, b\",2021-05-04\n2,,x,y,2020\n3,Third\n4,Fourth,t,s,1620086400000\n",
      "a.csv",
      columns: map)
    #expect(reading.papers.map(\.id) == ["1", "4"] && reading.papers.map(\.year) == [2021, 2021])
    #expect(reading.papers.map(\.abstract) == ["a, b", "t"] && reading.papers[0].venues == ["arxiv"])
    #expect(reading.problems.map(\.line) == [3, 4])
    #expect(throws: SurveyError.self) { try read("a,b\n1,2\n", "a.csv", columns: map) }
    #expect(throws: (any Error).self) { try read("", "a.csv", columns: map) }
    let workbook = #expect(throws: DatasetError.self) { try read("PK\u{3}\u{4}", "a.csv", columns: map) }
    #expect(workbook?.message.contains("save its sheet as CSV") == true)
    for bad in ["", "title", "name=x", "abstract=y", "title=a,title=b"] {
      #expect(throws: SurveyError.self) { try ColumnMap(bad) }
    }
  }

  @Test func jsonLinesOfArXivAndOpenReviewAreRead() throws {
    let arxiv = try read(
      #"{"id":"0704.0001","title":"A  title\n here","abstract":"x","versions":[{"created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"update_date":"2009-01-01"}"#,
      "a.jsonl", columns: "arxiv")
    #expect(arxiv.papers.first?.year == 2007 && arxiv.papers.first?.title == "A title here")
    let review = try read(
      #"{"id":"q","content":{"title":{"value":"T"},"abstract":{"value":"B"},"venue":{"value":"ICLR 2024"}},"pdate":1705000000000}"#
        + "\n[1]\nnull\n{\"content\":{}}\n", "o.jsonl", columns: "openreview")
    #expect(
      review.papers.map(\.title) == ["T"] && review.papers[0].venues == ["iclr 2024"] && review.papers[0].year == 2024)
    #expect(review.problems.count == 3)
  }

  @Test func recordsOfOnePaperBecomeOne() {
    let title = "A Long Enough Title: Naïve Safety"
    let merge = PaperMerge([
      Paper(
        id: "x1", title: "a long enough title naive safety", abstract: "pre", year: 2022, venues: ["arxiv"],
        sources: ["arxiv"]),
      Paper(id: "2023.acl-long.1", title: title, year: 2023, venues: ["acl"], sources: ["acl"]),
      Paper(id: "old", title: title, year: 2012, venues: ["acl"]),
      Paper(id: "s1", title: "Preface", year: 2020), Paper(id: "s2", title: "Preface", year: 2020),
    ])
    #expect(merge.papers.map(\.id) == ["2023.acl-long.1", "old", "s1", "s2"])
    #expect(merge.papers[0].abstract == "pre" && merge.papers[0].sources == ["acl", "arxiv"] && merge.merged == 1)
    #expect(PaperMerge([]).papers.isEmpty)
  }
}
