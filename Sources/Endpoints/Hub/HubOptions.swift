/// How the Hub is asked.
public struct HubOptions: Sendable {
  /// Patterns of paths to fetch (`*.parquet`, `data/lv*`); a file is fetched that fits any. None fetches all.
  public var include: [String]
  /// Files fetched at once.
  public var concurrency: Int
  /// Times in a row that a request is sent without getting any further.
  public var attempts: Int
  /// Longest wait for the head of a reply, and between two pieces of its body.
  public var patience: Duration

  /// Options.
  public init(
    include: [String] = [], concurrency: Int = 4, attempts: Int = 6, patience: Duration = .seconds(60)
  ) {
    self.include = include
    self.concurrency = concurrency
    self.attempts = attempts
    self.patience = patience
  }

  func validate() throws(EndpointError) {
    guard (1...64).contains(concurrency) else {
      throw EndpointError(.badOption, "The number of files at once must be in 1...64, not \(concurrency).")
    }
    guard (1...100).contains(attempts) else {
      throw EndpointError(.badOption, "The number of attempts must be in 1...100, not \(attempts).")
    }
    guard patience > .zero else { throw EndpointError(.badOption, "The patience must be above zero.") }
  }
}
