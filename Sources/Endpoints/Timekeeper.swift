internal import Foundation

/// Time and chance as the client sees them, so that tests need neither.
struct Timekeeper: Sendable {
  /// Time since some fixed moment.
  var now: @Sendable () -> Duration
  /// Waits; throws `CancellationError`.
  var sleep: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970 by the wall clock, for dates in headers.
  var unixTime: @Sendable () -> Double
  /// A number drawn uniformly from 0..<1, for jitter.
  var chance: @Sendable () -> Double

  /// The machine's clocks and its random numbers: answers do not depend on either.
  static let system: Timekeeper = {
    let start = ContinuousClock.now
    return Timekeeper(
      now: { ContinuousClock.now - start },
      sleep: { try await ContinuousClock().sleep(for: $0) },
      unixTime: { Date().timeIntervalSince1970 },
      chance: { Double.random(in: 0..<1) })
  }()
}
