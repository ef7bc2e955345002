import Synchronization

/// Says once that a server has said nothing yet: one that takes requests and never answers looks like a slow one.
final class SilenceNote: Sendable {
  private let waiting = Mutex<Task<Void, Never>?>(nil)

  /// Waits, and says so unless something ends it before.
  func begin(after time: Duration = .seconds(30), _ text: String) {
    let task = Task {
      guard (try? await Task.sleep(for: time)) != nil else { return }
      Terminal.interject(text)
    }
    waiting.withLock { $0 = task }
  }

  /// An answer has come, or the server's failure was told.
  func end() { waiting.withLock { $0?.cancel() } }

  deinit { end() }
}
