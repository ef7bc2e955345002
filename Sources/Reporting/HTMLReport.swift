internal import Foundation
public import IsoglossCore

/// A report as one HTML file that asks for nothing outside itself: no script, no font, no image; its content security
/// policy forbids them.
///
/// It follows the reader's light or dark scheme, prints, and reads from 320 pixels of width. Figures are inline SVG with
/// a name, a description and a table of their numbers. Samples are folded behind a content warning. Every text of the
/// report is escaped, and characters that would be invisible or turn the line around are shown as code points.
public enum HTMLReport {
  /// The page.
  /// - Parameter sampleLimit: characters of a request or an answer that are shown; the rest is counted. JSON has all.
  public static func render(_ report: Report, sampleLimit: Int = 8000) -> String {
    var page = HTMLPage(sampleLimit: sampleLimit)
    page.document(report)
    return page.output
  }
}

/// A page under construction.
struct HTMLPage {
  /// What was written so far.
  var output = ""
  /// Characters of a sample's text that are shown.
  let sampleLimit: Int
  private var ids: Set<String> = []
  private var figureCount = 0
  private var tableCount = 0

  /// Nothing yet.
  init(sampleLimit: Int) { self.sampleLimit = sampleLimit }

  /// An id that no other element has: ASCII letters, digits and hyphens, a letter first.
  mutating func id(_ wish: String) -> String {
    var base = String(
      wish.unicodeScalars.map { scalar -> Character in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "-"
      }.prefix(64))
    if base.first?.isLetter != true { base = "s-" + base }
    var candidate = base
    var count = 1
    while !ids.insert(candidate).inserted {
      count += 1
      candidate = "\(base)-\(count)"
    }
    return candidate
  }

  /// A section's title; its id where it has none, for a heading without words cannot be found or followed.
  static func title(_ section: Section) -> String { section.title.isEmpty ? section.id : section.title }

  /// `Figure 1`.
  mutating func nextFigure() -> String {
    figureCount += 1
    return "Figure \(figureCount)"
  }

  /// `Table 1`.
  mutating func nextTable() -> String {
    tableCount += 1
    return "Table \(tableCount)"
  }

  /// The whole document.
  mutating func document(_ report: Report) {
    reserve()
    output += """
      <!doctype html>
      <html lang="en" dir="ltr">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="Isogloss">
      <title>\(HTMLText.plain(report.headline.isEmpty ? report.title : report.headline))</title>
      <style>
      \(StyleSheet.css)
      </style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the results</a>
      \(SVGPatterns.definitions)
      <div class="page">

      """
    content(report)
    output += "</div>\n</body>\n</html>\n"
  }

  /// Takes the ids that a page has besides those of its parts.
  mutating func reserve(_ more: [String] = []) {
    let reserved = ["main", "headline", "provenance", "missing"] + CategoryLook.all.map { "pattern-\($0.index)" }
    for name in reserved + more { _ = id(name) }
  }

  /// Header, sections and provenance.
  /// - Parameter before: markup at the beginning of `main`.
  mutating func content(_ report: Report, before: String = "") {
    let anchors = report.sections.map { id($0.id) }
    output += """
      <header>
      <p class="kicker">\(HTMLText.body(report.title))</p>
      <h1 id="headline">\(Headline.markup(report.headline.isEmpty ? report.title : report.headline))</h1>

      """
    if !report.facts.isEmpty { facts(report.facts, name: "facts") }
    if report.sections.count > 1 {
      output += "<nav aria-label=\"Contents\"><ol>\n"
      for (section, anchor) in zip(report.sections, anchors) {
        output += "<li><a href=\"#\(anchor)\">\(HTMLText.body(Self.title(section)))</a></li>\n"
      }
      output += "</ol></nav>\n"
    }
    output += "</header>\n<main id=\"main\" tabindex=\"-1\">\n" + before
    for (section, anchor) in zip(report.sections, anchors) { self.section(section, anchor: anchor) }
    output += "</main>\n"
    if !report.provenance.isEmpty {
      output += "<footer aria-labelledby=\"provenance\">\n<h2 id=\"provenance\">Provenance</h2>\n"
      facts(report.provenance, name: "list hashes")
      output += "</footer>\n"
    }
  }

  /// Labels and values.
  mutating func facts(_ facts: [Fact], name: String) {
    guard !facts.isEmpty else { return }
    output += "<dl class=\"\(name)\">\n"
    for fact in facts {
      let (label, value) = (HTMLText.body(fact.label), HTMLText.body(fact.value))
      // A grid of pairs needs the pairs as boxes; a grid of two columns needs them bare.
      output +=
        name == "facts" ? "<div><dt>\(label)</dt><dd>\(value)</dd></div>\n" : "<dt>\(label)</dt><dd>\(value)</dd>\n"
    }
    output += "</dl>\n"
  }
}

/// The headline as markup: the first clause stands out, intervals and sizes step back.
enum Headline {
  /// The text in one `span` a clause; read aloud it is the text itself.
  static func markup(_ text: String) -> String {
    let line = VisibleText.line(text)
    guard let end = line.range(of: "; ") else { return "<span class=\"first\">\(asides(line))</span>" }
    return "<span class=\"first\">\(asides(String(line[..<end.lowerBound])))<span class=\"sr\">; </span></span>"
      + asides(String(line[end.upperBound...]))
  }

  /// Intervals and sizes first. Made once: a literal is parsed each time that it is reached, and a regex never changes.
  private nonisolated(unsafe) static let parts =
    /(\[[^\[\]]{1,24}\]|\(n = [0-9]{1,9}\))|[+−<>]?[0-9]{1,9} (?:%|points?)|\p{L}{1,16}-\p{L}{1,16}/

  /// Intervals and sizes as asides; numbers with their unit and hyphenated words kept on one line.
  private static func asides(_ text: String) -> String {
    var markup = ""
    var rest = text[...]
    while let match = rest.firstMatch(of: parts) {
      markup += HTMLText.body(String(rest[..<match.range.lowerBound]))
      let name = match.output.1 == nil ? "whole" : "aside"
      markup += "<span class=\"\(name)\">\(HTMLText.body(String(rest[match.range])))</span>"
      rest = rest[match.range.upperBound...]
    }
    return markup + HTMLText.body(String(rest))
  }
}
