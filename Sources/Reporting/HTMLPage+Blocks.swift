internal import IsoglossCore

extension HTMLPage {
  /// A section with its blocks.
  mutating func section(_ section: Section, anchor: String) {
    let heading = id(anchor + "-title")
    output += "<section id=\"\(anchor)\" aria-labelledby=\"\(heading)\">\n"
    output += "<h2 id=\"\(heading)\">\(HTMLText.body(Self.title(section)))</h2>\n"
    if !section.lead.isEmpty { output += "<p class=\"lead\">\(HTMLText.body(section.lead))</p>\n" }
    for block in section.blocks {
      switch block {
      case .paragraph(let text): output += "<p>\(HTMLText.body(text))</p>\n"
      case .note(let text): output += "<p class=\"note\">\(HTMLText.body(text))</p>\n"
      case .facts(let list): facts(list, name: "list")
      case .table(let value):
        let number = nextTable()
        table(value, caption: "<span class=\"number\">\(number).</span> " + HTMLText.body(value.caption))
      case .figure(let value): figure(value)
      case .samples(let values): samples(values)
      }
    }
    output += "</section>\n"
  }

  /// A table in a region of its own that scrolls sideways and can be reached by keyboard.
  /// - Parameter caption: markup.
  mutating func table(_ table: Table, caption: String) {
    let name = id("table")
    output += "<div class=\"scroll\" role=\"region\" aria-labelledby=\"\(name)\" tabindex=\"0\">\n<table>\n"
    output += "<caption id=\"\(name)\"><span>\(caption)</span></caption>\n"
    guard !table.columns.isEmpty else {
      output += "</table>\n</div>\n"
      return
    }
    output += "<thead><tr>"
    for column in table.columns {
      let title = column.title.isEmpty ? "<span class=\"sr\">Row</span>" : "<bdi>\(HTMLText.body(column.title))</bdi>"
      output += "<th scope=\"col\"\(column.isNumeric ? " class=\"num\"" : "")>\(title)</th>"
    }
    output += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      output += "<tr>"
      for column in table.columns.indices {
        output += cell(
          row.at(column) ?? Table.Cell(""), isHead: column == 0, isNumeric: table.columns[column].isNumeric)
      }
      output += "</tr>\n"
    }
    if table.rows.isEmpty {
      output += "<tr><td colspan=\"\(table.columns.count)\" class=\"faint\">No rows.</td></tr>\n"
    }
    output += "</tbody>\n</table>\n</div>\n"
  }

  private func cell(_ cell: Table.Cell, isHead: Bool, isNumeric: Bool) -> String {
    var names: [String] = isNumeric ? ["num"] : []
    if isHead, DisplayWidth.of(cell.text) <= 20 { names.append("whole") }
    if cell.emphasis != .none { names.append(cell.emphasis.rawValue) }
    let attribute = names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    var text = cell.text.isEmpty ? "" : "<bdi>\(HTMLText.body(cell.text))</bdi>"
    if cell.emphasis == .worst, !text.isEmpty { text += "<span class=\"sr\"> (worst)</span>" }
    return isHead ? "<th scope=\"row\"\(attribute)>\(text)</th>" : "<td\(attribute)>\(text)</td>"
  }

  /// A figure: caption, legend, the picture for wide and for narrow pages, and its numbers.
  mutating func figure(_ figure: Figure) {
    let number = nextFigure()
    let caption = id("figure")
    output += "<figure aria-labelledby=\"\(caption)\">\n"
    output += "<figcaption id=\"\(caption)\"><span class=\"number\">\(number).</span> "
    output += "\(HTMLText.body(figure.caption))</figcaption>\n"
    output += SVGLegend.markup(figure.kind)
    let scrolls = if case .heatMap = figure.kind { true } else { false }
    if scrolls { output += "<div class=\"scroll\" role=\"region\" aria-labelledby=\"\(caption)\" tabindex=\"0\">\n" }
    for frame in [SVGFrame.wide, SVGFrame.narrow] {
      let drawing = SVGDrawing(figure.kind, frame: frame)
      let (title, text) = (id("figure-name"), id("figure-text"))
      let name = frame.isNarrow ? "narrow" : "wide"
      // A picture that needs more room than its frame keeps its size and scrolls in its region.
      let isSized = drawing.width > frame.width + 0.5
      let size = isSized ? " width=\"\(SVGDrawing.number(drawing.width))\"" : ""
      output += """
        <svg class="chart \(name)\(isSized ? " sized" : "")" role="img" aria-labelledby="\(title)" aria-describedby="\(text)"\(size) \
        viewBox="0 0 \(SVGDrawing.number(drawing.width)) \(SVGDrawing.number(drawing.height))">
        <title id="\(title)">\(HTMLText.plain("\(number). \(figure.caption)"))</title>
        <desc id="\(text)">\(HTMLText.plain(figure.description))</desc>
        \(drawing.markup)</svg>

        """
    }
    if scrolls { output += "</div>\n" }
    output += "</figure>\n<details>\n<summary>\(number) as a table</summary>\n"
    table(figure.dataTable, caption: "The numbers of \(number)")
    output += "</details>\n"
  }
}
