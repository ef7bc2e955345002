/// A text with places such as `{prompt}`. Filled in one pass, so that what is put in is never read as a place.
struct PromptTemplate: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The text with the named places filled; any other brace stays as it is.
  func fill(_ values: [String: String]) -> String {
    var result = ""
    var rest = Substring(text)
    while let brace = rest.firstIndex(of: "{") {
      result += rest[..<brace]
      let after = rest[rest.index(after: brace)...]
      if let close = after.firstIndex(of: "}"), let value = values[String(after[..<close])] {
        result += value
        rest = after[after.index(after: close)...]
      } else {
        result += "{"
        rest = after
      }
    }
    return result + rest
  }
}
