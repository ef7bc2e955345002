/// Says once that a server has said nothing yet: one that takes requests and never answers looks like a slow one.
final class SilenceNote: Sendable {
  private let waiting: Task<Void, Never>

  /// Waits, and says so unless it is ended before.
  init(after time: Duration = .seconds(30), _ text: String) {
    waiting = Task {
      guard (try? await Task.sleep(for: time)) != nil else { return }
      Terminal.note(text)
    }
  }

  deinit { waiting.cancel() }

  /// An answer has come.
  func end() { waiting.cancel() }
}
