internal import Foundation
internal import IsoglossCore

/// Asks models on behalf of a stage, and keeps every answer in the stage's journal.
actor StageAsker {
  /// An answer as the journal keeps it: nothing in it tells when it came or how long it took.
  private struct Entry: Codable {
    var id: String
    var text: String
    var finish: Completion.FinishReason
    var failure: String?
  }

  private let journal: Journal<Entry>
  private let retriesFailed: Bool
  private var known: [String: Completion]

  /// An asker with the answers of earlier sittings.
  init(_ place: StagePlace) throws {
    journal = try Journal<Entry>(at: place.journal(), job: place.job)
    retriesFailed = place.retriesFailed
    var known: [String: Completion] = [:]
    for entry in journal.entries {
      known[entry.id] = Completion(
        text: entry.text, finish: entry.finish, promptTokens: 0, completionTokens: 0, seconds: 0,
        failure: entry.failure)
    }
    self.known = known
  }

  /// Answers in the order of the requests. What failed for good in an earlier sitting is asked again where the stage
  /// wishes it.
  /// - Precondition: ids are unique over all requests of the stage.
  func answers(
    of model: any ChatModel, to requests: [ChatRequest], decoding: Decoding,
    report: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> [Completion] {
    let taken = retriesFailed ? known.filter { $0.value.finish != .failed } : known
    var done = requests.count { taken[$0.id] != nil }
    report(done, requests.count)
    return try await model.answers(to: requests, decoding: decoding, known: taken) { batch in
      try await journal.append(
        batch.map { id, completion in
          Entry(id: id, text: completion.text, finish: completion.finish, failure: completion.failure)
        })
      for (id, completion) in batch { known[id] = completion }
      done += batch.count
      report(done, requests.count)
    }
  }
}

extension Completion {
  /// Why the answer is of no use as a text; null where it is one.
  var flawAsText: String? {
    if finish == .failed { return failure ?? "the request failed" }
    return text.isBlank ? "the answer is empty" : nil
  }
}
