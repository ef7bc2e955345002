public import IsoglossCore

/// A report as GitHub-flavoured Markdown: the headline as a quotation under the title, figures as tables, samples folded
/// behind a content warning. Text of the report is escaped: it shows as itself and forms no markup.
public enum MarkdownReport {
  /// The report, ended by a line feed.
  /// - Parameter sampleLimit: characters of a request or an answer that are shown; the rest is counted.
  public static func render(_ report: Report, sampleLimit: Int = 4000) -> String {
    var parts = ["# " + escape(report.title), "> **" + escape(report.headline) + "**"]
    if !report.facts.isEmpty { parts.append(facts(report.facts)) }
    for section in report.sections {
      parts.append("## " + escape(section.title))
      if !section.lead.isEmpty { parts.append("*" + escape(section.lead) + "*") }
      parts += section.blocks.map { block($0, sampleLimit: sampleLimit) }
    }
    if !report.provenance.isEmpty { parts += ["## Provenance", facts(report.provenance)] }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// A text in one line that Markdown and HTML leave alone.
  static func escape(_ text: String) -> String {
    let characters = Array(VisibleText.line(text).trimmingSpaces())
    var result = ""
    for (index, character) in characters.enumerated() {
      let next = characters.at(index + 1)
      let opens = index == 0
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "|", "~": result += "\\" + String(character)
      // Links, images, definitions, alerts.
      case "]" where next == "(" || next == "[" || next == ":": result += "\\]"
      case "[" where next == "!": result += "\\["
      // What GitHub makes links and mentions of by itself.
      case "@": result += "&#64;"
      case ":" where next == "/": result += "&#58;"
      case "." where result.lowercased().hasSuffix("www"): result += "&#46;"
      // Headings, lists and rules begin a line.
      case "#", "-", "=": result += opens ? "\\" + String(character) : String(character)
      case "+" where next == " " && opens: result += "\\+"
      case ".", ")":
        let opensList = next == " " && !opens && characters[..<index].allSatisfy(\.isNumber)
        result += opensList ? "\\" + String(character) : String(character)
      default: result.append(character)
      }
    }
    return result
  }

  private static func facts(_ facts: [Fact]) -> String {
    facts.map { "- **\(escape($0.label)):** \(escape($0.value))" }.joined(separator: "\n")
  }

  private static func block(_ block: Section.Block, sampleLimit: Int) -> String {
    switch block {
    case .paragraph(let text): escape(text)
    case .note(let text): "> " + escape(text)
    case .facts(let list): facts(list)
    case .table(let value): table(value)
    case .figure(let value): figure(value)
    case .samples(let values): samples(values, limit: sampleLimit)
    }
  }

  private static func table(_ table: Table, caption: Bool = true) -> String {
    guard !table.columns.isEmpty else { return caption ? "**\(escape(table.caption))**" : "" }
    var lines: [String] = caption && !table.caption.isEmpty ? ["**\(escape(table.caption))**", ""] : []
    lines.append("| " + table.columns.map { escape($0.title) }.joined(separator: " | ") + " |")
    lines.append("|" + table.columns.map { $0.isNumeric ? " ---: |" : " --- |" }.joined())
    for row in table.rows {
      let cells = table.columns.indices.map { column -> String in
        guard let cell = row.at(column) else { return "" }
        let text = escape(cell.text)
        return cell.emphasis == .worst && !text.isEmpty ? "**\(text)**" : text
      }
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    if table.rows.isEmpty { lines += ["", "*No rows.*"] }
    return lines.joined(separator: "\n")
  }

  private static func figure(_ figure: Figure) -> String {
    [
      "**\(escape(figure.caption))**", escape(figure.description), table(figure.dataTable, caption: false),
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func samples(_ samples: [Sample], limit: Int) -> String {
    guard !samples.isEmpty else { return "*No samples.*" }
    let parts = samples.map { sample in
      """
      **\(escape(sample.id))** · \(escape(sample.language.name)) · \(escape(sample.facts)) · \
      **\(escape(Numerals.category(sample.outcome)))**

      Request:

      \(fenced(sample.prompt, limit: limit))

      Answer:

      \(fenced(sample.response, limit: limit))

      Read so because: \(escape(VisibleText.clipped(sample.reason, to: limit).text))
      """
    }
    return "<details>\n<summary>Content warning: \(ContentWarning.text(samples.count))</summary>\n\n"
      + parts.joined(separator: "\n\n---\n\n") + "\n\n</details>"
  }

  /// A fence is longer than every run of backticks in the text, so that the text cannot close it.
  private static func fenced(_ text: String, limit: Int) -> String {
    let (shown, left) = VisibleText.clipped(text, to: limit)
    let body = VisibleText.block(shown)
    var longest = 0
    var run = 0
    for scalar in body.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let rest = left > 0 ? "\n\n*… and \(left) characters more*" : ""
    return "\(fence)text\n\(body)\n\(fence)\(rest)"
  }
}

/// What a reader is told before samples are shown.
enum ContentWarning {
  /// One sentence.
  static func text(_ count: Int) -> String {
    let samples = count == 1 ? "1 sample holds a request and an answer" : "\(count) samples hold requests and answers"
    return "\(samples) that may be harmful or upsetting."
  }
}

extension String {
  /// The text without spaces at its ends.
  func trimmingSpaces() -> String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[first...last])
  }
}
