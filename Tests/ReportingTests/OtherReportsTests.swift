import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("The terminal")
struct TerminalReportTests {
  @Test("first line is the headline, whole")
  func headline() {
    for style in [TerminalReport.Style.plain, .ansi] {
      let first = TerminalReport.render(ReportFixture.ordinary, width: 40, style: style).split(separator: "\n")[0]
      #expect(first.contains(ReportFixture.ordinary.headline))
    }
  }

  @Test("no line is wider than the terminal", arguments: HTMLReportTests.pages, [40, 57, 80, 100, 200])
  func width(name: String, width: Int) {
    let text = TerminalReport.render(HTMLReportTests.report(name), width: width)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
      #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
    }
  }

  @Test("plain text has no control character, coloured text none but its own", arguments: HTMLReportTests.pages)
  func controls(name: String) {
    let report = HTMLReportTests.report(name)
    let plain = TerminalReport.render(report, style: .plain)
    #expect(!plain.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" })
    var coloured = TerminalReport.render(report, style: .ansi)
    #expect(coloured.contains("\u{1B}[") || report.headline.isEmpty)
    coloured.replace(/\x1B\[[0-9;]+m/, with: "")
    #expect(coloured == plain)
  }

  @Test("samples stay out of sight")
  func samples() {
    let text = TerminalReport.render(ReportFixture.ordinary)
    #expect(!text.contains("Pasaki man") && text.contains("4 samples are in the HTML"))
  }

  @Test(
    "style",
    arguments: [
      (true, [:], TerminalReport.Style.ansi), (false, [:], .plain), (true, ["NO_COLOR": "1"], .plain),
      (true, ["NO_COLOR": ""], .ansi), (true, ["TERM": "dumb"], .plain), (true, ["TERM": "xterm"], .ansi),
    ] as [(Bool, [String: String], TerminalReport.Style)])
  func style(isTerminal: Bool, environment: [String: String], style: TerminalReport.Style) {
    #expect(TerminalReport.Style.suited(toTerminal: isTerminal, environment: environment) == style)
  }

  @Test(
    "bars",
    arguments: [
      (0.5, 0.25, 0.75, nil, "█████▓▓▓▓▓░░░░░     "), (0.5, 0.25, 0.75, 0.9, "█████▓▓▓▓▓░░░░░   │ "),
      (0, 0, 0.1, nil, "░░                  "), (1, 1, 1, nil, "████████████████████"),
      (.nan, 0, 1, nil, "                    "),
    ] as [(Double, Double, Double, Double?, String)])
  func bar(value: Double, low: Double, high: Double, reference: Double?, drawn: String) {
    let estimate = Estimate(value: value, low: low, high: high, n: 1)
    let axis = BarAxis(bars: [.init(label: "", estimate: estimate)], reference: reference, scale: .shares)
    #expect(TerminalWriter.bar(estimate, axis: axis, columns: 20, reference: reference) == drawn)
  }
}

@Suite("JSON")
struct JSONReportTests {
  @Test("is JSON with sorted keys, and holds everything", arguments: HTMLReportTests.pages)
  func parses(name: String) throws {
    let report = HTMLReportTests.report(name)
    let data = JSONReport.render(report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object.keys.sorted() == ["facts", "headline", "provenance", "schema", "sections", "title"])
    #expect(object["headline"] as? String == report.headline)
    #expect((object["sections"] as? [Any])?.count == report.sections.count)
    #expect(data == JSONReport.render(report))
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" })
    // Keys of the first object, as they stand in the file.
    let keys = text.split(separator: "\n").compactMap {
      $0.prefixMatch(of: #/  "([a-z]+)": /#).map { String($0.output.1) }
    }
    #expect(keys == keys.sorted())
  }

  @Test("a number that is none is null")
  func notANumber() throws {
    let figure = Figure(
      caption: "", description: "",
      kind: .heatMap(
        rows: ["a"], columns: ["b", "c", "d"], values: [[.nan, .infinity, 0.1]], counts: [[1, 2, 3]]))
    let report = Report(
      title: "", headline: "", facts: [],
      sections: [Section(id: "a", title: "", lead: "", blocks: [.figure(figure)])], provenance: [])
    let object = try JSONSerialization.jsonObject(with: JSONReport.render(report)) as? [String: Any]
    let section = (object?["sections"] as? [[String: Any]])?.first
    let block = (section?["blocks"] as? [[String: Any]])?.first
    let row = try #require((block?["values"] as? [[Any]])?.first)
    #expect(row[0] is NSNull && row[1] is NSNull && row[2] as? Double == 0.1)
  }

  @Test("long samples are whole")
  func longSamples() {
    #expect(JSONReport.render(ReportFixture.hostile).count > 3_000_000)
  }
}

@Suite("Markdown")
struct MarkdownReportTests {
  @Test("holds no markup of the texts", arguments: HTMLReportTests.pages)
  func noMarkup(name: String) {
    let text = MarkdownReport.render(HTMLReportTests.report(name))
    #expect(!text.unicodeScalars.contains { VisibleText.isHidden($0) && $0 != "\n" && $0 != "\t" })
    var fence: Substring?
    var columns = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let mark = line.prefixMatch(of: /`{3,}/)?.output {
        if fence == nil { fence = mark } else if line == fence { fence = nil }
        continue
      }
      if fence != nil { continue }
      let tags = line.matches(of: /<[^ ]/).map { _ in line }
      #expect(tags.isEmpty || ["<details>", "</details>"].contains(line) || line.hasPrefix("<summary>Content"))
      // Every row of a table has as many cells as its first.
      let cells = line.replacing(/\\./, with: "").count { $0 == "|" }
      if line.hasPrefix("|") {
        if columns > 0 { #expect(cells == columns, "\(line)") }
        columns = cells
      } else {
        columns = 0
        #expect(cells == 0, "\(line)")
      }
      #expect(!line.hasPrefix("#") || line.hasPrefix("# ") || line.hasPrefix("## "))
    }
    #expect(fence == nil)
  }

  @Test(
    arguments: [
      ("a|b", "a\\|b"), ("<b>", "&lt;b&gt;"), ("# h", "\\# h"), ("a # b", "a # b"), ("- x", "\\- x"), ("---", "\\---"),
      ("1. x", "1\\. x"), ("0.080", "0.080"), ("a_b*c", "a\\_b\\*c"), ("[!NOTE]", "\\[!NOTE]"),
      ("![i](http://x)", "![i\\](http&#58;//x)"), ("[a]: /b", "[a\\]: /b"), ("[a][b]", "[a\\][b]"),
      ("71 % [62, 79]", "71 % [62, 79]"), ("+34 points", "+34 points"), ("+ x", "\\+ x"),
      ("www.example.invalid", "www&#46;example.invalid"), ("@name", "&#64;name"), ("\\|", "\\\\\\|"),
    ])
  func escapes(text: String, escaped: String) { #expect(MarkdownReport.escape(text) == escaped) }
}
