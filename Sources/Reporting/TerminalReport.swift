public import IsoglossCore

/// A report for a terminal. Its first line is the headline, whole and unbroken, so that `head -1` gives the result.
///
/// No byte of the report's texts reaches the terminal as a control character: each is written as its code point.
/// Samples are counted, not shown: they may be harmful, and a terminal cannot fold them.
public enum TerminalReport {
  /// Whether the output is dressed.
  public enum Style: Sendable {
    /// No escape sequences.
    case plain
    /// Bold, faint and the terminal's own colours.
    case ansi

    /// The style for an output: plain where it is no terminal, `NO_COLOR` is set to anything (no-color.org) or the
    /// terminal is `dumb`.
    public static func suited(toTerminal isTerminal: Bool, environment: [String: String]) -> Style {
      let refuses = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
      return isTerminal && !refuses ? .ansi : .plain
    }
  }

  /// The report, ended by a line feed.
  /// - Parameters:
  ///   - width: columns of the terminal; less than 40 is taken as 40. Only the headline may be longer.
  ///   - style: whether escape sequences are used.
  public static func render(_ report: Report, width: Int = 80, style: Style = .plain) -> String {
    var writer = TerminalWriter(width: max(40, width), style: style)
    writer.line(.bold, VisibleText.line(report.headline))
    writer.paragraph(.none, report.title)
    writer.facts(report.facts)
    for section in report.sections { writer.section(section) }
    if !report.provenance.isEmpty {
      writer.heading("Provenance")
      writer.facts(report.provenance)
    }
    return writer.output
  }
}

/// Lines under construction.
struct TerminalWriter {
  /// A way to dress text.
  enum Ink {
    case none, bold, faint, worst, good
    /// One of the sixteen colours: 30...37, 90...97.
    case color(Int)
    /// Ink and ground out of the 256 colours.
    case shade(ink: Int, ground: Int)
  }

  /// What was written so far.
  private(set) var output = ""
  /// Columns.
  let width: Int
  private let style: TerminalReport.Style

  /// Nothing yet.
  init(width: Int, style: TerminalReport.Style) {
    self.width = width
    self.style = style
  }

  /// The text, dressed where the style allows. Spaces at its end stay bare, so that they can be dropped from a line.
  func dress(_ ink: Ink, _ text: String) -> String {
    guard style == .ansi, let codes = Self.codes(ink), let last = text.lastIndex(where: { $0 != " " }) else {
      return text
    }
    return "\u{1B}[\(codes)m\(text[...last])\u{1B}[0m\(text[text.index(after: last)...])"
  }

  private static func codes(_ ink: Ink) -> String? {
    switch ink {
    case .none: nil
    case .bold: "1"
    case .faint: "2"
    case .worst: "1;31"
    case .good: "32"
    case .color(let code): "\(code)"
    case .shade(let ink, let ground): "38;5;\(ink);48;5;\(ground)"
    }
  }

  /// A line of text that is fit to be shown already. Spaces at its end are dropped.
  mutating func line(_ ink: Ink = .none, _ text: String = "") {
    var text = text
    while text.last == " " { text.removeLast() }
    output += dress(ink, text) + "\n"
  }

  /// A text of unknown origin, wrapped.
  mutating func paragraph(_ ink: Ink, _ text: String, indent: String = "") {
    let text = VisibleText.line(text)
    guard !text.trimmingSpaces().isEmpty else { return }
    for part in DisplayWidth.wrap(text, to: width - indent.count) { line(ink, indent + part) }
  }

  /// Labels and values in two columns.
  mutating func facts(_ facts: [Fact]) {
    let labels = facts.map { DisplayWidth.fit(VisibleText.line($0.label), to: width / 3) }
    let column = labels.map(DisplayWidth.of).max() ?? 0
    for (fact, label) in zip(facts, labels) {
      let parts = DisplayWidth.wrap(VisibleText.line(fact.value), to: width - column - 2)
      for (index, part) in parts.enumerated() {
        line(.none, dress(.faint, DisplayWidth.pad(index == 0 ? label : "", to: column)) + "  " + part)
      }
    }
  }

  /// A heading with its rule.
  mutating func heading(_ title: String) {
    let text = DisplayWidth.fit(VisibleText.line(title), to: width - 4)
    line()
    let rule = String(repeating: "─", count: max(0, width - DisplayWidth.of(text) - 1))
    line(.none, dress(.bold, text) + " " + dress(.faint, rule))
  }

  /// A section with its blocks.
  mutating func section(_ section: Section) {
    heading(section.title)
    paragraph(.none, section.lead)
    for block in section.blocks {
      line()
      switch block {
      case .paragraph(let text): paragraph(.none, text)
      case .note(let text): paragraph(.faint, "Note: " + text, indent: "  ")
      case .facts(let list): facts(list)
      case .table(let table): self.table(table)
      case .figure(let figure): self.figure(figure)
      case .samples(let samples):
        let count = samples.count == 1 ? "1 sample is" : "\(samples.count) samples are"
        paragraph(.faint, samples.isEmpty ? "No samples." : "\(count) in the HTML, Markdown and JSON reports.")
      }
    }
  }
}
