import Dispatch
import Foundation

/// What goes to standard error: messages and progress.
enum Terminal {
  static let isInteractive = isatty(STDERR_FILENO) == 1
  static var outputIsInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns of the terminal, 100 where there is none.
  static var width: Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 { return Int(size.ws_col) }
    return 100
  }

  static func error(_ message: String) { errorLines("isogloss: \(message)") }

  static func errorLines(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// A remark that is no error: progress, defaults, where the result is.
  static func note(_ text: String) { errorLines(text) }

  /// A remark from any task while a line of progress may stand there: takes the line's place, which comes again below.
  static func interject(_ text: String) { errorLines((isInteractive ? "\r\u{1B}[K" : "") + text) }
}

/// Turns the first Ctrl-C into a cancellation; a second one ends the process at once.
final class Interruption: Sendable {
  // Dispatch sources may be used from any thread; their protocol does not say so.
  private nonisolated(unsafe) let source: any DispatchSourceSignal

  init() {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  }

  func onInterrupt(_ action: @escaping @Sendable () -> Void) {
    source.setEventHandler {
      signal(SIGINT, SIG_DFL)
      action()
    }
    source.resume()
  }
}
