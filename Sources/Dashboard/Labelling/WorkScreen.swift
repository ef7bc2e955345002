internal import Foundation
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossReview

/// One item with its questions: a form that works without a script, and that the script gives keys and a memory.
struct WorkScreen {
  let form: Form
  let work: Work
  /// The run's name.
  let run: String
  /// The language that the annotator asked for; null for all.
  let language: String?
  let csrf: String
  /// What was sent and not taken; null at first.
  let sent: Submission?
  /// What was wrong with it.
  let problem: ReviewError?
  /// The item before, to go back to.
  let previous: String?

  var markup: String {
    var parts = HTMLParts(reserved: Site.ids + ["review"], sampleLimit: 200_000)
    var markup = "<p class=\"note\">\(Markup.text(form.instructions))</p>\n"
    var texts = "<article>\n"
    for field in work.item.fields {
      texts += "<p class=\"role\">\(Markup.text(field.title))</p>\n"
      texts += parts.quote(field.text, language: field.language, direction: field.direction.rawValue)
    }
    texts += parts.facts(work.item.facts) + "</article>\n"
    if let warning = form.warning {
      markup += "<details class=\"samples\">\n<summary><strong>Content warning.</strong> "
      markup += "\(Markup.text(warning)) Open to read.</summary>\n\(texts)</details>\n"
    } else {
      markup += texts
    }
    if let problem { markup += "<p role=\"alert\"><strong>\(Markup.text(problem.message))</strong></p>\n" }
    markup += "<form id=\"review\" action=\"/review\" method=\"post\">\n\(hidden)\n"
    for question in work.questions { markup += fieldset(question) }
    let comment = sent?.comment ?? work.comment ?? ""
    markup += "<p><label for=\"comment\">Remark</label>"
    markup += "<textarea id=\"comment\" name=\"comment\" maxlength=\"2000\">\(Markup.text(comment))</textarea></p>\n"
    markup += "<p class=\"pager\"><button type=\"submit\" class=\"main\">Save and go on <kbd>Enter</kbd></button>"
    markup += "<button type=\"submit\" name=\"do\" value=\"skip\" formnovalidate>Pass over <kbd>s</kbd></button>"
    if let previous {
      let path = "/review?f=\(FormFields.escape(run))&item=\(FormFields.escape(previous))" + languageQuery
      markup += Markup.link(path, "The one before", name: "back")
    }
    return markup + "</p>\n<p class=\"saved\" role=\"status\"></p>\n</form>\n"
  }

  private var languageQuery: String { language.map { "&language=\(FormFields.escape($0))" } ?? "" }

  private var hidden: String {
    [
      ("csrf", csrf), ("f", run), ("item", work.item.id), ("key", sent?.key ?? String(Secret.token().prefix(32))),
      ("language", language ?? ""),
    ].map { Markup.hidden($0.0, $0.1) }.joined()
  }

  private func fieldset(_ question: Form.Question) -> String {
    let said = sent?.answers[question.id] ?? work.answers[question.id] ?? ""
    let name = "a.\(question.id)"
    let isWrong = problem?.question == question.id
    var markup =
      "<fieldset class=\"question\"\(isWrong ? " aria-invalid=\"true\"" : "")>\n<legend>\(Markup.text(question.text))"
    markup += "\(question.isRequired ? "" : " <span class=\"faint\">may stay open</span>")</legend>\n"
    if let help = question.help { markup += "<p class=\"faint\">\(Markup.text(help))</p>\n" }
    switch question.kind {
    case .one:
      for (key, choice) in question.keys {
        markup += box("radio", name, choice, key, isChosen: choice.value == said)
      }
    case .many:
      let chosen = question.set(said) ?? []
      for (place, (key, choice)) in question.keys.enumerated() {
        markup += box("checkbox", "\(name).\(place)", choice, key, isChosen: chosen.contains(choice.value))
      }
      let none = Form.Choice("none", title: "none of these")
      markup += box("checkbox", "\(name).none", none, nil, isChosen: said == "none")
    case .text, .quote:
      markup += "<textarea name=\"\(Markup.attribute(name))\" aria-label=\"\(Markup.attribute(question.text))\" "
      markup += "dir=\"auto\" maxlength=\"10000\">\(Markup.text(said))</textarea>\n"
    case .languages, .count:
      markup +=
        "<input type=\"text\" name=\"\(Markup.attribute(name))\" aria-label=\"\(Markup.attribute(question.text))\" "
      markup += "value=\"\(Markup.attribute(said))\" maxlength=\"500\"> <span class=\"faint\">"
      markup += "\(Markup.text(question.takes))</span>\n"
    }
    return markup + "</fieldset>\n"
  }

  private func box(_ type: String, _ name: String, _ choice: Form.Choice, _ key: String?, isChosen: Bool) -> String {
    let data = key.map { " data-key=\"\(Markup.attribute($0))\"" } ?? ""
    let mark = key.map { " <kbd>\(Markup.text($0))</kbd>" } ?? ""
    return "<label><input type=\"\(type)\" name=\"\(Markup.attribute(name))\" "
      + "value=\"\(Markup.attribute(choice.value))\"\(data)\(isChosen ? " checked" : "")> "
      + "\(Markup.text(choice.title ?? choice.value))\(mark)</label>\n"
  }
}
