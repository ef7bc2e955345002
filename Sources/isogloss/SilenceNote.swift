import IsoglossEndpoints
import Synchronization

/// Says once that a server has said nothing yet: one that takes requests and never answers looks like a slow one.
final class SilenceNote: Sendable {
  private let state = Mutex<(isOver: Bool, waiting: Task<Void, Never>?)>((false, nil))

  /// Waits, and says so unless something ends it before.
  func begin(after time: Duration = .seconds(30), _ text: String) {
    state.withLock { state in
      // The answer may be there before whoever asked comes to wait for it.
      guard !state.isOver, state.waiting == nil else { return }
      state.waiting = Task {
        guard (try? await Task.sleep(for: time)) != nil else { return }
        Terminal.interject(text)
      }
    }
  }

  /// An answer has come, or the server's failure was told.
  func end() {
    state.withLock { state in
      state.isOver = true
      state.waiting?.cancel()
    }
  }

  deinit { end() }
}

extension EndpointOptions {
  /// Has the terminal told what becomes of a server: that it has said nothing for 30 s since it was first asked, that it does
  /// not answer, that it answers again.
  /// - Parameters:
  ///   - name: the server's.
  ///   - option: the command's option for the time of a request; null where it has none.
  mutating func tellAtTerminal(of name: String, option: String? = nil) {
    let silence = SilenceNote()
    let words =
      "no answer of \(name) in 30 s: a request is given up after \(Duration.words(requestTimeout / .seconds(1)))"
      + (option.map { " (\($0))" } ?? "") + " and asked again"
    notice = { text in
      silence.end()
      Terminal.interject(text)
    }
    firstRequest = { silence.begin(words) }
    firstReply = { silence.end() }
  }
}
