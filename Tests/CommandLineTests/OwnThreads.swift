import Foundation
import Testing

/// Runs the tests of a suite on threads beside the cooperative pool.
///
/// A test that waits for a program holds its thread. The pool has one thread a core: on two cores two such tests would
/// hold all of it for as long as their programs run, and no other test would get on, however short.
struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  /// For suites whose tests wait for programs.
  static var ownThreads: Self { Self() }
}

/// As many threads as the pool has, for tasks that may wait.
final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads(ProcessInfo.processInfo.activeProcessorCount)
  static let name = "waiting test"

  private let condition = NSCondition()
  /// Touched under the condition's lock alone.
  private nonisolated(unsafe) var jobs: [UnownedJob] = []

  private init(_ count: Int) {
    for _ in 0..<count {
      let thread = Thread { [self] in work() }
      thread.name = Self.name
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.lock()
    jobs.append(job)
    condition.signal()
    condition.unlock()
  }

  private func work() {
    while true {
      condition.lock()
      while jobs.isEmpty { condition.wait() }
      let job = jobs.removeFirst()
      condition.unlock()
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}

@Suite(.ownThreads)
struct OwnThreadsTests {
  private var thread: String? { Thread.current.name }

  @Test func aTestThatWaitsRunsBesideThePool() { #expect(thread == WaitingThreads.name) }

  @Test(arguments: [1, 2]) func soDoesOneWithArguments(_: Int) async {
    await Task.yield()
    #expect(thread == WaitingThreads.name)
  }
}
