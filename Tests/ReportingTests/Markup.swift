import Testing

/// A strict reading of a page: what it says is checked to be balanced, quoted and known.
struct Markup {
  struct Element {
    var name: String
    var attributes: [String: String]
  }
  /// Start tags in order.
  var elements: [Element] = []
  /// Text outside of tags, style sheets left out, with references resolved.
  var text = ""
  /// What is wrong, in words.
  var faults: [String] = []

  private static let void: Set<String> = ["meta", "br", "hr", "img", "link", "input"]

  init(_ page: String) {
    var rest = Substring(page)
    var open: [String] = []
    guard rest.hasPrefix("<!doctype html>") else {
      faults.append("no doctype")
      return
    }
    rest = rest.dropFirst("<!doctype html>".count)
    while let start = rest.firstIndex(of: "<") {
      add(rest[..<start])
      guard let tag = Self.tag(rest[start...]) else {
        faults.append("no tag: \(rest[start...].prefix(60))")
        return
      }
      rest = tag.rest
      if tag.isEnd {
        if open.last == tag.element.name { open.removeLast() } else { faults.append("</\(tag.element.name)> in \(open)") }
      } else {
        elements.append(tag.element)
        if !tag.closesItself, !Self.void.contains(tag.element.name) { open.append(tag.element.name) }
        if tag.element.name == "style", let end = rest.firstRange(of: "</style>") { rest = rest[end.lowerBound...] }
      }
    }
    add(rest)
    if !open.isEmpty { faults.append("left open: \(open)") }
  }

  /// Values of an attribute over all elements.
  func values(of attribute: String) -> [String] { elements.compactMap { $0.attributes[attribute] } }

  private mutating func add(_ run: Substring) {
    if run.contains(">") || run.contains("\"") || run.contains("'") { faults.append("bare markup: \(run.prefix(60))") }
    text += Self.resolve(run)
  }

  static func resolve(_ text: some StringProtocol) -> String {
    var result = String(text)
    for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
      result.replace(name, with: character)
    }
    return result
  }

  private struct Tag {
    var element: Element
    var isEnd: Bool
    var closesItself: Bool
    var rest: Substring
  }

  /// `<name a="b" c>`, `</name>` or `<name/>`; attribute values are quoted and hold no `<`.
  private static func tag(_ text: Substring) -> Tag? {
    guard let head = text.prefixMatch(of: /<(\/?)([a-z][a-zA-Z0-9]*)/) else { return nil }
    var element = Element(name: String(head.output.2), attributes: [:])
    var rest = text[head.range.upperBound...]
    while let match = rest.prefixMatch(of: /\s+([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"<]*)")?/) {
      let name = String(match.output.1)
      if element.attributes[name] != nil { return nil }
      element.attributes[name] = resolve(match.output.2 ?? "")
      rest = rest[match.range.upperBound...]
    }
    guard let tail = rest.prefixMatch(of: /(\/?)>/) else { return nil }
    return Tag(
      element: element, isEnd: !head.output.1.isEmpty, closesItself: !tail.output.1.isEmpty,
      rest: rest[tail.range.upperBound...])
  }
}
