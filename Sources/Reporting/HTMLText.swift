/// Text made fit for a place in a page.
enum HTMLText {
  /// For the inside of an element: markup is escaped, hidden characters stand as marked code points.
  static func body(_ text: String, keepingLines: Bool = false) -> String {
    VisibleText.pieces(text, keepingLines: keepingLines)
      .map { $0.isMark ? "<span class=\"mark\">\($0.text)</span>" : escape($0.text) }.joined()
  }

  /// For the inside of a double-quoted attribute, or of an element that holds no markup.
  static func plain(_ text: String) -> String { escape(VisibleText.line(text)) }

  private static func escape(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": view.append(contentsOf: "&amp;".unicodeScalars)
      case "<": view.append(contentsOf: "&lt;".unicodeScalars)
      case ">": view.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": view.append(contentsOf: "&quot;".unicodeScalars)
      case "'": view.append(contentsOf: "&#39;".unicodeScalars)
      default: view.append(scalar)
      }
    }
    return String(view)
  }
}
