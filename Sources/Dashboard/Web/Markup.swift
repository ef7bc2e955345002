internal import IsoglossReporting

/// Small pieces of pages. Every text goes through ``text(_:)`` or ``attribute(_:)``.
enum Markup {
  /// A text for the inside of an element.
  static func text(_ text: String) -> String { HTMLParts.text(text) }
  /// A text for the inside of a quoted attribute.
  static func attribute(_ text: String) -> String { HTMLParts.attribute(text) }

  /// A link to one of this dashboard's own pages.
  /// - Parameter path: path and query, with its texts escaped by ``FormFields/escape(_:)``.
  static func link(_ path: String, _ words: String, name: String = "", rel: String = "") -> String {
    let attributes =
      (name.isEmpty ? "" : " class=\"\(attribute(name))\"") + (rel.isEmpty ? "" : " rel=\"\(attribute(rel))\"")
    return "<a href=\"\(attribute(path))\"\(attributes)>\(text(words))</a>"
  }

  /// A labelled list to choose from.
  /// - Parameter choices: values with the words shown.
  static func select(_ name: String, label: String, choices: [(String, String)], chosen: String?) -> String {
    var markup = "<label>\(text(label)) <select name=\"\(attribute(name))\">\n"
    for (value, words) in choices {
      let mark = value == (chosen ?? "") ? " selected" : ""
      markup += "<option value=\"\(attribute(value))\"\(mark)>\(text(words))</option>\n"
    }
    return markup + "</select></label>\n"
  }

  /// A field of a form that nobody sees.
  static func hidden(_ name: String, _ value: String) -> String {
    "<input type=\"hidden\" name=\"\(attribute(name))\" value=\"\(attribute(value))\">"
  }
}
