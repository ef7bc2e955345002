import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("The page")
struct HTMLReportTests {
  static let pages = ["ordinary", "hostile", "empty"]

  static func report(_ name: String) -> Report {
    switch name {
    case "ordinary": ReportFixture.ordinary
    case "hostile": ReportFixture.hostile
    default: Report(title: "", headline: "", facts: [], sections: [], provenance: [])
    }
  }

  @Test("is balanced, quoted and made of known parts", arguments: pages)
  func wellFormed(name: String) {
    let page = HTMLReport.render(Self.report(name))
    let markup = Markup(page)
    #expect(markup.faults == [])
    let elements: Set<String> = [
      "html", "head", "meta", "title", "style", "body", "a", "svg", "defs", "pattern", "path", "circle", "div",
      "header", "p", "h1", "h2", "h3", "span", "dl", "dt", "dd", "nav", "ol", "ul", "li", "main", "section", "figure",
      "figcaption", "desc", "rect", "line", "text", "tspan", "details", "summary", "table", "caption", "thead",
      "tbody", "tr", "th", "td", "bdi", "article", "blockquote", "strong", "footer",
    ]
    #expect(Set(markup.elements.map(\.name)).subtracting(elements) == [])
    let attributes: Set<String> = [
      "lang", "dir", "charset", "http-equiv", "content", "name", "class", "href", "aria-hidden", "focusable", "id",
      "width", "height", "patternUnits", "d", "cx", "cy", "r", "aria-label", "tabindex", "aria-labelledby",
      "aria-describedby", "role", "viewBox", "style", "x", "y", "x1", "x2", "y1", "y2", "font-size", "text-anchor",
      "transform", "fill", "scope", "colspan",
    ]
    #expect(Set(markup.elements.flatMap(\.attributes.keys)).subtracting(attributes) == [])
    #expect(!page.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" && $0 != "\t" })
  }

  @Test("asks for nothing", arguments: pages)
  func asksForNothing(name: String) throws {
    let markup = Markup(HTMLReport.render(Self.report(name)))
    #expect(markup.values(of: "href").allSatisfy { $0.hasPrefix("#") })
    for element in markup.elements {
      for (attribute, value) in element.attributes where attribute != "content" {
        #expect(!value.contains("//") || attribute == "aria-label", "\(element.name) \(attribute)=\(value)")
        #expect(!value.contains("url(") || value.wholeMatch(of: /url\(#pattern-[0-9]+\)/) != nil)
      }
    }
    #expect(!StyleSheet.css.contains("//") && !StyleSheet.css.contains("@import"))
    #expect(StyleSheet.css.matches(of: /url\([^)]*\)/).map { String($0.output) } == ["url(#missing)"])
    let policy = try #require(markup.elements.first { $0.attributes["http-equiv"] != nil }?.attributes["content"])
    #expect(policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
  }

  @Test("has each id once, and every reference leads somewhere", arguments: pages)
  func ids(name: String) {
    let markup = Markup(HTMLReport.render(Self.report(name)))
    let ids = markup.values(of: "id")
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[A-Za-z][A-Za-z0-9-]*/) != nil })
    let references =
      markup.values(of: "aria-labelledby") + markup.values(of: "aria-describedby")
      + markup.values(of: "href").map { String($0.dropFirst()) }
      + markup.values(of: "fill").compactMap { $0.wholeMatch(of: /url\(#(.*)\)/).map { String($0.output.1) } }
    #expect(Set(references).subtracting(ids) == [])
  }

  @Test("shows every text as it is", arguments: HostileText.all)
  func showsTexts(text: String) {
    let markup = Markup(
      HTMLReport.render(
        Report(
          title: text, headline: "h", facts: [],
          sections: [Section(id: "s", title: "s", lead: "", blocks: [.paragraph(text)])], provenance: [])))
    #expect(markup.faults == [])
    #expect(markup.text.split(separator: VisibleText.line(text)).count >= 2 || text.isEmpty)
  }

  @Test func structure() {
    let markup = Markup(HTMLReport.render(ReportFixture.ordinary))
    let names = markup.elements.map(\.name)
    for landmark in ["header", "main", "footer", "nav", "h1"] {
      #expect(names.filter { $0 == landmark }.count == 1, "\(landmark)")
    }
    #expect(markup.elements.filter { $0.name == "svg" && $0.attributes["role"] == "img" }.count == 12)
    #expect(!markup.elements.contains { $0.name == "details" && $0.attributes["open"] != nil })
    // Six figures with a table each, and one table.
    #expect(names.filter { $0 == "table" }.count == 7 && names.filter { $0 == "caption" }.count == 7)
    #expect(!markup.elements.contains { $0.name == "th" && $0.attributes["scope"] == nil })
    #expect(markup.text.contains(ReportFixture.ordinary.headline))
  }

  @Test("keeps an interval and the size behind it apart", arguments: [-0.23, -1, 0.05])
  func longIntervals(low: Double) throws {
    let bars = [
      Figure.Bar(label: "Polish", estimate: Estimate(value: low, low: low, high: low / 4, n: 112)),
      Figure.Bar(label: "Czech", estimate: Estimate(value: 0.5, low: 0.4, high: 0.6, n: 9)),
    ]
    for kind in [
      Figure.Kind.bars(bars, reference: nil, referenceLabel: "", areCoefficients: true),
      .bars(bars, reference: nil, referenceLabel: "", areDifferences: true),
    ] {
      let drawing = SVGDrawing(kind, frame: .wide)
      let intervals = drawing.markup.matches(of: /x="([0-9.]+)"[^>]*>(\[[^<]*\])</)
      #expect(intervals.count == 2)
      for interval in intervals {
        let end = try #require(Double(interval.output.1)) + SVGDrawing.length(String(interval.output.2), size: 12)
        #expect(end < drawing.width - SVGDrawing.length("n 112", size: 12))
      }
    }
  }

  @Test func samplesCarryLanguageAndDirection() {
    let markup = Markup(HTMLReport.render(ReportFixture.ordinary))
    let quotes = markup.elements.filter { $0.name == "blockquote" }.map {
      [$0.attributes["lang"] ?? "none", $0.attributes["dir"] ?? "none"]
    }
    #expect(
      quotes == [
        ["lv", "ltr"], ["lv", "auto"], ["ar", "rtl"], ["en", "auto"], ["zh", "ltr"], ["", "auto"], ["en", "ltr"],
        ["en", "ltr"],
      ])
  }

  @Test(arguments: [("lv", "lv"), ("\"><script>", ""), ("x", ""), ("", ""), ("abcdefghi", ""), ("ñandu", "")])
  func languageTags(code: String, tag: String) { #expect(HTMLPage.languageTag(Language(code)) == tag) }

  @Test func longSamplesAreClipped() {
    let page = HTMLReport.render(ReportFixture.hostile, sampleLimit: 100)
    #expect(page.contains("… and 999900 characters more"))
    #expect(page.utf8.count < 2_000_000)
  }

  @Test(
    "headline clauses",
    arguments: [
      ("a", "<span class=\"first\">a</span>"),
      ("non-refusal", "<span class=\"first\"><span class=\"whole\">non-refusal</span></span>"),
      ("a; b; c", "<span class=\"first\">a<span class=\"sr\">; </span></span>b; c"),
      (
        "x 1 % [0, 2] (n = 3)",
        "<span class=\"first\">x <span class=\"whole\">1 %</span> <span class=\"aside\">[0, 2]</span> <span class=\"aside\">(n = 3)</span></span>"
      ),
      ("[<b>]", "<span class=\"first\"><span class=\"aside\">[&lt;b&gt;]</span></span>"),
    ])
  func headline(text: String, markup: String) { #expect(Headline.markup(text) == markup) }
}
