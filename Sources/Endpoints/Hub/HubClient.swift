internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Asks the Hub: redirects, attempts and waits. The token goes to the Hub itself and to nobody that it sends to.
final class HubClient: Sendable, CustomReflectable {
  let address: HubAddress
  private let repository: HubRepository
  private let options: HubOptions
  private let token: APIKey?
  private let client: HTTPClient
  private let time: Timekeeper
  private let backoff: Backoff

  /// Longest reply that is read into memory: a page of a listing.
  private static let longestPage = 64 << 20
  private static let mostRedirects = 5

  /// - Throws: `EndpointError` where the token would be sent in the open.
  init(
    _ repository: HubRepository, address: HubAddress, token: APIKey?, options: HubOptions,
    time: Timekeeper = .system, backoff: Backoff = Backoff()
  ) throws(EndpointError) {
    guard token == nil || !address.isOpen else {
      throw EndpointError(
        .badAddress, "HF_ENDPOINT is http and HF_TOKEN is set: a token is only sent by https. Use https, or unset one.")
    }
    self.repository = repository
    self.address = address
    self.token = token
    self.options = options
    self.time = time
    self.backoff = backoff
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(10), read: TimeAmount(options.patience))
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Shows nothing to `dump`.
  var customMirror: Mirror { Mirror(self, children: [:]) }

  deinit {
    client.shutdown { _ in }
  }

  /// A JSON value, and where the next page is.
  /// - Throws: `EndpointError`, `CancellationError`.
  func json<Value: Decodable & Sendable>(_ type: Value.Type, at url: URL) async throws -> (Value, next: URL?) {
    var failures = 0
    while true {
      do {
        let response = try await open(url, from: 0, path: nil)
        let body = try await response.body.collect(upTo: Self.longestPage)
        let value: Value
        do {
          value = try JSONDecoder().decode(Value.self, from: Data(body.readableBytesView))
        } catch {
          throw EndpointError(
            .unsupported, "\(address.host) answers with what the Hub's interface does not: \(url.path).")
        }
        let next = HubReplies.next(in: response.headers.first(name: "link"))
        return (value, try next.map { try page(after: $0, from: url) })
      } catch {
        failures += 1
        try await wait(after: error, failures, doing: "its listing")
      }
    }
  }

  /// Continues a part of a file up to the whole, and tells how many bytes it holds after each piece.
  /// - Throws: `EndpointError`, `CancellationError`; what came until then stays in the part.
  func download(
    _ file: HubFile, commit: String, into part: PartFile, received: (_ bytes: Int) -> Void
  ) async throws {
    var parts = ["datasets"]
    parts += repository.parts
    parts += ["resolve", commit]
    parts += file.path.split(separator: "/").map(String.init)
    let url = try address.url(parts)
    var failures = 0
    while part.count < file.size {
      let before = part.count
      do {
        let response = try await open(url, from: before, path: file.path) { head in
          try self.check(head, file, commit: commit)
        }
        if before > 0, response.status != .partialContent { try part.restart() }
        if response.status == .partialContent, !Self.starts(response, at: before) {
          throw EndpointError(
            .unsupported, "\(address.host) answers with another part of \(file.path) than was asked for.")
        }
        for try await piece in response.body {
          guard part.count + piece.readableBytes <= file.size else {
            throw EndpointError(
              .damaged, "\(address.host) sends more of \(file.path) than the \(file.size) bytes it lists.")
          }
          try part.append(Array(buffer: piece))
          received(part.count)
        }
        guard part.count == file.size else { throw TransportFailure.closedEarly }
      } catch {
        // Every byte that came is a step forward: only standing still uses up the attempts.
        failures = part.count > before ? 1 : failures + 1
        try await wait(after: error, failures, doing: file.path)
      }
    }
  }

  /// The head of a reply with status 2xx, after any redirects; `check` sees the Hub's own head before.
  private func open(
    _ start: URL, from offset: Int, path: String?, check: (HTTPHeaders) throws -> Void = { _ in }
  ) async throws -> HTTPClientResponse {
    var url = start
    for hop in 0...Self.mostRedirects {
      try Task.checkCancellation()
      var request = HTTPClientRequest(url: url.absoluteString)
      request.headers.add(name: "user-agent", value: "isogloss")
      if offset > 0 { request.headers.add(name: "range", value: "bytes=\(offset)-") }
      if let token, address.owns(url) { request.headers.add(name: "authorization", value: token.authorization) }
      let response: HTTPClientResponse
      do {
        response = try await client.execute(request, deadline: .now() + TimeAmount(options.patience))
      } catch {
        try Task.checkCancellation()
        throw HTTPTransport.failure(error)
      }
      let status = Int(response.status.code)
      if hop == 0, status < 400 { try check(response.headers) }
      switch status {
      case 200..<300: return response
      case 301, 302, 303, 307, 308:
        url = try address.target(of: response.headers.first(name: "location"), from: url)
      case _ where HubStatus.isPassing(status):
        throw Passing(status: status, retryAfter: response.headers.first(name: "retry-after"))
      default:
        let body = try? await response.body.collect(upTo: 1 << 16)
        let said = body.flatMap { Complaints.message(in: Array($0.readableBytesView)) }
        let words = said ?? response.headers.first(name: "x-error-message") ?? ""
        throw HubStatus.error(
          status, response.headers, about: repository, path: path, hasToken: token != nil,
          words: token?.partsRemoved(from: words) ?? words)
      }
    }
    throw EndpointError(.redirect, "\(address.host) sends from one address to the next without end.")
  }

  /// A reply that another attempt may better.
  private struct Passing: Error {
    var status: Int
    var retryAfter: String?
  }

  /// Waits before another attempt, or throws where there is none to make.
  private func wait(after error: any Error, _ failures: Int, doing what: String) async throws {
    try Task.checkCancellation()
    let reason: String
    var asked: Duration?
    switch error {
    case let passing as Passing:
      reason = passing.status == 429 ? "the Hub has too much to do (status 429)" : "status \(passing.status)"
      asked = passing.retryAfter.flatMap { RetryAfter.wait($0, now: time.unixTime()) }
    case let failure as TransportFailure:
      reason = try Self.reason(failure, address.host)
    case is EndpointError, is CancellationError: throw error
    default: reason = try Self.reason(HTTPTransport.failure(error), address.host)
    }
    guard failures < options.attempts else {
      throw EndpointError(
        .requestFailed,
        "\(what) of \(repository.id) does not come: \(reason) (after \(failures) attempts without a step forward). "
          + "What came is kept: the same command goes on.")
    }
    try await time.sleep(max(asked ?? .zero, backoff.wait(after: failures, chance: time.chance())))
  }

  private static func reason(_ failure: TransportFailure, _ host: String) throws(EndpointError) -> String {
    switch failure {
    case .unreached(let reason), .connection(let reason): return reason
    case .timeout: return "no answer in time"
    case .tooLong: return "the answer is too long"
    case .certificate(let reason):
      throw EndpointError(.certificate, "The connection to \(host) is not safe (\(reason)): nothing was sent.")
    }
  }

  /// The next page of a listing, which must be on the Hub itself.
  private func page(after link: String, from url: URL) throws(EndpointError) -> URL {
    let next = try address.target(of: link, from: url)
    guard address.owns(next) else {
      throw EndpointError(
        .redirect, "\(address.host) sends to \(next.host ?? "") for the rest of its listing: not followed.")
    }
    return next
  }

  /// Whether a part of a file starts at a byte.
  private static func starts(_ response: HTTPClientResponse, at offset: Int) -> Bool {
    response.headers.first(name: "content-range")?.hasPrefix("bytes \(offset)-") == true
  }

  /// The Hub's head must be about the commit and the bytes that it listed.
  private func check(_ headers: HTTPHeaders, _ file: HubFile, commit: String) throws(EndpointError) {
    let tag = headers.first(name: "x-linked-etag").map { $0.filter { $0 != "\"" } }
    let isOther = headers.first(name: "x-repo-commit").map { $0 != commit } ?? false
    var isChanged = false
    if case .sha256(let hex) = file.digest { isChanged = tag.map { $0 != hex } ?? false }
    guard isOther || isChanged else { return }
    throw EndpointError(
      .damaged, "\(address.host) gives other bytes for \(file.path) than those it lists at commit \(commit.prefix(12))."
    )
  }
}
