internal import Synchronization

/// Tells a server that does not answer from single requests that fail: at once as long as it has never answered, and
/// afterwards when failures were all that came for a while.
final class OutageWatch: Sendable {
  /// Time without an answer, from which a failure says something about the server.
  static let patience = Duration.seconds(5)

  private struct State {
    /// When the last answer came; null before the first.
    var answered: Duration?
    /// Whether a reply of any status ever came.
    var isReached = false
    var isOut = false
  }
  private let state = Mutex(State())

  /// Whether a reply of any status ever came.
  var isReached: Bool { state.withLock { $0.isReached } }

  /// A reply of any status came.
  func reached() { state.withLock { $0.isReached = true } }

  /// An attempt failed.
  /// - Returns: whether that is news: the server does not answer.
  func failed(at now: Duration) -> Bool {
    state.withLock { state in
      guard !state.isOut, state.answered.map({ now - $0 >= Self.patience }) ?? true else { return false }
      state.isOut = true
      return true
    }
  }

  /// An answer came.
  /// - Returns: whether that is news: the server answers again.
  func answered(at now: Duration) -> Bool {
    state.withLock { state in
      defer { state.isOut = false }
      state.answered = now
      return state.isOut
    }
  }
}
