import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("Reading a JSON report")
struct JSONReadingTests {
  @Test("what is written is read back", arguments: HTMLReportTests.pages)
  func roundTrip(name: String) throws {
    let data = JSONReport.render(HTMLReportTests.report(name))
    #expect(try JSONReport.render(JSONReport.read(data)) == data)
  }

  @Test(
    "what is no report is refused with the place",
    arguments: [
      ("", ""), ("[]", ""), ("{}", "schema"), ("{\"schema\":\"isogloss.report/1\"}", "title"),
      (whole("[]", schema: "isogloss.report/2"), "isogloss.report/2"),
      (whole("[{\"id\":\"a\",\"title\":\"a\",\"lead\":\"\",\"blocks\":[{\"kind\":\"video\"}]}]"), "video"),
      (
        whole(block("\"table\",\"caption\":\"\",\"columns\":[{\"title\":\"a\",\"isNumeric\":false}],\"rows\":[[]]")),
        "row"
      ),
    ])
  func refused(text: String, word: String) {
    let error = #expect(throws: JSONReportError.self) { try JSONReport.read(Data(text.utf8)) }
    #expect(error?.description.contains(word) == true || word.isEmpty, "\(error?.description ?? "")")
  }

  @Test("parts of a page have ids of their own")
  func parts() {
    let report = HTMLReportTests.report("ordinary")
    var parts = HTMLParts(reserved: ["help"])
    let page = parts.report(report, before: "<p>before</p>") + parts.sections(report.sections)
    let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count && !ids.contains("help"))
    #expect(page.contains("<main id=\"main\" tabindex=\"-1\">\n<p>before</p>"))
    #expect(!page.contains("style="))
  }

  private static func block(_ text: String) -> String {
    "[{\"id\":\"a\",\"title\":\"a\",\"lead\":\"\",\"blocks\":[{\"kind\":\(text)}]}]"
  }

  private static func whole(_ sections: String, schema: String = "isogloss.report/1") -> String {
    "{\"schema\":\"\(schema)\",\"title\":\"\",\"headline\":\"\",\"facts\":[],\"sections\":\(sections),\"provenance\":[]}"
  }
}
