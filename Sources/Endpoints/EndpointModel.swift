internal import Foundation
public import IsoglossCore
internal import Synchronization

/// A model behind an OpenAI-compatible server.
///
/// A batch is one request, so a run that is killed asks again only what was in flight. A request that fails for good is
/// a `failed` completion with the reason; it throws where no request can succeed: a wrong certificate, a key that is
/// not accepted, a model that is not there, an address at which nothing ever answered.
public struct EndpointModel: ChatModel {
  /// What identifies it: address and model name; never the key.
  public let identity: ModelIdentity
  /// Most requests in flight.
  public var concurrency: Int { client.options.concurrency }
  /// What was asked so far, and what it cost.
  public var usage: ServedUsage { client.ledger.current }
  /// Requests that may be in flight now: at most ``concurrency``, less after refusals.
  public var window: Int { client.window.size }

  let client: EndpointClient
  private let cache: (any ResponseCache)?
  /// Set by the first refusal of log-probabilities, so that they are not asked for in vain again.
  let withoutLogProbabilities = Flag()

  /// A model at an address. Nothing is sent yet.
  ///
  /// - Parameters:
  ///   - environment: where the key's variable is looked up: `ProcessInfo.processInfo.environment`.
  ///   - cache: answers of earlier runs; only answers are stored, never failures.
  /// - Throws: `EndpointError` on options outside their ranges and on a key that is not there.
  public init(
    _ address: EndpointAddress, options: EndpointOptions = EndpointOptions(),
    environment: [String: String], cache: (any ResponseCache)? = nil
  ) throws(EndpointError) {
    try options.validate()
    let key = try APIKey.read(options.keyVariable, from: environment)
    let transport = try HTTPTransport(base: address.base, key: key, options: options)
    self.init(
      client: EndpointClient(address: address, options: options, key: key, transport: transport), cache: cache)
  }

  init(client: EndpointClient, cache: (any ResponseCache)? = nil) {
    self.client = client
    self.cache = cache
    let address = client.address
    identity = ModelIdentity(
      name: address.description, summary: "served by \(address.host)",
      fingerprint: ContentHash.of([address.base, address.model]), dtype: "served",
      template: client.options.api == .chat ? "server" : "none")
  }

  /// One request a batch.
  public func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    requests.indices.map { [$0] }
  }

  /// Answers requests, each on its own; a request that fails for good is a `failed` completion.
  /// - Throws: `EndpointError` where no request can succeed, `CancellationError`, the cache's errors.
  public func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    try await inOrder(batch) { try await complete($0, decoding: decoding) }
  }

  /// Names of the models that the server says it has; empty where it does not say.
  /// - Throws: `EndpointError`, also `.unreachable` and `.requestFailed` where it does not answer; `CancellationError`.
  public func servedModels() async throws -> [String] {
    struct List: Decodable {
      struct Model: Decodable {
        var id: String
      }
      var data: [Model]
    }
    do {
      return try await client.ask(Exchange(path: "/models", body: nil)) { reply throws(ReplyProblem) in
        (try? JSONDecoder().decode(List.self, from: Data(reply.body)))?.data.map(\.id) ?? []
      }.value
    } catch let error as EndpointError where error.code == .notFound {
      return []
    } catch let failure as RequestFailure {
      throw EndpointError(
        .requestFailed, "\(client.address.host) does not answer: \(failure.reason). Is the server running?")
    }
  }

  private func complete(_ request: ChatRequest, decoding: Decoding) async throws -> Completion {
    switch client.options.api {
    case .chat:
      let input = CompletionRequest.Input.chat(request.messages)
      return try await answer(CompletionRequest(id: request.id, input: input), decoding: decoding, top: 0).completion
    case .completions:
      guard request.messages.count == 1 else { return unsendable }
      let input = CompletionRequest.Input.text(request.messages[0].content)
      return try await answer(CompletionRequest(id: request.id, input: input), decoding: decoding, top: 0).completion
    }
  }

  /// The cache's answer, or the server's, which is then kept; `isRejected` tells that the server refused the request for
  /// what it holds.
  func answer(
    _ request: CompletionRequest, decoding: Decoding, top: Int
  ) async throws -> (completion: Completion, isRejected: Bool) {
    let exchange = exchange(request, decoding: decoding, top: top)
    guard let cache else { return try await ask(exchange) }
    let key = cacheKey(exchange)
    if let known = try await cache.completion(for: key) {
      client.ledger.count { $0.fromCache += 1 }
      return (known, false)
    }
    let asked = try await ask(exchange)
    if asked.completion.finish != .failed { try await cache.store(asked.completion, for: key) }
    return asked
  }

  private func ask(_ exchange: Exchange) async throws -> (completion: Completion, isRejected: Bool) {
    do {
      let answer = try await client.ask(exchange) { reply throws(ReplyProblem) in
        try read(reply)
      }
      var completion = answer.value
      completion.seconds = answer.seconds
      return (completion, false)
    } catch let failure as RequestFailure {
      client.ledger.count { $0.failed += 1 }
      return (.failed(failure.reason), failure.isRejected)
    }
  }

  /// The answer in a reply; counts its tokens.
  private func read(_ reply: Reply) throws(ReplyProblem) -> Completion {
    let body = try ReplyBody(reply.body)
    let choice = try body.choice()
    let found = choice.message?.content?.text ?? choice.text ?? choice.message?.refusal
    let isWithheld = choice.finish_reason == "content_filter"
    client.ledger.answered(body.usage, isOfUse: found != nil && !isWithheld)
    if isWithheld { throw .lasting("the server's own filter withheld the answer") }
    guard let text = found else {
      throw .lasting("the answer holds no text (\(Complaints.short(choice.finish_reason ?? "no reason given")))")
    }
    let shown = client.key?.removed(from: text) ?? text
    // Tokens of a text that held the key hold its pieces.
    let tokens = shown == text ? choice.logprobs?.served : nil
    return Completion(
      text: shown, finish: choice.finish_reason == "length" ? .length : .stop,
      promptTokens: ReplyBody.Usage.plausible(body.usage?.prompt_tokens),
      completionTokens: ReplyBody.Usage.plausible(body.usage?.completion_tokens), seconds: 0,
      tokens: tokens)
  }

  private func exchange(_ request: CompletionRequest, decoding: Decoding, top: Int) -> Exchange {
    let model = client.address.model
    switch request.input {
    case .chat(let messages):
      return Exchange(
        path: "/chat/completions",
        body: RequestBody.chat(model: model, messages: messages, decoding: decoding, id: request.id, top: top))
    case .text(let text):
      return Exchange(
        path: "/completions",
        body: RequestBody.plain(model: model, prompt: text, decoding: decoding, id: request.id, top: top))
    }
  }

  private var unsendable: Completion {
    .failed("/completions takes one message as it is, and there are several: use chat, or leave out the system prompt")
  }

  /// Everything that changes an answer is in the address and the bytes sent.
  private func cacheKey(_ exchange: Exchange) -> String {
    ContentHash.of([
      "isogloss endpoint 1", client.address.base, exchange.path, String(decoding: exchange.body ?? [], as: UTF8.self),
    ])
  }
}

/// A switch that is only ever turned on.
final class Flag: Sendable {
  private let value = Mutex(false)
  var isSet: Bool { value.withLock { $0 } }
  func set() { value.withLock { $0 = true } }

  /// Turns it on.
  /// - Returns: whether it was off.
  func turnOn() -> Bool {
    value.withLock { isOn in
      defer { isOn = true }
      return !isOn
    }
  }
}

extension Completion {
  /// A request that failed for good.
  fileprivate static func failed(_ reason: String) -> Completion {
    Completion(text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: 0, failure: reason)
  }
}

/// Results in the order of the items, worked on at once: the window bounds how many are sent.
func inOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Value
) async throws -> [Value] {
  if items.count == 1 { return [try await work(items[0])] }
  return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    for (position, item) in items.enumerated() {
      group.addTask { (position, try await work(item)) }
    }
    for try await (position, value) in group { values[position] = value }
    return values.compactMap { $0 }
  }
}
