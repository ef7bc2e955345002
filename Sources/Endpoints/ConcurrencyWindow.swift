internal import Synchronization

/// How many requests may be in flight: grows by one an answer until the server first refuses, then by one a window of
/// answers, and shrinks by a third on a refusal (additive increase, multiplicative decrease: Chiu and Jain 1989). An
/// answer that does not come in time counts as a refusal: a server that works on one request after another and is asked
/// many at once would otherwise never be in time for any.
///
/// Refusals of requests sent before the last cut tell nothing new and do not cut again. A refusal that asks for a wait
/// holds back its own request; where no answer came between two refusals, the wait holds back everybody.
final class ConcurrencyWindow: Sendable {
  /// The right to have one request in flight.
  struct Permit: Sendable {
    fileprivate let cut: Int
  }

  /// What became of a request.
  enum Ending: Sendable {
    /// An answer came.
    case answered
    /// The server said that it has too much to do, and until when to wait (the timekeeper's time), where it said.
    case refused(until: Duration?)
    /// Nothing came in time.
    case late
    /// Anything else: tells nothing about how much the server can take.
    case other
  }

  private struct State {
    var size: Double
    var inFlight = 0
    var hasRefused = false
    var refusalsInARow = 0
    var cuts = 0
    var heldUntil: Duration = .zero
    var nextWaiter: UInt64 = 0
    var waiting: [(number: UInt64, continuation: CheckedContinuation<Permit, any Error>)] = []
    var firstWaiting = 0
    /// Numbers given out to tasks that have not come to wait yet, and whether they were cancelled on the way.
    var arriving: [UInt64: Bool] = [:]
  }

  private let ceiling: Double
  private let state: Mutex<State>

  /// A window that starts at `start` requests and never exceeds `ceiling`.
  init(start: Int, ceiling: Int) {
    self.ceiling = Double(ceiling)
    state = Mutex(State(size: Double(max(1, min(start, ceiling)))))
  }

  /// Requests that may be in flight now.
  var size: Int { state.withLock { Int($0.size) } }
  /// Requests in flight now.
  var inFlight: Int { state.withLock { $0.inFlight } }

  /// The moment until which nothing should be sent; in the past for the most part.
  var heldUntil: Duration { state.withLock { $0.heldUntil } }

  /// Waits for a place, in the order of asking.
  /// - Throws: `CancellationError`.
  func enter() async throws -> Permit {
    let (permit, number) = state.withLock { state -> (Permit?, UInt64) in
      if state.firstWaiting == state.waiting.count, Double(state.inFlight) < state.size.rounded(.down) {
        state.inFlight += 1
        return (Permit(cut: state.cuts), 0)
      }
      state.nextWaiter += 1
      state.arriving[state.nextWaiter] = false
      return (nil, state.nextWaiter)
    }
    if let permit { return permit }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let woken = state.withLock { state in
          if state.arriving.removeValue(forKey: number) == true { return [(continuation, nil as Permit?)] }
          state.waiting.append((number, continuation))
          // A place may have come free since the first look.
          return Self.admit(&state)
        }
        Self.wake(woken)
      }
    } onCancel: {
      let cancelled = state.withLock { state -> CheckedContinuation<Permit, any Error>? in
        if state.arriving[number] != nil { state.arriving[number] = true }
        // It is not among the waiting where it has a place already.
        return state.waiting[state.firstWaiting...].firstIndex { $0.number == number }
          .map { state.waiting.remove(at: $0).continuation }
      }
      cancelled?.resume(throwing: CancellationError())
    }
  }

  /// Gives a place back.
  func leave(_ permit: Permit, _ ending: Ending) {
    let woken = state.withLock { state in
      state.inFlight -= 1
      switch ending {
      case .answered:
        state.refusalsInARow = 0
        // A window that is not filled proves nothing about a larger one.
        if Double(state.inFlight + 1) >= state.size / 2 {
          state.size = min(ceiling, state.size + (state.hasRefused ? 1 / state.size : 1))
        }
      case .refused(let until):
        state.refusalsInARow += 1
        Self.cut(&state, permit)
        if state.refusalsInARow > 1, let until { state.heldUntil = max(state.heldUntil, until) }
      case .late:
        Self.cut(&state, permit)
      case .other:
        break
      }
      return Self.admit(&state)
    }
    Self.wake(woken)
  }

  private static func cut(_ state: inout State, _ permit: Permit) {
    state.hasRefused = true
    guard permit.cut == state.cuts else { return }
    state.cuts += 1
    state.size = max(1, state.size * 2 / 3)
  }

  private static func admit(_ state: inout State) -> [(CheckedContinuation<Permit, any Error>, Permit?)] {
    var woken: [(CheckedContinuation<Permit, any Error>, Permit?)] = []
    while state.firstWaiting < state.waiting.count, Double(state.inFlight) < state.size.rounded(.down) {
      woken.append((state.waiting[state.firstWaiting].continuation, Permit(cut: state.cuts)))
      state.firstWaiting += 1
      state.inFlight += 1
    }
    if state.firstWaiting > 256 || state.firstWaiting == state.waiting.count {
      state.waiting.removeFirst(state.firstWaiting)
      state.firstWaiting = 0
    }
    return woken
  }

  private static func wake(_ woken: [(CheckedContinuation<Permit, any Error>, Permit?)]) {
    for (continuation, permit) in woken {
      continuation.resume(with: permit.map { .success($0) } ?? .failure(CancellationError()))
    }
  }
}
