internal import IsoglossCore
internal import IsoglossJSON

/// What is posted. Equal requests have equal bytes, which the cache's key relies on.
enum RequestBody {
  /// The body of a chat request.
  static func chat(model: String, messages: [ChatMessage], decoding: Decoding, id: String, top: Int) -> [UInt8] {
    var body = JSONWriter()
    body.object { body in
      body.member("model", model)
      body.key("messages")
      body.array(messages) { body, message in
        body.object {
          $0.member("role", message.role.rawValue)
          $0.member("content", message.content)
        }
      }
      body.decoding(decoding, id: id)
      if top > 0 {
        body.member("logprobs", raw: "true")
        body.member("top_logprobs", raw: "\(top)")
      }
    }
    return body.bytes
  }

  /// The body of a request for plain text.
  static func plain(model: String, prompt: String, decoding: Decoding, id: String, top: Int) -> [UInt8] {
    var body = JSONWriter()
    body.object { body in
      body.member("model", model)
      body.member("prompt", prompt)
      body.decoding(decoding, id: id)
      if top > 0 { body.member("logprobs", raw: "\(top)") }
    }
    return body.bytes
  }

  /// The body of a request for the log-probabilities of the prompt itself.
  static func echo(model: String, prompt: String, logProbabilities: Bool) -> [UInt8] {
    var body = JSONWriter()
    body.object { body in
      body.member("model", model)
      body.member("prompt", prompt)
      body.member("max_tokens", raw: "1")
      body.member("temperature", raw: "0")
      if logProbabilities {
        body.member("echo", raw: "true")
        body.member("logprobs", raw: "1")
      }
      body.member("stream", raw: "false")
    }
    return body.bytes
  }

  /// The body of a request for sentence vectors.
  static func embeddings(model: String, texts: [String]) -> [UInt8] {
    var body = JSONWriter()
    body.object { body in
      body.member("model", model)
      body.key("input")
      body.array(texts) { $0.string($1) }
      body.member("encoding_format", "float")
    }
    return body.bytes
  }

  /// A seed of 31 bits, which every server takes, of the run's seed and the request's id (FNV-1a, 64 bits).
  static func seed(_ seed: UInt64, id: String) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for shift in stride(from: UInt64(0), to: 64, by: 8) { add(UInt8(truncatingIfNeeded: seed >> shift)) }
    for byte in id.utf8 { add(byte) }
    return UInt32(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}

extension JSONWriter {
  /// What is not the servers' common default is sent, and nothing else: many refuse members that they do not know.
  fileprivate mutating func decoding(_ decoding: Decoding, id: String) {
    member("max_tokens", raw: "\(decoding.maxNewTokens)")
    member("temperature", raw: "\(decoding.temperature)")
    if decoding.temperature > 0 {
      member("seed", raw: "\(RequestBody.seed(decoding.seed, id: id))")
      if decoding.topP < 1 { member("top_p", raw: "\(decoding.topP)") }
      if decoding.topK > 0 { member("top_k", raw: "\(decoding.topK)") }
    }
    if !decoding.stop.isEmpty {
      key("stop")
      array(decoding.stop) { $0.string($1) }
    }
    member("stream", raw: "false")
  }
}
