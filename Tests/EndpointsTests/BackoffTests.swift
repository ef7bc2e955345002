import Testing

@testable import IsoglossEndpoints

struct BackoffTests {
  @Test func doublesUpToTheLongestAndDrawsTheUpperHalf() {
    let backoff = Backoff(first: .milliseconds(500), longest: .seconds(30))
    let full = (1...9).map { backoff.wait(after: $0, chance: 1) / .seconds(1) }
    #expect(full == [0.5, 1, 2, 4, 8, 16, 30, 30, 30])
    #expect((1...9).map { backoff.wait(after: $0, chance: 0) / .seconds(1) } == full.map { $0 / 2 })
    #expect(backoff.wait(after: 5000, chance: 0.5) == .seconds(22.5))
  }

  // Seconds since 1970 from Python's email.utils.parsedate_to_datetime(...).timestamp().
  @Test(arguments: [
    ("0", 0.0), (" 120 ", 120), ("1.5", 1.5), ("-3", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800),
    ("Wed, 31 Dec 2098 12:00:00 GMT", 4_070_865_600),
  ])
  func readsRetryAfter(text: String, seconds: Double) {
    #expect(RetryAfter.wait(text, now: 0) == .seconds(seconds))
  }

  @Test func datesAreCountedFromNow() {
    #expect(RetryAfter.wait("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_770) == .seconds(7))
    #expect(RetryAfter.wait("Sun, 06 Nov 1994 08:49:37 GMT", now: 784_111_999) == .zero)
  }

  @Test(arguments: [
    "", "soon", "nan", "inf", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "a b c d e f",
  ])
  func passesOverWhatCannotBeRead(text: String) {
    #expect(RetryAfter.wait(text, now: 0) == nil)
  }
}
