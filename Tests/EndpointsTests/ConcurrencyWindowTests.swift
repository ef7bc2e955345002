import Synchronization
import Testing

@testable import IsoglossEndpoints

struct ConcurrencyWindowTests {
  /// Fills the window and gives every place back with the same ending; returns how many there were.
  private func round(_ window: ConcurrencyWindow, _ ending: ConcurrencyWindow.Ending) async throws -> Int {
    var permits: [ConcurrencyWindow.Permit] = []
    while window.inFlight < window.size { permits.append(try await window.enter()) }
    for permit in permits { window.leave(permit, ending) }
    return permits.count
  }

  @Test func doublesUntilTheFirstRefusalThenGrowsByOneARound() async throws {
    let window = ConcurrencyWindow(start: 4, ceiling: 100)
    var sizes: [Int] = []
    for _ in 0..<4 { sizes.append(try await round(window, .answered)) }
    #expect(sizes[0] == 4)
    // The later half of a round is not counted: the window is no longer filled by then.
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { Double($1) >= 1.4 * Double($0) && $1 <= 2 * $0 })
    let before = window.size
    #expect(try await round(window, .refused(until: nil)) == before)
    // A whole round of refusals is one cut: they were sent before the server was known to be full.
    let after = window.size
    #expect(after == before * 2 / 3)
    for _ in 0..<10 { _ = try await round(window, .answered) }
    #expect((3...10).contains(window.size - after))
  }

  @Test func neverBelowOneNorAboveTheCeiling() async throws {
    let window = ConcurrencyWindow(start: 4, ceiling: 6)
    for _ in 0..<10 { _ = try await round(window, .answered) }
    #expect(window.size == 6)
    for _ in 0..<50 { _ = try await round(window, .refused(until: nil)) }
    #expect(window.size == 1)
    _ = try await round(window, .answered)
    #expect(window.size == 2)
  }

  @Test func aRoundOfLateAnswersCutsOnceAndEndsTheDoubling() async throws {
    let window = ConcurrencyWindow(start: 30, ceiling: 100)
    _ = try await round(window, .late)
    #expect(window.size == 20)
    #expect(window.heldUntil == .zero)
    _ = try await round(window, .answered)
    #expect((20...21).contains(window.size))
  }

  @Test func faultsThatAreNotAboutLoadChangeNothing() async throws {
    let window = ConcurrencyWindow(start: 5, ceiling: 10)
    for _ in 0..<5 { _ = try await round(window, .other) }
    #expect(window.size == 5)
    #expect(window.inFlight == 0)
  }

  @Test func onlyRefusalsWithoutAnAnswerBetweenHoldEverybody() async throws {
    let window = ConcurrencyWindow(start: 4, ceiling: 4)
    func one(_ ending: ConcurrencyWindow.Ending) async throws { window.leave(try await window.enter(), ending) }
    try await one(.refused(until: .seconds(9)))
    try await one(.answered)
    try await one(.refused(until: .seconds(9)))
    #expect(window.heldUntil == .zero)
    try await one(.refused(until: .seconds(5)))
    #expect(window.heldUntil == .seconds(5))
    try await one(.refused(until: .seconds(3)))
    #expect(window.heldUntil == .seconds(5))
  }

  /// How many tasks are between entering and leaving.
  private final class Crowd: Sendable {
    private let counts = Mutex((now: 0, peak: 0, done: 0))
    var peak: Int { counts.withLock { $0.peak } }
    var done: Int { counts.withLock { $0.done } }
    func enter() {
      counts.withLock {
        $0.now += 1
        $0.peak = max($0.peak, $0.now)
      }
    }
    func leave() {
      counts.withLock {
        $0.now -= 1
        $0.done += 1
      }
    }
  }

  @Test func theBoundHoldsUnderManyTasks() async throws {
    let window = ConcurrencyWindow(start: 3, ceiling: 7)
    let crowd = Crowd()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<2000 {
        group.addTask {
          let permit = try await window.enter()
          crowd.enter()
          await Task.yield()
          crowd.leave()
          window.leave(permit, number % 50 == 0 ? .refused(until: nil) : .answered)
        }
      }
      try await group.waitForAll()
    }
    #expect(crowd.done == 2000)
    #expect(crowd.peak <= 7)
    #expect(window.inFlight == 0)
  }

  @Test func whoIsCancelledWhileWaitingLeavesAndTakesNoPlace() async throws {
    let window = ConcurrencyWindow(start: 1, ceiling: 1)
    let held = try await window.enter()
    let waiting = (0..<50).map { _ in Task { window.leave(try await window.enter(), .answered) } }
    for task in waiting.prefix(25) { task.cancel() }
    for task in waiting.prefix(25) {
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    window.leave(held, .other)
    for task in waiting.dropFirst(25) { try await task.value }
    #expect(window.inFlight == 0)
  }
}
