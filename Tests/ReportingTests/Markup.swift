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
    var reader = Reader(bytes: Array(page.utf8))
    guard reader.take("<!doctype html>") else {
      faults.append("no doctype")
      return
    }
    var open: [String] = []
    while reader.at < reader.bytes.count {
      add(reader.until("<"))
      guard reader.at < reader.bytes.count else { break }
      guard let tag = reader.tag() else {
        faults.append("no tag: \(String(decoding: reader.bytes[reader.at...].prefix(60), as: UTF8.self))")
        return
      }
      if tag.isEnd {
        if open.last == tag.element.name {
          open.removeLast()
        } else {
          faults.append("</\(tag.element.name)> in \(open)")
        }
        continue
      }
      elements.append(tag.element)
      if !tag.closesItself, !Self.void.contains(tag.element.name) { open.append(tag.element.name) }
      if tag.element.name == "style" { _ = reader.until("<") }
    }
    if !open.isEmpty { faults.append("left open: \(open)") }
  }

  /// Values of an attribute over all elements.
  func values(of attribute: String) -> [String] { elements.compactMap { $0.attributes[attribute] } }

  private mutating func add(_ run: String) {
    if run.contains(where: { $0 == ">" || $0 == "\"" || $0 == "'" }) { faults.append("bare markup: \(run.prefix(60))") }
    text += Self.resolve(run)
  }

  static func resolve(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = text
    for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
      result.replace(name, with: character)
    }
    return result
  }

  private struct Tag {
    var element: Element
    var isEnd: Bool
    var closesItself: Bool
  }

  /// Bytes with a place in them.
  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func take(_ text: String) -> Bool {
      guard bytes[at...].starts(with: text.utf8) else { return false }
      at += text.utf8.count
      return true
    }

    mutating func until(_ end: Unicode.Scalar) -> String {
      let stop = bytes[at...].firstIndex(of: UInt8(ascii: end)) ?? bytes.count
      defer { at = stop }
      return String(decoding: bytes[at..<stop], as: UTF8.self)
    }

    private mutating func run(_ isPart: (UInt8) -> Bool) -> String {
      let stop = bytes[at...].firstIndex { !isPart($0) } ?? bytes.count
      defer { at = stop }
      return String(decoding: bytes[at..<stop], as: UTF8.self)
    }

    private mutating func name() -> String {
      run { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// `<name a="b" c>`, `</name>` or `<name/>`; attribute values are quoted and hold no `<`; null for all else.
    mutating func tag() -> Tag? {
      guard take("<") else { return nil }
      let isEnd = take("/")
      var element = Element(name: name(), attributes: [:])
      guard !element.name.isEmpty else { return nil }
      while at < bytes.count, !run({ $0 == 0x20 || $0 == 0x0A }).isEmpty {
        let attribute = name()
        guard !attribute.isEmpty, element.attributes[attribute] == nil else { return nil }
        guard take("=") else {
          element.attributes[attribute] = ""
          continue
        }
        guard take("\"") else { return nil }
        let value = until("\"")
        guard !value.contains("<"), take("\"") else { return nil }
        element.attributes[attribute] = Markup.resolve(value)
      }
      let closesItself = take("/")
      return take(">") ? Tag(element: element, isEnd: isEnd, closesItself: closesItself) : nil
    }
  }
}
