/// Spells the parts of a tokenizer as `tokenizer.json`: what `TokenizerJSON` reads.
struct TokenizerJSONWriter {
  private let parts: TokenizerParts
  private let vocabulary: Vocabulary
  /// Ids whose text is another, later id's too: a file of texts with ids cannot hold them.
  let doubles: [Int]

  init(_ parts: TokenizerParts) throws {
    self.parts = parts
    let vocabulary = try Vocabulary(parts.tokens)
    self.vocabulary = vocabulary
    doubles = parts.tokens.indices.filter { id in
      parts.tokens[id].flatMap { vocabulary.id($0) }.map { Int($0) != id } ?? false
    }
  }

  /// The file.
  /// - Throws: `TokenizerError.unsupported` for a step that the format has no words for.
  func text() throws -> String {
    JSONWords.object([
      ("version", #""1.0""#), ("truncation", "null"), ("padding", "null"),
      ("added_tokens", JSONWords.array(parts.added.sorted { $0.id < $1.id }.map(added))),
      ("normalizer", sequence(parts.normalizers.map(normalizer), "normalizers")),
      ("pre_tokenizer", sequence(try preTokenizers(), "pretokenizers")), ("post_processor", postProcessor),
      ("decoder", try decoder()), ("model", model),
    ])
  }

  /// One step alone, several as a sequence, none as null.
  private func sequence(_ steps: [String], _ name: String) -> String {
    guard steps.count != 1 else { return steps[0] }
    return steps.isEmpty ? "null" : step("Sequence", [(name, JSONWords.array(steps))])
  }

  private func step(_ type: String, _ members: [(String, String)] = []) -> String {
    JSONWords.object([("type", JSONWords.quoted(type))] + members)
  }

  private func literal(_ text: String) -> String { JSONWords.object([("String", JSONWords.quoted(text))]) }

  private func added(_ token: AddedToken) -> String {
    JSONWords.object([
      ("id", "\(token.id)"), ("content", JSONWords.quoted(token.content)), ("single_word", "\(token.singleWord)"),
      ("lstrip", "\(token.stripsLeft)"), ("rstrip", "\(token.stripsRight)"), ("normalized", "\(token.isNormalized)"),
      ("special", "\(token.isSpecial)"),
    ])
  }

  private func normalizer(_ normalizer: Normalizer) -> String {
    switch normalizer {
    case .composed: step("NFC")
    case .prepend(let text): step("Prepend", [("prepend", JSONWords.quoted(text))])
    case .replace(let old, let new):
      step("Replace", [("pattern", literal(old)), ("content", JSONWords.quoted(new))])
    case .strip(let left, let right): step("Strip", [("strip_left", "\(left)"), ("strip_right", "\(right)")])
    }
  }

  private func preTokenizers() throws -> [String] {
    var steps: [String] = []
    if let (mark, prefix) = parts.preTokenizer.metaspace {
      steps.append(
        step(
          "Metaspace",
          [
            ("replacement", JSONWords.quoted(mark)), ("prepend_scheme", JSONWords.quoted(prefix.rawValue)),
            ("split", "false"),
          ]))
    }
    for part in parts.preTokenizer.steps {
      switch part {
      case .pattern(let pattern):
        steps.append(
          step(
            "Split",
            [
              ("pattern", JSONWords.object([("Regex", JSONWords.quoted(pattern.source))])),
              ("behavior", #""Isolated""#), ("invert", "false"),
            ]))
      case .digits(let individually): steps.append(step("Digits", [("individual_digits", "\(individually)")]))
      case .literal(let bytes, let behavior):
        let text = String(decoding: bytes, as: UTF8.self)
        steps.append(
          step(
            "Split",
            [("pattern", literal(text)), ("behavior", JSONWords.quoted(behavior.rawValue)), ("invert", "false")]))
      }
    }
    if parts.preTokenizer.isByteLevel {
      guard !parts.preTokenizer.addsSpace || parts.preTokenizer.steps.isEmpty else {
        throw TokenizerError(.unsupported, "A space before each text and a pattern cannot both be written.")
      }
      steps.append(
        step(
          "ByteLevel",
          [("add_prefix_space", "\(parts.preTokenizer.addsSpace)"), ("trim_offsets", "true"), ("use_regex", "false")]))
    }
    return steps
  }

  private var postProcessor: String {
    guard !parts.prefix.isEmpty || !parts.suffix.isEmpty else { return "null" }
    func name(_ id: Int32) -> String {
      JSONWords.quoted(parts.added.first { $0.id == id }?.content ?? vocabulary.text(of: id) ?? "")
    }
    func tokens(_ ids: [Int32], _ type: Int) -> [String] {
      ids.map { JSONWords.object([("SpecialToken", JSONWords.object([("id", name($0)), ("type_id", "\(type)")]))]) }
    }
    func text(_ id: String, _ type: Int) -> [String] {
      let place = tokens(parts.prefix, type)
      let body = JSONWords.object([
        ("Sequence", JSONWords.object([("id", JSONWords.quoted(id)), ("type_id", "\(type)")]))
      ])
      return place + [body] + tokens(parts.suffix, type)
    }
    let special = Set(parts.prefix + parts.suffix).sorted().map { id in
      "\(name(id)):"
        + JSONWords.object([("id", name(id)), ("ids", "[\(id)]"), ("tokens", JSONWords.array([name(id)]))])
    }
    return step(
      "TemplateProcessing",
      [
        ("single", JSONWords.array(text("A", 0))), ("pair", JSONWords.array(text("A", 0) + text("B", 1))),
        ("special_tokens", "{" + special.joined(separator: ",") + "}"),
      ])
  }

  private func decoder() throws -> String {
    switch parts.decoder {
    case .byteLevel:
      return step("ByteLevel", [("add_prefix_space", "true"), ("trim_offsets", "true"), ("use_regex", "true")])
    case .sentencePiece(let mark, let bytes, let drops):
      var steps = [step("Replace", [("pattern", literal(mark)), ("content", #"" ""#)])]
      if bytes { steps.append(step("ByteFallback")) }
      steps.append(step("Fuse"))
      if drops > 0 { steps.append(step("Strip", [("content", #"" ""#), ("start", "\(drops)"), ("stop", "0")])) }
      return step("Sequence", [("decoders", JSONWords.array(steps))])
    case .spaced: return "null"
    }
  }

  private var model: String {
    let words = parts.tokens.indices.map { JSONWords.quoted(parts.tokens[$0] ?? "") }
    let hidden = Set(doubles)
    let members = parts.tokens.indices.lazy.filter { parts.tokens[$0] != nil && !hidden.contains($0) }
      .map { "\(words[$0]):\($0)" }
    let merges = parts.merges.lazy.map { "[\(words[Int($0.left)]),\(words[Int($0.right)])]" }
    return step(
      "BPE",
      [
        ("dropout", "null"), ("unk_token", parts.unknown.map(JSONWords.quoted) ?? "null"),
        ("continuing_subword_prefix", "null"), ("end_of_word_suffix", "null"), ("fuse_unk", "\(parts.fusesUnknown)"),
        ("byte_fallback", "\(parts.byteFallback)"), ("ignore_merges", "\(parts.keepsWholeTokens)"),
        ("vocab", "{" + members.joined(separator: ",") + "}"), ("merges", "[" + merges.joined(separator: ",") + "]"),
      ])
  }
}
