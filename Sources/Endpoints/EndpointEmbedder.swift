internal import Foundation
public import IsoglossCore

/// Sentence vectors of an OpenAI-compatible server (`/embeddings`).
public struct EndpointEmbedder: Embedder {
  /// Texts in one request.
  public static let batch = 64

  private let client: EndpointClient

  /// An embedder at an address. Nothing is sent yet.
  /// - Parameter environment: where the key's variable is looked up: `ProcessInfo.processInfo.environment`.
  /// - Throws: `EndpointError` on options outside their ranges and on a key that is not there.
  public init(
    _ address: EndpointAddress, options: EndpointOptions = EndpointOptions(maxBodyBytes: 1 << 25),
    environment: [String: String]
  ) throws(EndpointError) {
    try options.validate()
    let key = try APIKey.read(options.keyVariable, from: environment)
    let transport = try HTTPTransport(base: address.base, key: key, options: options)
    client = EndpointClient(address: address, options: options, key: key, transport: transport)
  }

  init(client: EndpointClient) { self.client = client }

  /// What was asked so far.
  public var usage: ServedUsage { client.ledger.current }

  /// One unit vector a text, in the order of the texts, all of one width.
  /// - Throws: `EndpointError.requestFailed` where a request failed for good, `.unsupported` where the vectors are of no
  ///   use; `CancellationError`.
  public func embed(_ texts: [String]) async throws -> [[Float]] {
    let batches = stride(from: 0, to: texts.count, by: Self.batch).map {
      Array(texts[$0..<min($0 + Self.batch, texts.count)])
    }
    let vectors = try await inOrder(batches) { try await ask($0) }.flatMap { $0 }
    guard Set(vectors.map(\.count)).count <= 1 else {
      throw EndpointError(.unsupported, "\(client.address.host) gave vectors of different widths for one model.")
    }
    return vectors
  }

  private struct Body: Decodable {
    struct Item: Decodable {
      var index: Int?
      var embedding: [Float]
    }
    var data: [Item]
    var usage: ReplyBody.Usage?
  }

  private func ask(_ texts: [String]) async throws -> [[Float]] {
    let body = RequestBody.embeddings(model: client.address.model, texts: texts)
    do {
      return try await client.ask(Exchange(path: "/embeddings", body: body)) { reply throws(ReplyProblem) in
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(reply.body)) else {
          throw .passing("the answer holds no vectors")
        }
        let vectors = try Self.vectors(body, count: texts.count)
        client.ledger.answered(body.usage)
        return vectors
      }.value
    } catch let failure as RequestFailure {
      client.ledger.count { $0.failed += 1 }
      throw EndpointError(
        .requestFailed, "\(client.address.host) gave no vectors: \(failure.reason). Try again later.")
    }
  }

  /// The vectors in the order of the texts: servers number them, and may send them in any order.
  private static func vectors(_ body: Body, count: Int) throws(ReplyProblem) -> [[Float]] {
    guard body.data.count == count else {
      throw .lasting("\(body.data.count) vectors came for \(count) texts")
    }
    var vectors = [[Float]?](repeating: nil, count: count)
    for (position, item) in body.data.enumerated() {
      let place = item.index ?? position
      guard vectors.indices.contains(place), vectors[place] == nil else {
        throw .lasting("the vectors are not numbered as the texts are")
      }
      let length = item.embedding.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0, length.isFinite else { throw .lasting("a vector has no direction") }
      vectors[place] = item.embedding.map { Float(Double($0) / length) }
    }
    return vectors.compactMap { $0 }
  }
}
