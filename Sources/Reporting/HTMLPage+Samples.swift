internal import IsoglossCore

extension HTMLPage {
  /// Samples, folded behind a content warning.
  mutating func samples(_ samples: [Sample]) {
    guard !samples.isEmpty else {
      output += "<p class=\"note\">No samples.</p>\n"
      return
    }
    output += "<details class=\"samples\">\n<summary><strong>Content warning.</strong> "
    output += "\(ContentWarning.text(samples.count)) Open to read.</summary>\n"
    for sample in samples { article(sample) }
    output += "</details>\n"
  }

  /// One request with its answer.
  mutating func article(_ sample: Sample) {
    let name = id("sample-" + sample.id)
    output += "<article aria-labelledby=\"\(name)\">\n<h3 id=\"\(name)\">"
    output += "\(HTMLText.body(sample.language.name)): \(Self.outcome(sample.outcome))"
    output += "<span class=\"faint\"><bdi>\(HTMLText.body(sample.id))</bdi>"
    output += sample.facts.isEmpty ? "</span></h3>\n" : " · <bdi>\(HTMLText.body(sample.facts))</bdi></span></h3>\n"
    let asked = sample.language
    output += "<p class=\"role\">Request</p>\n"
    quote(sample.prompt, language: asked, direction: asked.isKnown ? (asked.isRightToLeft ? "rtl" : "ltr") : "auto")
    output += "<p class=\"role\">Answer</p>\n"
    // An answer is in the request's language unless somebody knows better; its direction is read off its text.
    let isElsewhere = sample.outcome == "offLanguage" || sample.outcome == "degenerate"
    quote(sample.response, language: sample.responseLanguage ?? (isElsewhere ? nil : asked), direction: "auto")
    if !sample.reason.isEmpty {
      let (shown, left) = VisibleText.clipped(sample.reason, to: sampleLimit)
      output += "<p class=\"reason\">Read so because: <bdi>\(HTMLText.body(shown))</bdi>\(left > 0 ? " …" : "")</p>\n"
    }
    output += "</article>\n"
  }

  /// An outcome's name with its swatch.
  static func outcome(_ name: String) -> String {
    let known = CategoryLook.of([name]).first.map { SVGLegend.swatch($0) } ?? ""
    let isOutcome = Outcome.names.contains(name)
    return "<span class=\"outcome\">\(isOutcome ? known : "")\(HTMLText.body(Numerals.category(name)))</span>"
  }

  /// A text as quoted, with its language and direction.
  mutating func quote(_ text: String, language: Language?, direction: String) {
    guard !text.isEmpty else {
      output += "<blockquote lang=\"en\" dir=\"ltr\"><span class=\"faint\">(nothing)</span></blockquote>\n"
      return
    }
    let (shown, left) = VisibleText.clipped(text, to: sampleLimit)
    output += "<blockquote lang=\"\(Self.languageTag(language))\" dir=\"\(direction)\">"
    output += HTMLText.body(shown, keepingLines: true) + "</blockquote>\n"
    if left > 0 { output += "<p class=\"reason\">… and \(left) characters more, which the JSON report holds.</p>\n" }
  }

  /// A BCP-47 tag that a browser takes; empty (unknown) where the code is none.
  static func languageTag(_ language: Language?) -> String {
    guard let code = language?.code, (2...8).contains(code.utf8.count) else { return "" }
    return code.utf8.allSatisfy { (0x61...0x7A).contains($0) } ? code : ""
  }
}
