public import IsoglossModelFiles

extension Tokenizer {
  /// The tokenizer in a GGUF file's metadata (`tokenizer.ggml.*`): `gpt2` vocabularies over bytes and `llama`
  /// vocabularies over characters.
  ///
  /// - Parameters:
  ///   - gguf: the file.
  ///   - splittingDigits: for SmolLM files (`pre` = `smollm`) only. SmolLM's published `tokenizer.json` and llama.cpp
  ///     cut text before and after each digit; transformers 5 does not read `pre` there, so two spaces before a digit
  ///     come out otherwise. False follows transformers, true the publication.
  /// - Throws: `TokenizerError` where keys are missing, have the wrong type, contradict each other, or name a kind of
  ///   vocabulary that is not known here.
  public init(gguf: GGUFFile, splittingDigits: Bool = false) throws {
    try self.init(metadata: gguf.metadata, splittingDigits: splittingDigits)
  }

  init(metadata: [String: GGUFValue], splittingDigits: Bool = false) throws {
    try self.init(GGUFVocabulary(metadata).parts(splittingDigits: splittingDigits))
  }
}

/// The tokenizer's part of a GGUF file's metadata.
struct GGUFVocabulary {
  /// `tokenizer.ggml.token_type`.
  enum Kind: Int {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  let metadata: [String: GGUFValue]
  var tokens: [String]
  let kinds: [Kind]

  init(_ metadata: [String: GGUFValue]) throws {
    self.metadata = metadata
    guard let list = metadata["tokenizer.ggml.tokens"] else {
      throw TokenizerError(.malformed, "The file has no tokenizer.ggml.tokens; it holds no tokenizer.")
    }
    guard let tokens = list.array?.strings else {
      throw TokenizerError(.malformed, "tokenizer.ggml.tokens is no list of strings.")
    }
    self.tokens = tokens
    guard let types = metadata["tokenizer.ggml.token_type"] else {
      kinds = Array(repeating: .normal, count: tokens.count)
      return
    }
    guard let numbers = types.array?.ints, numbers.count == tokens.count else {
      throw TokenizerError(.malformed, "tokenizer.ggml.token_type is not one integer a token.")
    }
    kinds = try numbers.map { number in
      guard let kind = Kind(rawValue: number) else {
        throw TokenizerError(.malformed, "tokenizer.ggml.token_type has the unknown type \(number).")
      }
      return kind
    }
  }

  func parts(splittingDigits: Bool) throws -> TokenizerParts {
    let parts: TokenizerParts
    switch metadata["tokenizer.ggml.model"]?.string {
    case "gpt2": parts = try byteLevel(splittingDigits: splittingDigits)
    case "llama": parts = try sentencePiece()
    case let other:
      throw TokenizerError(
        .unsupported, "tokenizer.ggml.model is \(other ?? "missing"); known here are gpt2 and llama.")
    }
    return try withSpecialTokens(parts)
  }

  // MARK: Byte-level vocabularies

  private func byteLevel(splittingDigits: Bool) throws -> TokenizerParts {
    var parts = TokenizerParts(tokens: tokens)
    parts.decoder = .byteLevel
    parts.preTokenizer.isByteLevel = true
    let pre = metadata["tokenizer.ggml.pre"]?.string ?? "default"
    switch pre {
    case "default", "gpt-2", "gpt2": parts.preTokenizer.steps = [.pattern(.gpt2)]
    case "smollm":
      parts.preTokenizer.steps = (splittingDigits ? [.digits(individually: true)] : []) + [.pattern(.gpt2)]
    case "llama3", "llama-v3", "llama-bpe":
      parts.preTokenizer.steps = [.pattern(.llama3)]
      parts.keepsWholeTokens = true
    case "qwen2", "deepseek-r1-qwen":
      parts.preTokenizer.steps = [.pattern(.qwen2)]
      parts.normalizers = [.composed]
    case "tekken":
      parts.preTokenizer.steps = [.pattern(.tekken)]
      parts.keepsWholeTokens = true
    default:
      throw TokenizerError(
        .unsupported,
        "tokenizer.ggml.pre is \(pre), which is not known here. Known are default, gpt-2, smollm, "
          + "llama-bpe, qwen2 and tekken.")
    }
    guard let merges = metadata["tokenizer.ggml.merges"]?.array?.strings else {
      throw TokenizerError(.malformed, "The file has no list of strings tokenizer.ggml.merges.")
    }
    parts.merges = try MergeReader(tokens: tokens).merges(merges)
    return parts
  }

  // MARK: SentencePiece vocabularies

  private func sentencePiece() throws -> TokenizerParts {
    let isGemma = metadata["general.architecture"]?.string?.hasPrefix("gemma") == true
    var parts = TokenizerParts(tokens: [])
    // Gemma's files spell runs of spaces as spaces; its tokenizer looks for marks.
    let spelled =
      isGemma
      ? tokens.map { token in
        !token.isEmpty && token.utf8.allSatisfy { $0 == 0x20 }
          ? String(repeating: "\u{2581}", count: token.utf8.count) : token
      } : tokens
    parts.tokens = spelled
    parts.byteFallback = true
    parts.fusesUnknown = true
    let addsSpace = isGemma ? false : metadata["tokenizer.ggml.add_space_prefix"]?.bool ?? true
    parts.decoder = .sentencePiece(mark: "\u{2581}", bytes: true, dropsLeading: addsSpace ? 1 : 0)
    if isGemma {
      parts.normalizers = [.replace(" ", with: "\u{2581}")]
    } else {
      parts.preTokenizer.metaspace = ("\u{2581}", addsSpace ? .first : .never)
    }
    if let unknown = try tokenID("unknown_token_id") { parts.unknown = spelled[Int(unknown)] }
    if let merges = metadata["tokenizer.ggml.merges"]?.array?.strings {
      parts.merges = try MergeReader(tokens: spelled).merges(merges)
    } else if isGemma {
      // Gemma's scores do not follow its order of merging; its ids do.
      parts.merges = try ScoredMerges(tokens: spelled, scores: nil).merges()
    } else {
      guard let scores = metadata["tokenizer.ggml.scores"]?.array?.floats, scores.count == tokens.count else {
        throw TokenizerError(.malformed, "tokenizer.ggml.scores is not one number a token.")
      }
      parts.merges = try ScoredMerges(tokens: spelled, scores: scores).merges()
    }
    return parts
  }

  // MARK: Special tokens

  private func tokenID(_ name: String) throws -> Int32? {
    let key = "tokenizer.ggml.\(name)"
    guard let value = metadata[key] else { return nil }
    guard let id = value.int, tokens.indices.contains(id) else {
      throw TokenizerError(.malformed, "\(key) is no id of the vocabulary, which has \(tokens.count).")
    }
    return Int32(id)
  }

  private func flag(_ name: String) throws -> Bool? {
    let key = "tokenizer.ggml.\(name)"
    guard let value = metadata[key] else { return nil }
    guard let flag = value.bool else { throw TokenizerError(.malformed, "\(key) is not true or false.") }
    return flag
  }

  private func withSpecialTokens(_ parts: TokenizerParts) throws -> TokenizerParts {
    var parts = parts
    parts.bos = try tokenID("bos_token_id")
    parts.eos = try tokenID("eos_token_id")
    let unknown = try tokenID("unknown_token_id")
    let padding = try tokenID("padding_token_id")
    for (name, id) in [
      ("bos_token", parts.bos), ("eos_token", parts.eos), ("unk_token", unknown), ("pad_token", padding),
    ] {
      if let id { parts.named[name] = tokens[Int(id)] }
    }
    let named = Set([parts.bos, parts.eos, unknown, padding].compactMap { $0 })
    for (id, kind) in kinds.enumerated() where !(parts.tokens[id] ?? "").isEmpty {
      let isSpecial = kind == .control || named.contains(Int32(id))
      guard isSpecial || kind == .userDefined else { continue }
      parts.added.append(AddedToken(id: Int32(id), content: parts.tokens[id] ?? "", isSpecial: isSpecial))
    }
    // Files made before the flags existed: what the published tokenizer does.
    let pre = metadata["tokenizer.ggml.pre"]?.string ?? ""
    let published = !parts.preTokenizer.isByteLevel || ["llama3", "llama-v3", "llama-bpe", "tekken"].contains(pre)
    if let bos = parts.bos, try flag("add_bos_token") ?? published { parts.prefix = [bos] }
    if let eos = parts.eos, try flag("add_eos_token") ?? false { parts.suffix = [eos] }
    parts.endTokens = Set(
      try [parts.eos, tokenID("eot_token_id"), tokenID("eom_token_id")].compactMap { $0 })
    if let template = metadata["tokenizer.chat_template"] {
      guard let source = template.string else {
        throw TokenizerError(.malformed, "tokenizer.chat_template is no string.")
      }
      parts.chatTemplate = source
    }
    return parts
  }
}
