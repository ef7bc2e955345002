import Synchronization

/// Progress of work in phases: each has a `ProgressLine` of its own, made when it is first heard of.
final class PhaseLines: Sendable {
  private let lines = Mutex<[String: ProgressLine]>([:])

  /// Shows how far a phase is.
  func show(_ phase: String, _ done: Int, _ total: Int) {
    let line = lines.withLock { lines in
      let line = lines[phase] ?? ProgressLine(phase)
      lines[phase] = line
      return line
    }
    line.show(done, total)
  }
}
