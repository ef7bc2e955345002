internal import IsoglossCore

/// One kind of guard: what it is shown, and how its answer is read.
protocol GuardProtocol: Sendable {
  /// Bound on its answer.
  var maxNewTokens: Int { get }
  /// Turns for a server (or a model) whose own template makes the guard's prompt; without a response the request itself
  /// is judged.
  func chat(prompt: String, response: String?) -> [ChatMessage]
  /// The whole text for a model that continues text as it is.
  func wire(prompt: String, response: String?) -> String
  /// Reads what it said. Anything outside its grammar is unscored, never safe.
  func read(_ completion: Completion, isResponse: Bool) -> GuardReading
}

extension GuardProtocol {
  /// The categories that an answer names: without the one at its very end where the bound on tokens ended it, since `S1`
  /// may be the beginning of `S14`.
  func certain(_ hazards: [Hazard], in completion: Completion) -> [Hazard] {
    guard completion.finish == .length, let last = hazards.last, completion.text.hasSuffix(last.rawValue) else {
      return hazards
    }
    return hazards.dropLast()
  }
}
