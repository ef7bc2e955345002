internal import Foundation
internal import IsoglossCore
internal import Synchronization

/// A request that failed for good: a value for the run, with the reason for its reader.
struct RequestFailure: Error, Sendable {
  var reason: String
  /// Whether the server understood the request and refused it for what it holds (400 or 422).
  var isRejected = false
}

/// Sends requests until they are answered or have failed for good: places in the window, attempts, waits, bounds.
final class EndpointClient: Sendable {
  /// An answer with the time from its first sending, waits between attempts included, the queue left out.
  struct Answer<Value: Sendable>: Sendable {
    var value: Value
    var seconds: Double
  }

  let address: EndpointAddress
  let options: EndpointOptions
  let window: ConcurrencyWindow
  let ledger: UsageLedger
  let key: APIKey?
  private let transport: any Transport
  private let time: Timekeeper
  private let backoff: Backoff
  private let proven = Mutex(false)
  private let outage = OutageWatch()
  private let hasAsked = Flag()
  private let hasReply = Flag()

  init(
    address: EndpointAddress, options: EndpointOptions, key: APIKey?, transport: any Transport,
    time: Timekeeper = .system, backoff: Backoff = Backoff()
  ) {
    self.address = address
    self.options = options
    self.key = key
    self.transport = transport
    self.time = time
    self.backoff = backoff
    window = ConcurrencyWindow(start: 20, ceiling: options.concurrency)
    ledger = UsageLedger(prices: options.prices)
  }

  /// What one attempt came to.
  private enum Attempt<Value: Sendable> {
    case value(Value)
    case again(reason: String, wait: Duration?, isUnreached: Bool = false)
    case over(reason: String, isRejected: Bool)
  }

  /// Sends until `read` takes the body.
  /// - Throws: `RequestFailure`, `EndpointError` where no request can succeed or nothing ever answered, `CancellationError`.
  func ask<Value: Sendable>(
    _ exchange: Exchange, read: (Reply) throws(ReplyProblem) -> Value
  ) async throws -> Answer<Value> {
    var spent = Duration.zero
    var attempt = 0
    while true {
      attempt += 1
      let permit = try await place()
      let start = time.now()
      let result: Attempt<Value>
      var ending = ConcurrencyWindow.Ending.other
      do {
        defer { window.leave(permit, ending) }
        let timeout = min(options.requestTimeout, options.totalTime - spent)
        result = try await self.attempt(exchange, timeout: timeout, read: read, ending: &ending)
      }
      spent += time.now() - start
      switch result {
      case .value(let value):
        if outage.answered(at: time.now()) { options.notice("\(address.host) answers again.") }
        return Answer(value: value, seconds: spent / .seconds(1))
      case .over(let reason, let isRejected):
        throw failure(reason, attempt, isRejected: isRejected)
      case .again(let reason, let asked, let isUnreached):
        guard attempt < options.attempts else {
          let last = failure(reason, attempt)
          if isUnreached, !outage.isReached { throw unreachable(last) }
          throw last
        }
        if outage.failed(at: time.now()) { options.notice(outageWords(failure(reason, 1).reason, isUnreached)) }
        let wait = max(asked ?? .zero, backoff.wait(after: attempt, chance: time.chance()))
        guard spent + wait < options.totalTime else {
          let limit = "the next attempt would come after the limit of \(options.totalTime.inSeconds)"
          throw failure(reason + "; " + limit, attempt)
        }
        ledger.count { $0.retries += 1 }
        try await time.sleep(wait)
        spent += wait
      }
    }
  }

  /// Waits for a place, and out any pause that the server asked everybody to make.
  private func place() async throws -> ConcurrencyWindow.Permit {
    while true {
      let permit = try await window.enter()
      let pause = window.heldUntil - time.now()
      guard pause > .zero else { return permit }
      window.leave(permit, .other)
      try await time.sleep(pause)
    }
  }

  private func attempt<Value: Sendable>(
    _ exchange: Exchange, timeout: Duration, read: (Reply) throws(ReplyProblem) -> Value,
    ending: inout ConcurrencyWindow.Ending
  ) async throws -> Attempt<Value> {
    if hasAsked.turnOn() { options.firstRequest() }
    let reply: Reply
    do {
      reply = try await transport.send(exchange, timeout: timeout)
    } catch let failure as TransportFailure {
      switch failure {
      case .unreached(let reason): return .again(reason: reason, wait: nil, isUnreached: true)
      case .connection(let reason): return .again(reason: reason, wait: nil)
      case .timeout:
        ending = .late
        return .again(reason: "no whole answer in \(timeout.inSeconds)", wait: nil)
      case .tooLong:
        return .again(reason: "the answer is longer than \(options.maxBodyBytes) bytes: cut off", wait: nil)
      case .certificate(let reason):
        throw EndpointError(
          .certificate,
          "The connection to \(address.host) is not safe (\(reason)): nothing was sent. Correct the server's "
            + "certificate, or name the authority that signed it.")
      }
    }
    outage.reached()
    if hasReply.turnOn() { options.firstReply() }
    let asked = reply.retryAfter.flatMap { RetryAfter.wait($0, now: time.unixTime()) }
    switch ReplyStatus.read(reply, from: address, key: key, proven: proven.withLock { $0 }) {
    case .answer:
      do throws(ReplyProblem) {
        let value = try read(reply)
        ending = .answered
        proven.withLock { $0 = true }
        return .value(value)
      } catch {
        switch error {
        case .passing(let reason): return .again(reason: reason, wait: nil)
        case .lasting(let reason): return .over(reason: reason, isRejected: false)
        }
      }
    case .refusal:
      ledger.count { $0.refusals += 1 }
      ending = .refused(until: asked.map { $0 + time.now() })
      return .again(reason: "status \(reply.status): the server has too much to do", wait: asked)
    case .passing(let reason): return .again(reason: reason, wait: asked)
    case .lasting(let reason):
      return .over(reason: reason, isRejected: reply.status == 400 || reply.status == 422)
    case .fatal(let error): throw error
    }
  }

  /// That the server does not answer, and what happens now.
  private func outageWords(_ reason: String, _ isUnreached: Bool) -> String {
    let waits = min(backoff.longestWait(over: options.attempts), options.totalTime) / .seconds(1)
    return
      "\(address.host) \(isUnreached ? "does not answer" : "gives no answer of use") (\(reason)): each request is sent up "
      + "to \(options.attempts) times, with waits of up to \(Int(waits.rounded(.up))) s in all. "
      + "Ctrl-C ends this, and the same command goes on."
  }

  private func unreachable(_ failure: RequestFailure) -> EndpointError {
    EndpointError(
      .unreachable,
      "\(address.host) does not answer: \(failure.reason). Is the server running, and is this its address? What is "
        + "answered is kept, and the same command goes on.")
  }

  private func failure(_ reason: String, _ attempts: Int, isRejected: Bool = false) -> RequestFailure {
    let text = key?.partsRemoved(from: reason) ?? reason
    return RequestFailure(
      reason: attempts == 1 ? text : "\(text) (after \(attempts) attempts)", isRejected: isRejected)
  }
}

extension Duration {
  /// `2.5 s`.
  fileprivate var inSeconds: String {
    let seconds = self / .seconds(1)
    return seconds == seconds.rounded() ? "\(Int(min(seconds, 1e15))) s" : "\((seconds * 1000).rounded() / 1000) s"
  }
}
