internal import Foundation

/// What pipelines leave behind in texts: marks of chat templates, labels, announcements, unclosed quotes, blanks.
struct Scaffolding {
  /// What was left behind, in words; null for a clean text.
  /// - Parameter mayBeQuoted: whether quotation marks around the whole are in order: an answer may be a letter's wording.
  static func finding(_ text: String, mayBeQuoted: Bool = false) -> String? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let lowered = trimmed.lowercased()
    return mark(lowered) ?? label(lowered) ?? announcement(lowered) ?? blank(lowered) ?? (mayBeQuoted ? nil : wrapped(trimmed))
      ?? quotes(trimmed)
  }

  /// Marks of chat templates and of reasoning.
  private static let marks = [
    "[inst]", "[/inst]", "<<sys>>", "<</sys>>", "<|im_start|>", "<|im_end|>", "<|eot_id|>", "<|start_header_id|>",
    "<|end_header_id|>", "<|begin_of_text|>", "<|endoftext|>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>",
    "<start_of_turn>", "<end_of_turn>", "<bos>", "<eos>", "</s>", "<think>", "</think>", "### instruction",
    "### response", "### human", "### assistant", "[/sys]", "<unk>",
  ]

  private static func mark(_ text: String) -> String? {
    marks.first { text.contains($0) }.map { "the mark \($0) of a chat template" }
  }

  /// A label such as `Refusal:` at the beginning of a line.
  private static func label(_ text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let bare = line.drop { " *_#>\"“„".contains($0) }
      guard let colon = bare.prefix(40).firstIndex(where: { $0 == ":" || $0 == "：" }) else { continue }
      let name = bare[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: " *_"))
      if ScaffoldingWords.labels.contains(name) { return "the label \"\(name):\"" }
    }
    return nil
  }

  /// A first line that announces a translation or a rewritten text, and ends in a colon.
  private static func announcement(_ text: String) -> String? {
    let first = text.prefix(120).split(whereSeparator: \.isNewline).first ?? ""
    guard let colon = first.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let words = first[..<colon].split { !$0.isLetter }.map(String.init)
    guard words.count > 1 else { return nil }
    let found = words.first { word in ScaffoldingWords.products.contains { word.hasPrefix($0) } }
    return found.map { "an announcement with \"\($0)\"" }
  }

  /// Places that somebody was to fill in.
  private static func blank(_ text: String) -> String? {
    for sign in [
      "{{", "}}", "[insert", "[your ", "[name]", "{prompt}", "{text}", "{language}", "<placeholder", "lorem ipsum",
    ]
    where text.contains(sign) {
      return "the blank \(sign)"
    }
    return text.hasPrefix("{\"") || text.hasPrefix("[{\"") || text.hasPrefix("```json") ? "JSON around the text" : nil
  }

  private static let pairs: [Character: Set<Character>] = [
    "\"": ["\""], "“": ["”"], "„": ["“", "”", "\""], "«": ["»"], "»": ["«"], "”": ["”"], "「": ["」"],
  ]

  /// A text that stands in quotation marks as a whole.
  private static func wrapped(_ text: String) -> String? {
    guard text.count > 2, let first = text.first, let last = text.last, pairs[first]?.contains(last) == true else {
      return nil
    }
    let inner = text.dropFirst().dropLast()
    let marks = Set(pairs.keys).union(pairs.values.joined())
    return inner.contains(where: marks.contains) ? nil : "quotation marks around the whole text"
  }

  /// Quotation marks that do not close. Languages pair them in different ways, so that only what is wrong in all counts.
  private static func quotes(_ text: String) -> String? {
    func count(_ marks: String) -> Int { text.count { marks.contains($0) } }
    let reason = "a quotation mark that is never closed"
    if count("«") != count("»") { return reason }
    if count("「") != count("」") { return reason }
    // „ opens and “ or ” closes, or “ opens and ” closes, or ” does both; writers also close with a straight mark.
    return count("\"„“”") % 2 == 0 ? nil : reason
  }
}
