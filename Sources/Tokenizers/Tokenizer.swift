/// Turns text into token ids and back, as the `tokenizers` package does for the same file.
///
/// Covers byte-pair encodings: over bytes (GPT-2, Llama 3, Qwen, Tekken, SmolLM2) and over characters with bytes as the
/// last resort (Llama 2, Mistral, Gemma).
public struct Tokenizer: Sendable {
  let vocabulary: Vocabulary
  let model: BPEModel
  let normalizers: [Normalizer]
  /// Where normalisation is no more than one byte for others: Gemma's spaces.
  let byteReplacement: (old: UInt8, new: [UInt8])?
  let preTokenizer: PreTokenizer
  let pieces: TokenPieces
  /// Added tokens looked for before normalisation, and after it.
  let rawAdded: AddedTokens
  let normalizedAdded: AddedTokens
  /// Added tokens by the bytes of their text: as strings, canonically equal ones would be one.
  let addedIDs: [[UInt8]: Int32]
  /// Texts of added tokens by their id.
  let addedTexts: [Int32: String]
  let prefix: [Int32]
  let suffix: [Int32]
  /// Where a character vocabulary has no merge across the start of a word: the mark by which words start.
  let wordMark: [UInt8]?
  let cache = WordCache()

  /// The token that starts a text; null where the model has none.
  public let bos: Int32?
  /// The token that ends a text; null where the file names none.
  public let eos: Int32?
  /// Every token after which generation stops: the end tokens that the files list, and the ends of turns of published
  /// chat formats that the vocabulary has as special tokens.
  public let endTokens: Set<Int32>
  /// Source of the chat template that comes with the model; null for a base model.
  public let chatTemplate: String?
  /// Texts of named special tokens: `bos_token`, `eos_token`, `pad_token`, `unk_token` where the file names them.
  public let namedTokens: [String: String]

  /// One more than the largest id of vocabulary and added tokens.
  public var vocabularySize: Int { pieces.count }

  init(_ parts: TokenizerParts) throws {
    let vocabulary = try Vocabulary(parts.tokens)
    for token in parts.added where token.id < 0 || Int(token.id) > Vocabulary.largestID {
      throw TokenizerError(.malformed, "The added token \(token.content) has the impossible id \(token.id).")
    }
    var unknown: Int32?
    if let text = parts.unknown {
      unknown = vocabulary.id(text)
      guard unknown != nil else {
        throw TokenizerError(.malformed, "The unknown token \(text) is not in the vocabulary.")
      }
    }
    self.vocabulary = vocabulary
    normalizers = parts.normalizers
    if case .replace(let old, let new) = parts.normalizers.first, parts.normalizers.count == 1, old.utf8.count == 1 {
      byteReplacement = old.utf8.first.map { ($0, Array(new.utf8)) }
    } else {
      byteReplacement = nil
    }
    preTokenizer = parts.preTokenizer
    model = BPEModel(
      vocabulary: vocabulary, scalarIDs: parts.preTokenizer.isByteLevel ? [] : vocabulary.scalarIDs(),
      merges: MergeTable(parts.merges), alphabet: try Self.alphabet(parts, vocabulary),
      unknown: unknown, fusesUnknown: parts.fusesUnknown, keepsWholeTokens: parts.keepsWholeTokens)
    pieces = TokenPieces(vocabulary, added: parts.added, decoder: parts.decoder)
    rawAdded = AddedTokens(parts.added.filter { !$0.isNormalized })
    normalizedAdded = AddedTokens(
      parts.added.filter(\.isNormalized).map { token in
        var token = token
        token.content = parts.normalizers.reduce(token.content) { $1.apply(to: $0) }
        return token
      })
    addedIDs = Dictionary(parts.added.map { (Array($0.content.utf8), $0.id) }) { $1 }
    addedTexts = Dictionary(parts.added.map { ($0.id, $0.content) }) { $1 }
    prefix = parts.prefix
    suffix = parts.suffix
    bos = parts.bos
    eos = parts.eos
    let special = Dictionary(parts.added.filter(\.isSpecial).map { ($0.content, $0.id) }) { $1 }
    endTokens = parts.endTokens.union(TokenizerParts.turnEnds.compactMap { special[$0] })
    chatTemplate = parts.chatTemplate
    namedTokens = parts.named
    wordMark = Self.wordMark(parts, vocabulary)
  }

  /// Bytes that a published vocabulary may lack (SmolLM2's does): control characters, and bytes that start no assigned
  /// character. `tokenizers` drops them from the text, and so does this.
  private static func isDispensable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F, 0xC0, 0xC1, 0xF1, 0xF2, 0xF5...: true
    default: false
    }
  }

  /// The first symbols of words. Where bytes are the last resort, those of ordinary text must have tokens.
  private static func alphabet(_ parts: TokenizerParts, _ vocabulary: Vocabulary) throws -> BPEModel.Alphabet {
    func tokens(_ spelling: (UInt8) -> String) throws -> [Int32] {
      try (0...255).map { (byte: UInt8) in
        let text = spelling(byte)
        if let id = vocabulary.id(text) { return id }
        guard isDispensable(byte) else {
          throw TokenizerError(.malformed, "The vocabulary has no token \(text) for the byte \(byte).")
        }
        return -1
      }
    }
    if parts.preTokenizer.isByteLevel {
      return .bytes(try tokens { String(Character(ByteAlphabet.scalars[Int($0)])) })
    }
    guard parts.byteFallback else { return .scalars(fallback: nil) }
    return .scalars(
      fallback: try tokens { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return "<0x\(digits.count == 1 ? "0" : "")\(digits)>"
      })
  }

  /// The mark of word starts (`▁`), where no merge joins a symbol that ends otherwise with one that starts with it. Text
  /// may then be cut before the mark, and its words be kept.
  private static func wordMark(_ parts: TokenizerParts, _ vocabulary: Vocabulary) -> [UInt8]? {
    let mark = "\u{2581}"
    guard !parts.preTokenizer.isByteLevel, !parts.keepsWholeTokens, vocabulary.id(mark) != nil else { return nil }
    let bytes = Array(mark.utf8)
    for merge in parts.merges where vocabulary.bytes(of: merge.right).starts(with: bytes) {
      guard vocabulary.bytes(of: merge.left).suffix(bytes.count).elementsEqual(bytes) else { return nil }
    }
    return bytes
  }

  /// The id of a token by its text, as the file spells it (`Ġthe`, `▁the`, `<bos>`); null where there is none.
  public func tokenID(_ text: String) -> Int32? {
    addedIDs[Array(text.utf8)] ?? vocabulary.id(text)
  }

  /// The text of a token as the file spells it; null where no token has the id.
  public func tokenText(_ id: Int32) -> String? {
    addedTexts[id] ?? vocabulary.text(of: id)
  }
}
