import Foundation
import Testing

/// Lets few enough tests of such suites run at once that the cooperative pool keeps a thread for all others.
///
/// A test that waits for a program holds its thread. The pool has one thread a core: on two cores two such tests would
/// hold all of it for as long as their programs run, and no other test would get on, however short.
struct WaitsForPrograms: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    await Turnstile.shared.enter()
    let result = await Result(of: function)
    await Turnstile.shared.leave()
    try result.get()
  }
}

extension Trait where Self == WaitsForPrograms {
  /// For suites whose tests wait for programs.
  static var waitsForPrograms: Self { Self() }
}

extension Result where Failure == any Error {
  fileprivate init(of body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}

/// Lets all but one of the machine's cores wait, and at least one.
actor Turnstile {
  static let shared = Turnstile(max(1, ProcessInfo.processInfo.activeProcessorCount - 1))

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ places: Int) { free = places }

  func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

/// The turnstile itself: never more inside than places, and everyone gets in.
struct TurnstileTests {
  @Test func nobodyIsLeftOutsideAndNoneTooManyAreInside() async {
    actor Count {
      private(set) var most = 0, all = 0
      private var now = 0
      func enter() { now += 1; most = max(most, now); all += 1 }
      func leave() { now -= 1 }
    }
    let turnstile = Turnstile(3), count = Count()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          await turnstile.enter()
          await count.enter()
          await Task.yield()
          await count.leave()
          await turnstile.leave()
        }
      }
    }
    #expect(await count.all == 200)
    #expect(await count.most <= 3)
  }
}
