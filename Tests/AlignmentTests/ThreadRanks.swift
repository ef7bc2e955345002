import Foundation
import IsoglossCore

@testable import IsoglossAlignment

/// Ranks that are threads of one process: what the trainer does among ranks, without MPI.
///
/// All state is guarded by the condition. A member that fails wakes the others with an error.
final class Meeting: @unchecked Sendable {  // every access holds the condition's lock
  let count: Int
  private let condition = NSCondition()
  private var parts: [Int: Data] = [:]
  private var whole: [Int: Data] = [:]
  private var left = 0
  private var round = 0
  private var failure: String?

  init(_ count: Int) { self.count = count }

  func fail(_ error: any Error) {
    condition.withLock { failure = failure ?? "\(error)" }
    condition.broadcast()
  }

  /// Brings one part of each member to all of them.
  func exchange(_ rank: Int, _ part: Data) throws -> [Data] {
    condition.lock()
    defer { condition.unlock() }
    // The round before must have been left by all.
    while left > 0, failure == nil { condition.wait() }
    parts[rank] = part
    let mine = round
    if parts.count == count {
      (whole, parts, left, round) = (parts, [:], count, round + 1)
      condition.broadcast()
    }
    while round == mine, failure == nil { condition.wait() }
    if round == mine, let failure { throw AlignmentError(.ranks, "another rank failed: \(failure)") }
    let all = (0..<count).compactMap { whole[$0] }
    left -= 1
    if left == 0 { condition.broadcast() }
    return all
  }
}

/// One member of a meeting.
final class ThreadRank: RankGroup {
  let rank: Int
  var count: Int { meeting.count }
  private let meeting: Meeting
  /// Added to what `sum` gives, to play a rank whose sums differ.
  var error: Float = 0

  init(_ rank: Int, _ meeting: Meeting) {
    self.rank = rank
    self.meeting = meeting
  }

  func sum(_ values: UnsafeMutableBufferPointer<Float>) throws {
    let all = try meeting.exchange(rank, Data(buffer: values))
    for (index, part) in all.enumerated() {
      part.withUnsafeBytes { bytes in
        let numbers = bytes.bindMemory(to: Float.self)
        for place in values.indices { values[place] = (index == 0 ? 0 : values[place]) + numbers[place] }
      }
    }
    if !values.isEmpty { values[0] += error }
  }

  func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from root: Int) throws {
    let part = try meeting.exchange(rank, rank == root ? Data(bytes) : Data())[root]
    guard part.count == bytes.count else { throw AlignmentError(.ranks, "\(part.count) bytes for \(bytes.count)") }
    _ = part.copyBytes(to: bytes)
  }
}

/// Runs a body on each of several ranks, a thread each; throws the first failure by rank.
func onRanks<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (ThreadRank) throws -> R) throws -> [R] {
  let meeting = Meeting(count)
  let results = Results<R>(count)
  let group = DispatchGroup()
  for rank in 0..<count {
    group.enter()
    let thread = Thread {
      defer { group.leave() }
      let result = Result { try body(ThreadRank(rank, meeting)) }
      if case .failure(let error) = result { meeting.fail(error) }
      results.put(result, rank)
    }
    thread.stackSize = 8 << 20
    thread.start()
  }
  group.wait()
  return try results.all()
}

private final class Results<R: Sendable>: @unchecked Sendable {  // every access holds the lock
  private let lock = NSLock()
  private var values: [Result<R, any Error>?]

  init(_ count: Int) { values = Array(repeating: nil, count: count) }

  func put(_ value: Result<R, any Error>, _ rank: Int) { lock.withLock { values[rank] = value } }

  func all() throws -> [R] { try lock.withLock { try values.compactMap { try $0?.get() } } }
}
