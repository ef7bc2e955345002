internal import Foundation

/// Runs an actor's work on one thread of its own.
///
/// A model's work takes seconds and must not hold a thread of Swift's pool; and libtorch's number of threads and their
/// team belong to the thread that calls it.
public final class ThreadExecutor: SerialExecutor {
  private let inbox = Inbox()

  /// A thread of the given name.
  public init(name: String) {
    let inbox = inbox
    let thread = Thread { inbox.run() }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  deinit { inbox.close() }

  /// Puts a job behind those that wait.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    inbox.put { [self] in
      // Holds the executor while the job runs.
      withExtendedLifetime(self) { job.runSynchronously(on: executor) }
    }
  }

  /// A reference for the runtime.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}

/// Work in the order in which it came. All of it is guarded by the lock of the condition.
private final class Inbox: @unchecked Sendable {
  private let condition = NSCondition()
  private var work: [() -> Void] = []
  private var isClosed = false

  func put(_ item: @escaping () -> Void) {
    condition.withLock { work.append(item) }
    condition.signal()
  }

  func close() {
    condition.withLock { isClosed = true }
    condition.signal()
  }

  func run() {
    while let item = take() { item() }
  }

  private func take() -> (() -> Void)? {
    condition.withLock {
      while work.isEmpty && !isClosed { condition.wait() }
      return work.isEmpty ? nil : work.removeFirst()
    }
  }
}
