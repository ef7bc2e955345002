public import IsoglossCore

/// Parts of a report's page for pages that are put together elsewhere, such as the dashboard's: escaped as in
/// ``HTMLReport``, with ids that are unique within one value.
public struct HTMLParts: Sendable {
  private var page: HTMLPage

  /// Nothing yet.
  /// - Parameters:
  ///   - reserved: ids that the page around it has already.
  ///   - sampleLimit: characters of a request or an answer that are shown; the rest is counted.
  public init(reserved: [String] = [], sampleLimit: Int = 8000) {
    page = HTMLPage(sampleLimit: sampleLimit)
    page.reserve(reserved)
  }

  /// The style sheet that the parts are made for.
  public static var styleSheet: String { StyleSheet.css }
  /// The hidden drawing that a page with figures has once.
  public static var definitions: String { SVGPatterns.definitions }

  /// A text for the inside of an element: markup is escaped, hidden characters stand as marked code points.
  public static func text(_ text: String, keepingLines: Bool = false) -> String {
    HTMLText.body(text, keepingLines: keepingLines)
  }

  /// A text for the inside of a double-quoted attribute.
  public static func attribute(_ text: String) -> String { HTMLText.plain(text) }

  /// A BCP-47 tag that a browser takes; empty (unknown) where the code is none.
  public static func tag(_ language: Language?) -> String { HTMLPage.languageTag(language) }

  /// An outcome's name with its swatch.
  public static func outcome(_ name: String) -> String { HTMLPage.outcome(name) }

  /// A headline: its first clause stands out.
  public static func headline(_ text: String) -> String { Headline.markup(text) }

  /// What a reader is told before so many answers are shown.
  public static func contentWarning(_ count: Int) -> String { ContentWarning.text(count) }

  /// The header of a page with a report's title, headline, facts and contents, its sections in `main`, and a footer with
  /// its provenance.
  /// - Parameter before: markup at the beginning of `main`.
  public mutating func report(_ report: Report, before: String = "") -> String {
    written { $0.content(report, before: before) }
  }

  /// Sections, one after the other.
  public mutating func sections(_ sections: [Section]) -> String {
    written { page in
      for section in sections { page.section(section, anchor: page.id(section.id)) }
    }
  }

  /// A table in its region.
  public mutating func table(_ table: Table) -> String {
    written { $0.table(table, caption: HTMLText.body(table.caption)) }
  }

  /// Labels and values.
  public mutating func facts(_ facts: [Fact]) -> String {
    written { $0.facts(facts, name: "list") }
  }

  /// One request with its answer.
  public mutating func sample(_ sample: Sample) -> String {
    written { $0.article(sample) }
  }

  /// A quoted text in its language and direction.
  public mutating func quote(_ text: String, language: Language?, direction: String = "auto") -> String {
    written { $0.quote(text, language: language, direction: direction) }
  }

  private mutating func written(_ write: (inout HTMLPage) -> Void) -> String {
    page.output = ""
    write(&page)
    return page.output
  }
}
