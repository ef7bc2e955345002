public import IsoglossCore

/// A model that goes on with the text of a prompt as it stands, without a chat template: how RTP-LX and
/// PolygloToxicityPrompts ask.
public struct ContinuationModel: ChatModel {
  /// What stands in the template's place.
  public static let template = "continuation"

  private let model: any CompletionModel

  /// A model asked in this way.
  public init(_ model: any CompletionModel) { self.model = model }

  /// The model's, with `continuation` in the template's place: its answers are others.
  public var identity: ModelIdentity {
    var identity = model.identity
    identity.template = Self.template
    return identity
  }
  /// The model's.
  public var concurrency: Int { model.concurrency }

  /// The model's plan.
  public func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    try await model.plan(requests, decoding: decoding)
  }

  /// Goes on with the last turn of each request; other turns are not shown.
  public func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    try await model.complete(
      batch.map { CompletionRequest(id: $0.id, input: .text($0.messages.last?.content ?? "")) }, decoding: decoding,
      alternatives: 0)
  }
}
