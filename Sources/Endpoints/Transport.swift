/// One thing sent to the server.
struct Exchange: Sendable {
  /// Path below the base URL: `/chat/completions`.
  var path: String
  /// JSON to post; null gets.
  var body: [UInt8]?
}

/// What came back, whatever the status.
struct Reply: Sendable {
  /// HTTP status.
  var status: Int
  /// The `Retry-After` header.
  var retryAfter: String?
  /// The body.
  var body: [UInt8]
}

/// Why nothing came back.
enum TransportFailure: Error, Sendable {
  /// No connection could be made; the same request may succeed later.
  case unreached(String)
  /// A connection that broke; the same request may succeed later.
  case connection(String)
  /// Nothing, or not everything, came in time.
  case timeout
  /// More came than is allowed; the rest was not read.
  case tooLong
  /// The server cannot be trusted.
  case certificate(String)

  /// A connection that ended before the answer did.
  static let closedEarly = connection("the server closed the connection before its answer was complete")
}

/// The way to a server: sends one thing once.
protocol Transport: Sendable {
  /// Sends and waits for the whole reply.
  /// - Throws: `TransportFailure`, `CancellationError`.
  func send(_ exchange: Exchange, timeout: Duration) async throws -> Reply
}
