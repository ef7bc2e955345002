/// Reads the parts of a `tokenizer.json`.
struct TokenizerJSON {
  private let root: JSONValue

  init(_ bytes: [UInt8]) throws {
    try self.init(JSONParser.parse(bytes))
  }

  init(_ root: JSONValue) throws {
    self.root = root
    guard case .object = root else {
      throw TokenizerError(.malformed, "tokenizer.json is \(root.kind); it should be an object.")
    }
  }

  func parts() throws -> TokenizerParts {
    guard let model = root["model"] else { throw TokenizerError(.malformed, "tokenizer.json has no \"model\".") }
    if let type = model["type"]?.string, type != "BPE" {
      throw TokenizerError(.unsupported, "The model of tokenizer.json is \(type); only BPE is known here.")
    }
    try refuseUnknownSettings(model)
    let tokens = try vocabulary(model)
    var parts = TokenizerParts(tokens: tokens)
    parts.merges = try merges(model, tokens)
    parts.byteFallback = try model.optionalBool("byte_fallback", in: "The model", default: false)
    parts.fusesUnknown = try model.optionalBool("fuse_unk", in: "The model", default: false)
    parts.keepsWholeTokens = try model.optionalBool("ignore_merges", in: "The model", default: false)
    if let unknown = model["unk_token"], !unknown.isNull {
      parts.unknown = try model.requiredString("unk_token", in: "The model")
    }
    parts.normalizers = try Normalizer.steps(root["normalizer"])
    parts.preTokenizer = try PreTokenizer(root["pre_tokenizer"])
    parts.decoder = try TokenDecoder(root["decoder"])
    parts.added = try added(tokens)
    let around = try PostProcessor(root["post_processor"])
    parts.prefix = around.prefix
    parts.suffix = around.suffix
    return parts
  }

  private func refuseUnknownSettings(_ model: JSONValue) throws {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let text = model[key]?.string, !text.isEmpty {
        throw TokenizerError(.unsupported, "The model sets \(key) to \"\(text)\", which is not known here.")
      }
    }
    switch model["dropout"] {
    case nil, .null, .integer(0): return
    case .number(let share) where share == 0: return
    default:
      throw TokenizerError(.unsupported, "The model drops merges at random (dropout); set dropout to null.")
    }
  }

  private func vocabulary(_ model: JSONValue) throws -> [String?] {
    guard case .object(let members) = model["vocab"] else {
      throw TokenizerError(.malformed, "\"vocab\" of the model is no object of texts and ids.")
    }
    let ids = try members.map { member in
      guard let id = member.value.integer, (0...Vocabulary.largestID).contains(id) else {
        throw TokenizerError(
          .malformed, "The token \"\(member.key)\" has no id between 0 and \(Vocabulary.largestID).")
      }
      return id
    }
    var tokens = [String?](repeating: nil, count: (ids.max() ?? -1) + 1)
    for (member, id) in zip(members, ids) {
      if let other = tokens[id] {
        throw TokenizerError(.malformed, "The tokens \"\(other)\" and \"\(member.key)\" share the id \(id).")
      }
      tokens[id] = member.key
    }
    return tokens
  }

  private func merges(
    _ model: JSONValue, _ tokens: [String?]
  ) throws -> [(left: Int32, right: Int32, result: Int32)] {
    guard let list = model["merges"]?.array else {
      throw TokenizerError(.malformed, "\"merges\" of the model is no list.")
    }
    let reader = try MergeReader(tokens: tokens)
    return try list.map { entry in
      if let line = entry.string { return try reader.merges([line])[0] }
      guard let pair = entry.array, pair.count == 2, let left = pair[0].string, let right = pair[1].string else {
        throw TokenizerError(.malformed, "A merge is \(entry.kind); it should be two texts.")
      }
      return try reader.merge(left, right)
    }
  }

  private func added(_ tokens: [String?]) throws -> [AddedToken] {
    guard let value = root["added_tokens"], !value.isNull else { return [] }
    guard let list = value.array else {
      throw TokenizerError(.malformed, "\"added_tokens\" is \(value.kind); it should be a list.")
    }
    let vocabulary = try Vocabulary(tokens)
    var contents: [Int: String] = [:]
    return try list.map { entry in
      let content = try entry.requiredString("content", in: "An added token")
      let place = "The added token \"\(content)\""
      guard let id = entry["id"]?.integer, (0...Vocabulary.largestID).contains(id) else {
        throw TokenizerError(.malformed, "\(place) has no id between 0 and \(Vocabulary.largestID).")
      }
      if let other = contents.updateValue(content, forKey: id), other != content {
        throw TokenizerError(.malformed, "The added tokens \"\(other)\" and \"\(content)\" share the id \(id).")
      }
      if let own = vocabulary.id(content), Int(own) != id {
        throw TokenizerError(.malformed, "\(place) has the id \(id), and \(own) in the vocabulary.")
      }
      if id < tokens.count, let other = tokens[id], other != content {
        throw TokenizerError(.malformed, "\(place) has the id \(id) of the token \"\(other)\".")
      }
      let isSpecial = try entry.optionalBool("special", in: place, default: false)
      return AddedToken(
        id: Int32(id), content: content, isSpecial: isSpecial,
        singleWord: try entry.optionalBool("single_word", in: place, default: false),
        stripsLeft: try entry.optionalBool("lstrip", in: place, default: false),
        stripsRight: try entry.optionalBool("rstrip", in: place, default: false),
        isNormalized: try entry.optionalBool("normalized", in: place, default: !isSpecial))
    }
  }
}
