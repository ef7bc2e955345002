internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// HTTP over AsyncHTTPClient: keep-alive connections, certificates checked, redirects not followed, no log.
///
/// It uses the client's delegate interface and not the `async` one, whose deadline ends with the head of the response.
final class HTTPTransport: Transport, CustomReflectable {
  /// Seconds in which a connection must be made.
  private static let connectTimeout: Int64 = 10

  private let client: HTTPClient
  private let base: String
  private let headers: HTTPHeaders
  private let maxBodyBytes: Int
  private let requests: Mutex<[String: HTTPClient.Request]>

  /// A way to the server below `base`, with at most `options.concurrency` connections.
  /// - Throws: `EndpointError.certificate` where the file of authorities cannot be read.
  init(base: String, key: APIKey?, options: EndpointOptions) throws(EndpointError) {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(Self.connectTimeout))
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.concurrency
    // The waits between attempts are counted and bounded here, not in the pool.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.tracing.tracer = nil
    if let path = options.certificateAuthority {
      var tls = TLSConfiguration.makeClientConfiguration()
      do {
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
      } catch {
        throw EndpointError(
          .certificate, "\(path) cannot be read as certificates in PEM form: \(error).", underlying: error)
      }
      configuration.tlsConfiguration = tls
    }
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    self.base = base
    maxBodyBytes = options.maxBodyBytes
    var headers = HTTPHeaders([
      ("content-type", "application/json"), ("accept", "application/json"), ("user-agent", "isogloss"),
    ])
    if let key { headers.add(name: "authorization", value: key.authorization) }
    self.headers = headers
    requests = Mutex([:])
  }

  /// Shows nothing to `dump`: the headers hold the key.
  var customMirror: Mirror { Mirror(self, children: [:]) }

  deinit {
    client.shutdown { _ in }
  }

  func send(_ exchange: Exchange, timeout: Duration) async throws -> Reply {
    try Task.checkCancellation()
    var request = try request(to: exchange.path, posts: exchange.body != nil)
    if let body = exchange.body { request.body = .byteBuffer(ByteBuffer(bytes: body)) }
    let task = client.execute(
      request: request, delegate: ReplyCollector(limit: maxBodyBytes), deadline: .now() + TimeAmount(timeout))
    do {
      return try await withTaskCancellationHandler {
        try await task.futureResult.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw Self.failure(error)
    }
  }

  /// A request without its body; the URL is taken apart once a path.
  private func request(to path: String, posts: Bool) throws -> HTTPClient.Request {
    try requests.withLock { requests in
      if let known = requests[path] { return known }
      do {
        let new = try HTTPClient.Request(url: base + path, method: posts ? .POST : .GET, headers: headers)
        requests[path] = new
        return new
      } catch {
        throw EndpointError(.badAddress, "\(base) cannot be asked: \(error).", underlying: error)
      }
    }
  }

  /// An error of the client in this module's terms. The texts of the client name no header and no body.
  static func failure(_ error: any Error) -> TransportFailure {
    switch error {
    case let failure as TransportFailure:
      return failure
    case let error as HTTPClientError where error == .deadlineExceeded:
      return .timeout
    case let error as HTTPClientError where error == .connectTimeout:
      return .unreached("no connection in \(connectTimeout) s")
    case ChannelError.connectTimeout:
      return .unreached("no connection in \(connectTimeout) s")
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      return .closedEarly
    case HTTPParserError.invalidEOFState:
      return .closedEarly
    case NIOSSLError.handshakeFailed(let reason):
      return .certificate("\(reason)")
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return .certificate("it is not for this host")
    case let error as NIOConnectionError:
      // Tried at every address of the host: the first failure speaks for all.
      let first = error.connectionErrors.first.map { Self.failure($0.error) }
      if case .connection(let reason) = first { return .unreached(reason) }
      return first ?? .unreached("the host has no address")
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      return .unreached("connection refused")
    default:
      return .connection("\(error)")
    }
  }
}

/// Gathers one reply, up to a limit.
private final class ReplyCollector: HTTPClientResponseDelegate {
  typealias Response = Reply

  private let limit: Int
  private let reply = Mutex(Reply(status: 0, retryAfter: nil, body: []))

  init(limit: Int) {
    self.limit = limit
  }

  func didReceiveHead(task: HTTPClient.Task<Reply>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= limit else { return task.eventLoop.makeFailedFuture(TransportFailure.tooLong) }
    reply.withLock {
      $0.status = Int(head.status.code)
      $0.retryAfter = head.headers.first(name: "retry-after")
      $0.body.reserveCapacity(announced)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(task: HTTPClient.Task<Reply>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
    let fits = reply.withLock { reply in
      guard reply.body.count + buffer.readableBytes <= limit else { return false }
      reply.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(TransportFailure.tooLong)
  }

  func didFinishRequest(task: HTTPClient.Task<Reply>) throws -> Reply {
    reply.withLock { $0 }
  }
}
