public import Foundation

extension Tokenizer {
  /// The tokenizer of a Hugging Face model folder: `tokenizer.json`, and where they are there `tokenizer_config.json`
  /// (named tokens, `add_bos_token`, an older place of the chat template), `chat_template.jinja`,
  /// `generation_config.json` and `config.json` (end tokens).
  ///
  /// Throws `TokenizerError` where a file cannot be read, contradicts itself, or asks for what is not known here.
  public init(folder: URL) throws {
    let file = folder.appendingPathComponent("tokenizer.json")
    guard let bytes = try Self.bytes(file) else {
      throw TokenizerError(
        .unreadable,
        "There is no tokenizer.json in \(folder.path). Fetch the model's whole folder; a tokenizer.model "
          + "alone is not read.")
    }
    var parts = try TokenizerJSON(bytes).parts()
    let config = try Self.json(folder, "tokenizer_config.json") ?? .object([])
    parts.nameTokens(config)
    try parts.overrideEnds(config)
    for name in ["generation_config.json", "config.json"] {
      guard let json = try Self.json(folder, name) else { continue }
      let ids = json["eos_token_id"]?.array ?? [json["eos_token_id"] ?? .null]
      for id in ids.compactMap(\.integer) where (0...Vocabulary.largestID).contains(id) {
        parts.endTokens.insert(Int32(id))
      }
    }
    let template = folder.appendingPathComponent("chat_template.jinja")
    if let bytes = try Self.bytes(template) {
      guard let source = String(validating: bytes, as: UTF8.self) else {
        throw TokenizerError(.unreadable, "\(template.path) is not UTF-8.")
      }
      parts.chatTemplate = source
    } else {
      parts.chatTemplate = config["chat_template"]?.string ?? Self.defaultTemplate(config["chat_template"])
    }
    try self.init(parts)
  }

  /// Of several named templates the one called `default`.
  private static func defaultTemplate(_ json: JSONValue?) -> String? {
    json?.array?.first { $0["name"]?.string == "default" }?["template"]?.string
  }

  private static func bytes(_ file: URL) throws -> [UInt8]? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      throw TokenizerError(.unreadable, "\(file.path) cannot be read.", underlying: "\(error)")
    }
  }

  private static func json(_ folder: URL, _ name: String) throws -> JSONValue? {
    guard let bytes = try bytes(folder.appendingPathComponent(name)) else { return nil }
    do {
      return try JSONParser.parse(bytes)
    } catch {
      throw TokenizerError(.json, "\(name) of \(folder.path) cannot be read.", underlying: "\(error)")
    }
  }
}

extension TokenizerParts {
  /// Takes the named tokens of `tokenizer_config.json`; one that is no added token yet becomes a special one, as in
  /// transformers, with a new id where the vocabulary has none.
  mutating func nameTokens(_ config: JSONValue) {
    var next = max(tokens.count, (added.map { Int($0.id) + 1 }).max() ?? 0)
    for name in ["bos_token", "eos_token", "unk_token", "pad_token"] {
      guard let text = config[name]?.string ?? config[name]?["content"]?.string, !text.isEmpty else { continue }
      named[name] = text
      let id: Int32
      if let known = added.firstIndex(where: { $0.content.utf8.elementsEqual(text.utf8) }) {
        id = added[known].id
      } else if let known = tokens.firstIndex(where: { $0?.utf8.elementsEqual(text.utf8) ?? false }) {
        id = Int32(known)
        added.append(AddedToken(id: id, content: text, isSpecial: true))
      } else {
        id = Int32(next)
        next += 1
        added.append(AddedToken(id: id, content: text, isSpecial: true))
      }
      if name == "bos_token" { bos = id }
      if name == "eos_token" {
        eos = id
        endTokens.insert(id)
      }
    }
  }

  /// `add_bos_token` and `add_eos_token`, where one of them is there, decide instead of `post_processor`.
  mutating func overrideEnds(_ config: JSONValue) throws {
    let keys = ["add_bos_token", "add_eos_token"]
    guard keys.contains(where: { config[$0].map { !$0.isNull } ?? false }) else { return }
    let adds = try keys.map { try config.optionalBool($0, in: "tokenizer_config.json", default: false) }
    prefix = adds[0] ? [bos].compactMap { $0 } : []
    suffix = adds[1] ? [eos].compactMap { $0 } : []
  }
}
