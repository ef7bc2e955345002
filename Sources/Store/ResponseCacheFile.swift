public import Foundation
internal import GRDB
public import IsoglossCore

/// Answers of servers kept between runs: one SQLite file that several processes may use at once.
///
/// The key holds everything that changes an answer (the model behind the endpoint makes it); a row that cannot be read
/// any more counts as absent. Answers that arrive while others are written share one transaction.
public final class ResponseCacheFile: ResponseCache {
  /// Where the file is.
  public let url: URL
  private let pool: DatabasePool
  private let writer: GroupedWriter<(key: String, body: String)>

  /// Opens a cache, made where it is not there.
  /// - Throws: `StoreError` where the file cannot be written, or is something else.
  public init(at url: URL) throws {
    self.url = url
    let pool: DatabasePool
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      pool = try DatabasePool(path: url.path, configuration: configuration)
      try pool.write { db in
        try db.execute(sql: "CREATE TABLE IF NOT EXISTS responses (key TEXT PRIMARY KEY, body TEXT NOT NULL)")
      }
    } catch {
      throw StoreError(
        .cannotOpen, "\(url.path) cannot be used as a response cache (\(error)): give another --cache.",
        underlying: error)
    }
    self.pool = pool
    writer = GroupedWriter { rows in
      try await pool.write { db in
        let statement = try db.cachedStatement(sql: "INSERT OR REPLACE INTO responses (key, body) VALUES (?, ?)")
        for row in rows { try statement.execute(arguments: [row.key, row.body]) }
      }
    }
  }

  /// The completion stored under a key, or null.
  public func completion(for key: String) async throws -> Completion? {
    let body = try await pool.read { db in
      try String.fetchOne(
        try db.cachedStatement(sql: "SELECT body FROM responses WHERE key = ?"), arguments: [key])
    }
    return body.flatMap { try? RunStore.decode($0) }
  }

  /// Stores a completion; returns when it is on disk.
  public func store(_ completion: Completion, for key: String) async throws {
    try await writer.write([(key, RunStore.json(completion))])
  }

  /// Puts any text in the place of an answer: for tests of damaged files.
  func replace(_ key: String, with body: String) async throws {
    try await writer.write([(key, body)])
  }

  /// Answers in the file.
  public func count() async throws -> Int {
    try await pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM responses") ?? 0 }
  }
}
