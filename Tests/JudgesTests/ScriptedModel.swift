import Foundation
import IsoglossCore
import Synchronization

@testable import IsoglossJudges

/// A model that says what a script says, plans backwards in pairs, and remembers what it was asked.
final class ScriptedModel: CompletionModel {
  let identity: ModelIdentity
  let concurrency: Int
  private let script: @Sendable (CompletionRequest) throws -> Completion
  private let state = Mutex((asked: [CompletionRequest](), inFlight: 0, peak: 0))

  init(
    _ name: String = "http://127.0.0.1:1/v1#guard", concurrency: Int = 3, fingerprint: String? = nil,
    script: @escaping @Sendable (CompletionRequest) throws -> Completion
  ) {
    identity = ModelIdentity(
      name: name, summary: "scripted", fingerprint: fingerprint ?? name, dtype: "served", template: "server")
    self.concurrency = concurrency
    self.script = script
  }

  /// A model that always answers the same.
  convenience init(_ name: String = "http://127.0.0.1:1/v1#guard", says text: String) {
    self.init(name) { _ in .said(text) }
  }

  var asked: [CompletionRequest] { state.withLock { $0.asked } }
  var peak: Int { state.withLock { $0.peak } }

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    let order = Array(requests.indices.reversed())
    return stride(from: 0, to: order.count, by: 2).map { Array(order[$0..<min($0 + 2, order.count)]) }
  }

  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    try await complete(
      batch.map { CompletionRequest(id: $0.id, input: .chat($0.messages)) }, decoding: decoding, alternatives: 0)
  }

  func complete(
    _ batch: [CompletionRequest], decoding: Decoding, alternatives: Int
  ) async throws -> [Completion] {
    state.withLock {
      $0.asked += batch
      $0.inFlight += 1
      $0.peak = max($0.peak, $0.inFlight)
    }
    defer { state.withLock { $0.inFlight -= 1 } }
    await Task.yield()
    return try batch.map(script)
  }
}

/// A model of chat alone.
struct ChatOnly: ChatModel {
  let identity = ModelIdentity(name: "chat", summary: "", fingerprint: "chat", dtype: "served", template: "server")
  let concurrency = 1
  let text: String

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] { [Array(requests.indices)] }
  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    batch.map { _ in .said(text) }
  }
}

extension Completion {
  static func said(_ text: String, tokens: [ScoredToken]? = nil) -> Completion {
    Completion(text: text, finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0, tokens: tokens)
  }
  static func failed(_ reason: String) -> Completion {
    Completion(text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: 0, failure: reason)
  }
}

extension ScoredToken {
  /// A token with alternatives by their probabilities.
  static func of(_ text: String, _ probabilities: [(String, Double)]) -> ScoredToken {
    ScoredToken(
      text: text, logProbability: nil,
      alternatives: probabilities.map { .init(text: $0.0, logProbability: log($0.1)) })
  }
}

/// An input with an English request.
func input(
  _ answer: String, id: String = "p", prompt: String = Case.prompt, language: String = "en", intent: Intent = .harmful
) -> JudgeInput {
  JudgeInput(
    prompt: Prompt(
      id: id, language: Language(language), intent: intent, text: prompt, provenance: Provenance(source: "test")),
    completion: .said(answer))
}

/// A screen whose identifier says what it was told to say.
func screen(_ code: String? = nil) throws -> AnswerScreen {
  try AnswerScreen(identifier: ScriptedIdentifier(code))
}
