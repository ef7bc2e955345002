internal import IsoglossCore
internal import Synchronization

/// Counts, from any task.
final class UsageLedger: Sendable {
  private let usage: Mutex<ServedUsage>

  init(prices: TokenPrices?) {
    usage = Mutex(ServedUsage(prices: prices))
  }

  /// The counts so far.
  var current: ServedUsage { usage.withLock { $0 } }

  func count(_ change: (inout ServedUsage) -> Void) {
    usage.withLock { change(&$0) }
  }

  /// Counts an answer of the server with its tokens, which cost even where the answer is of no use.
  func answered(_ tokens: ReplyBody.Usage?, isOfUse: Bool = true) {
    usage.withLock {
      if isOfUse { $0.answered += 1 }
      $0.promptTokens += ReplyBody.Usage.plausible(tokens?.prompt_tokens)
      $0.completionTokens += ReplyBody.Usage.plausible(tokens?.completion_tokens)
      if tokens?.prompt_tokens == nil || tokens?.completion_tokens == nil { $0.withoutCount += 1 }
    }
  }
}
