public import IsoglossCore

/// How a server is asked, and who is told when it does not answer. None of it changes an answer but ``api``.
public struct EndpointOptions: Sendable {
  /// Which of the server's doors.
  public enum API: String, Sendable, CaseIterable {
    /// `/chat/completions`: the server puts its own template around the messages.
    case chat
    /// `/completions`: a request holds one message, sent exactly as it is.
    case completions
  }

  /// Which of the server's doors.
  public var api: API
  /// Environment variable that holds the key; null sends none.
  public var keyVariable: String?
  /// Most requests in flight at once; refusals (429) lower it for a while.
  public var concurrency: Int
  /// Most times that one request is sent.
  public var attempts: Int
  /// Longest time for one attempt, from sending to the last byte.
  public var requestTimeout: Duration
  /// Longest time for one request over all its attempts and the waits between, without the queue for a free place.
  public var totalTime: Duration
  /// Longest answer in bytes of JSON; what is longer is cut off and fails.
  public var maxBodyBytes: Int
  /// PEM file with the certificate authorities to trust instead of the system's.
  public var certificateAuthority: String?
  /// Prices, where the cost is to be counted.
  public var prices: TokenPrices?
  /// Told in a sentence when the server does not answer and is asked again, and when it answers again: each once an
  /// outage, from any task.
  public var notice: @Sendable (String) -> Void
  /// Told before the first request is sent, from any task.
  public var firstRequest: @Sendable () -> Void = {}
  /// Told when the first reply has come, whatever it says, from any task.
  public var firstReply: @Sendable () -> Void = {}

  /// Options; the defaults suit a local server.
  public init(
    api: API = .chat, keyVariable: String? = nil, concurrency: Int = 64, attempts: Int = 8,
    requestTimeout: Duration = .seconds(300), totalTime: Duration = .seconds(900), maxBodyBytes: Int = 1 << 20,
    certificateAuthority: String? = nil, prices: TokenPrices? = nil,
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.api = api
    self.keyVariable = keyVariable
    self.concurrency = concurrency
    self.attempts = attempts
    self.requestTimeout = requestTimeout
    self.totalTime = totalTime
    self.maxBodyBytes = maxBodyBytes
    self.certificateAuthority = certificateAuthority
    self.prices = prices
    self.notice = notice
  }

  func validate() throws(EndpointError) {
    func require(_ holds: Bool, _ message: String) throws(EndpointError) {
      if !holds { throw EndpointError(.badOption, message) }
    }
    try require((1...10_000).contains(concurrency), "The concurrency must be in 1...10000, not \(concurrency).")
    try require((1...100).contains(attempts), "The number of attempts must be in 1...100, not \(attempts).")
    try require(requestTimeout > .zero, "The timeout of a request must be above zero, not \(requestTimeout).")
    try require(totalTime > .zero, "The total time of a request must be above zero, not \(totalTime).")
    try require(
      (1024...1 << 30).contains(maxBodyBytes), "The longest answer must be in 1 kB...1 GB, not \(maxBodyBytes) bytes.")
    if let prices {
      try require(
        prices.prompt >= 0 && prices.completion >= 0 && prices.prompt.isFinite && prices.completion.isFinite,
        "Prices must be finite and not negative.")
    }
  }
}
