/// What a file says of a tokenizer, before the tables are built; `tokenizer.json` and GGUF vocabularies both become this.
struct TokenizerParts {
  /// Token texts by id.
  var tokens: [String?]
  /// Pairs in the order of merging.
  var merges: [(left: Int32, right: Int32, result: Int32)] = []
  var normalizers: [Normalizer] = []
  var preTokenizer = PreTokenizer()
  var decoder = TokenDecoder.spaced
  var byteFallback = false
  var fusesUnknown = false
  var keepsWholeTokens = false
  /// Text of the unknown token.
  var unknown: String?
  var added: [AddedToken] = []
  /// Ids put before and after a text.
  var prefix: [Int32] = []
  var suffix: [Int32] = []
  var bos: Int32?
  var eos: Int32?
  /// All ids that end a text.
  var endTokens: Set<Int32> = []
  var chatTemplate: String?
  /// Texts of special tokens that a template may ask for (`pad_token`).
  var named: [String: String] = [:]
}

extension TokenizerParts {
  /// Texts by which published chat models end a turn; those that are special tokens of the vocabulary end an answer.
  static let turnEnds: Set<String> = [
    "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<end_of_turn>", "<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>",
  ]
}
