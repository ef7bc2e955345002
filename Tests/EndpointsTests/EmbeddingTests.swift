import Foundation
import IsoglossCore
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// Sentence vectors of a server: order, width, direction, and answers that are of no use.
struct EmbeddingTests {
  private func embedder(at address: String) throws -> EndpointEmbedder {
    try EndpointEmbedder(EndpointAddress(address), options: EndpointOptions(attempts: 1), environment: [:])
  }

  private struct Body: Decodable {
    var model: String
    var input: [String]
    var encoding_format: String
  }

  @Test func vectorsComeInTheOrderOfTheTexts() async throws {
    try await LoopbackServer.with { seen in
      guard seen.path == "/v1/embeddings", let body = try? JSONDecoder().decode(Body.self, from: Data(seen.body.utf8)),
        body.model == "m", body.encoding_format == "float", body.input.count <= 64
      else { return .json("{}", status: 400) }
      // Backwards, as a server may.
      let items = body.input.enumerated().reversed().map { position, text in
        #"{"object":"embedding","index":\#(position),"embedding":[\#(text.count),0,\#(position)]}"#
      }
      return .json(
        #"{"object":"list","data":[\#(items.joined(separator: ","))],"usage":{"prompt_tokens":9,"total_tokens":9}}"#)
    } body: { server in
      let embedder = try embedder(at: server.address)
      let texts = (1...150).map { String(repeating: "é", count: $0) }
      let vectors = try await embedder.embed(texts)
      #expect(vectors.count == 150 && server.seen.count == 3)
      for (position, vector) in vectors.enumerated() {
        let place = Float(position % 64)
        let length = (Float((position + 1) * (position + 1)) + place * place).squareRoot()
        #expect(abs(vector[0] - Float(position + 1) / length) < 1e-5 && vector[1] == 0)
      }
      #expect(try await embedder.embed([]) == [])
      #expect(embedder.usage.answered == 3 && embedder.usage.promptTokens == 27)
    }
  }

  @Test(arguments: [
    #"{"data":[]}"#, #"{"data":[{"index":1,"embedding":[1]}]}"#, #"{"data":[{"index":0,"embedding":[0,0]}]}"#,
    #"{"data":[{"index":0,"embedding":[]}]}"#, #"{"data":[{"index":0,"embedding":"AAAA"}]}"#, "[]", "", #"{"data":"#,
    #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
  ])
  func answersOfNoUseAreFailures(body: String) async throws {
    try await LoopbackServer.with { _ in
      .json(body)
    } body: { server in
      let embedder = try embedder(at: server.address)
      let error = await #expect(throws: EndpointError.self) { try await embedder.embed(["a"]) }
      #expect(error?.code == .requestFailed)
      #expect(embedder.usage.failed == 1)
    }
  }
}
