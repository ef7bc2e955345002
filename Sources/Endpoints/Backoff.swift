/// How long to wait before a request is sent again: doubling from `first` up to `longest`, of which the upper half is
/// drawn, so that requests that failed together do not return together.
struct Backoff: Sendable {
  /// The wait after the first attempt, before the draw.
  var first: Duration = .milliseconds(500)
  /// No wait is longer, but for one that the server asks for.
  var longest: Duration = .seconds(30)

  /// The wait after `attempt` attempts (1 or more); `chance` in 0..<1.
  func wait(after attempt: Int, chance: Double) -> Duration {
    let doubled = first * Double(1 << min(max(attempt - 1, 0), 20))
    return min(doubled, longest) * (0.5 + 0.5 * chance)
  }

  /// The longest that a request waits between so many attempts, all waits together.
  func longestWait(over attempts: Int) -> Duration {
    (1..<max(attempts, 1)).reduce(.zero) { $0 + wait(after: $1, chance: 1) }
  }
}

/// The `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
  /// The wait that a header asks for, at `now` seconds since 1970; null for one that cannot be read.
  static func wait(_ value: String, now: Double) -> Duration? {
    let text = value.trimmed
    if let seconds = Double(text), seconds.isFinite {
      return .seconds(min(max(seconds, 0), 1e9))
    }
    return date(text).map { .seconds(max($0 - now, 0)) }
  }

  /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func date(_ text: String) -> Double? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
      let month = months.firstIndex(of: String(parts[2])), (1...31).contains(day), (1970...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2]) else {
      return nil
    }
    // Days since 1970 with the year counted from March, so that a leap day comes last.
    let shifted = month < 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    return Double(((days * 24 + time[0]) * 60 + time[1]) * 60 + time[2])
  }
}

extension String {
  /// Without spaces and tabs at either end.
  fileprivate var trimmed: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: blank).reversed().drop(while: blank).reversed())
  }
}
