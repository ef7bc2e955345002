import Foundation
import IsoglossEvaluation
import Synchronization

/// Progress with rate and time left: one line rewritten on a terminal, a plain line every tenth when piped.
final class ProgressLine: Sendable {
  private let label: String
  private let lastTenth = Mutex(-1)
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  init(_ label: String) { self.label = label }

  /// The first, the last, and at most ten a second between.
  private func isDue(_ isEnd: Bool) -> Bool {
    lastShown.withLock { last in
      let now = ContinuousClock.now
      guard isEnd || last.map({ now - $0 > .milliseconds(100) }) ?? true else { return false }
      last = now
      return true
    }
  }

  func show(_ progress: Evaluator.Progress) {
    let (isEnd, isStart) = (progress.done == progress.total, progress.doneNow == 0)
    guard isDue(isStart || isEnd) else { return }
    let share = progress.total == 0 ? 1 : Double(progress.done) / Double(progress.total)
    var text = "\(progress.done)/\(progress.total)"
    if progress.doneNow > 0 {
      text += String(format: ", %.1f answers/s", progress.rate)
      if progress.tokens > 0 { text += String(format: ", %.0f tokens/s", Double(progress.tokens) / progress.seconds) }
      if let left = progress.secondsLeft, progress.done < progress.total { text += ", \(Duration.words(left)) left" }
    }
    write(text, share: share, isEnd: isEnd)
  }

  /// Shows how far something is: a text behind the label, and its share in 0...1.
  func show(_ text: String, share: Double, isEnd: Bool, isStart: Bool = false) {
    guard isDue(isStart || isEnd) else { return }
    write(text, share: share, isEnd: isEnd)
  }

  /// Shows a count, and what is counted where that is named.
  func show(_ done: Int, _ total: Int, _ unit: String? = nil) {
    show(
      "\(done)/\(total)" + (unit.map { " \($0)" } ?? ""), share: total == 0 ? 1 : Double(done) / Double(total),
      isEnd: done >= total, isStart: done == 0)
  }

  private func write(_ text: String, share: Double, isEnd: Bool) {
    let text = "\(label) \(text)"
    if Terminal.isInteractive {
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
      if isEnd { FileHandle.standardError.write(Data("\n".utf8)) }
      return
    }
    let tenth = Int(share * 10)
    let isNew = lastTenth.withLock { last in
      defer { last = max(last, tenth) }
      return tenth > last
    }
    if isNew { Terminal.note(text) }
  }
}

extension Duration {
  /// Seconds in words: `42 s`, `3 min 5 s`, `2 h 10 min`.
  static func words(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
