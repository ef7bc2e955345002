import IsoglossCore
import Synchronization

@testable import IsoglossEndpoints

/// Time that passes only by sleeping: a sleeper is back at once, and the clock shows the moment it asked for.
final class TestTime: Sendable {
  private let state = Mutex((now: Duration.zero, sleeps: [Duration]()))
  private let onSleep: @Sendable (Int) async throws -> Void

  /// `onSleep` is told the number of each sleep, from 1.
  init(onSleep: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
    self.onSleep = onSleep
  }

  var now: Duration { state.withLock { $0.now } }
  /// Every wait so far.
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(by duration: Duration) { state.withLock { $0.now += duration } }

  /// The client's view; `chance` is the draw of every jitter.
  func keeper(chance: Double = 0, unixTime: Double = 0) -> Timekeeper {
    Timekeeper(
      now: { self.now },
      sleep: { duration in
        try Task.checkCancellation()
        let count = self.state.withLock { state in
          state.now += duration
          state.sleeps.append(duration)
          return state.sleeps.count
        }
        try await self.onSleep(count)
      },
      unixTime: { unixTime }, chance: { chance })
  }
}

/// A model at a loopback server, on test time.
func model(
  at address: String, options: EndpointOptions = EndpointOptions(), time: TestTime = TestTime(), chance: Double = 0,
  key: String? = nil, cache: (any ResponseCache)? = nil
) throws -> EndpointModel {
  var options = options
  if key != nil { options.keyVariable = "KEY" }
  let address = try EndpointAddress(address)
  let key = try APIKey.read(options.keyVariable, from: key.map { ["KEY": $0] } ?? [:])
  return EndpointModel(
    client: EndpointClient(
      address: address, options: options, key: key,
      transport: try HTTPTransport(base: address.base, key: key, options: options),
      time: time.keeper(chance: chance)),
    cache: cache)
}

/// A request whose only message is its id.
func request(_ id: String) -> ChatRequest { ChatRequest(id: id, messages: [ChatMessage(.user, id)]) }
