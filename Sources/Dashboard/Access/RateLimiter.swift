internal import Foundation

/// Bounds how often somebody may do something: a bucket of tokens a key, refilled at a steady rate.
actor RateLimiter {
  /// What is bounded.
  enum Action: String {
    /// A wrong token.
    case wrongToken
    /// A search through every text of a run.
    case search
    /// An answer to a form.
    case write

    /// Requests at once, and how many a second come back.
    var limits: (burst: Double, perSecond: Double) {
      switch self {
      case .wrongToken: (10, 0.2)
      case .search: (20, 4)
      case .write: (60, 10)
      }
    }
  }

  private struct Bucket {
    var left: Double
    var at: Double
  }
  private struct Key: Hashable {
    var action: Action
    var who: String
  }
  private var buckets: [Key: Bucket] = [:]
  private let most: Int

  /// - Parameter most: keys that are remembered; the ones that were quiet longest are forgotten.
  init(most: Int = 10_000) { self.most = most }

  /// Takes one; false where there is none left.
  /// - Parameters:
  ///   - now: seconds of a clock that only rises.
  func take(_ action: Action, by who: String, now: Double = ProcessInfo.processInfo.systemUptime) -> Bool {
    let key = Key(action: action, who: who)
    let (burst, rate) = action.limits
    var bucket = buckets[key] ?? Bucket(left: burst, at: now)
    bucket.left = min(burst, bucket.left + max(0, now - bucket.at) * rate)
    bucket.at = now
    let isFree = bucket.left >= 1
    if isFree { bucket.left -= 1 }
    buckets[key] = bucket
    if buckets.count > most { forget() }
    return isFree
  }

  /// Keys that are remembered.
  var count: Int { buckets.count }

  private func forget() {
    let quiet = buckets.sorted { $0.value.at < $1.value.at }.prefix(max(1, most / 4))
    for (key, _) in quiet { buckets[key] = nil }
  }
}
