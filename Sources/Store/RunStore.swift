public import Foundation
internal import GRDB
public import IsoglossCore

/// A run on disk: one SQLite file in WAL mode with manifest, sessions, prompts, completions and verdicts.
///
/// A batch is recorded in one transaction, so a process that is killed loses at most the batches in flight; SQLite's
/// write-ahead log makes the recorded ones survive. One process writes at a time (`HeldFile`); others may read.
public struct RunStore: Sendable {
  /// Where the file is.
  public let url: URL
  let queue: DatabaseQueue
  private let lock: HeldFile?
  /// The prompts, where this value wrote them: they need not be read back.
  private var written: [Prompt] = []

  /// Opens a run for writing: a new one, or one with an equal manifest and equal prompts to go on with. Judges that the
  /// run does not have yet are added to its manifest.
  /// - Throws: `StoreError.differs` with the differences named, `.inUse` while another process writes to it.
  public static func open(
    at url: URL, manifest: RunManifest, prompts: [Prompt], session: RunSession
  ) throws -> RunStore {
    let lock = try HeldFile(beside: url)
    var store = try RunStore(url: url, readOnly: false, lock: lock)
    try store.migrate()
    let isNew = try store.queue.write { db in
      let found = try RunStore.manifest(in: db)
      if var existing = found {
        let differences = existing.differences(to: manifest)
        guard differences.isEmpty else {
          throw StoreError(
            .differs,
            "\(url.lastPathComponent) is another run (\(differences.joined(separator: "; "))). "
              + "Give another --run, or the settings of that run.")
        }
        existing.add(manifest.judges)
        try RunStore.write(existing, in: db)
      } else {
        try RunStore.write(manifest, in: db)
        for (position, prompt) in prompts.enumerated() {
          try RunStore.insert(prompt, at: position, in: db)
        }
      }
      try db.execute(sql: "INSERT INTO sessions (body) VALUES (?)", arguments: [try RunStore.json(session)])
      return found == nil
    }
    if isNew { store.written = prompts }
    return store
  }

  /// Opens a run for reading.
  public static func read(_ url: URL) throws -> RunStore {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw StoreError(.cannotOpen, "There is no run at \(url.path). Make one with `isogloss eval --run \(url.path)`.")
    }
    let store = try RunStore(url: url, readOnly: true, lock: nil)
    try store.requireReadable()
    return store
  }

  /// Refuses what is no run, and a run of a newer layout.
  func requireReadable() throws {
    do {
      let manifest = try manifest()
      guard manifest.schema <= RunManifest.currentSchema else {
        throw StoreError(
          .newerLayout,
          "\(url.lastPathComponent) has layout \(manifest.schema), written by a newer isogloss: update it.")
      }
    } catch let error as DatabaseError {
      throw StoreError(
        .notARun, "\(url.path) is not a run of isogloss (\(error.message ?? "unreadable")).", underlying: error)
    }
  }

  init(url: URL, readOnly: Bool, lock: HeldFile?) throws {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(10)
    if !readOnly {
      configuration.journalMode = .wal
      // Every answer waits while the log is copied into the file: eight times as many pages before that (32 MB) make the
      // waits few, and each page is copied once for many changes.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 8000") }
    }
    do {
      queue = try DatabaseQueue(path: url.path, configuration: configuration)
    } catch {
      throw StoreError(.cannotOpen, "\(url.path) cannot be opened as a run: \(error).", underlying: error)
    }
    self.url = url
    self.lock = lock
  }

  // MARK: Writing

  /// An answer with its verdicts.
  public typealias Record = (id: String, completion: Completion, verdicts: [Verdict])

  /// Records answers with their verdicts: all of them, or on any error none. Verdicts on an answer that is replaced go, and
  /// so do its annotations.
  public func record(_ items: [Record]) throws {
    try queue.write { try RunStore.insert(items, in: $0) }
  }

  /// The same without holding up the caller's thread while the file is written.
  public func recordTogether(_ items: [Record]) async throws {
    try await queue.write { try RunStore.insert(items, in: $0) }
  }

  private static func insert(_ items: [Record], in db: Database) throws {
    func statement(_ conflict: String) throws -> Statement {
      try db.cachedStatement(
        sql: """
          INSERT OR \(conflict) INTO completions
            (prompt, text, finish, prompt_tokens, completion_tokens, seconds, failure) VALUES (?, ?, ?, ?, ?, ?, ?)
          """)
    }
    let add = try statement("IGNORE")
    for item in items {
      let c = item.completion
      let row: StatementArguments = [
        item.id, c.text, c.finish.rawValue, c.promptTokens, c.completionTokens, c.seconds, c.failure,
      ]
      try add.execute(arguments: row)
      if db.changesCount == 0 {
        // A batch that is asked again as a whole says again what it said: then nothing changes.
        let same = try db.cachedStatement(
          sql: "SELECT 1 FROM completions WHERE prompt = ? AND text = ? AND finish = ? AND failure IS ?")
        if try Int.fetchOne(same, arguments: [item.id, c.text, c.finish.rawValue, c.failure]) == nil {
          // What was said of an answer that is replaced is about another text.
          try db.execute(sql: "DELETE FROM verdicts WHERE prompt = ?", arguments: [item.id])
          try db.execute(sql: "DELETE FROM annotations WHERE item = ?", arguments: [item.id])
          try statement("REPLACE").execute(arguments: row)
        }
      }
      for verdict in item.verdicts { try RunStore.insert(verdict, for: item.id, in: db) }
    }
  }

  // MARK: Reading

  /// The run's manifest.
  public func manifest() throws -> RunManifest {
    guard let manifest = try queue.read({ try RunStore.manifest(in: $0) }) else {
      throw StoreError(.notARun, "\(url.path) has no manifest: it is not a finished start of a run.")
    }
    return manifest
  }

  /// The sittings in which it was made, in order.
  public func sessions() throws -> [RunSession] {
    try queue.read { db in
      try String.fetchAll(db, sql: "SELECT body FROM sessions ORDER BY id").map(RunStore.decode)
    }
  }

  /// Ids of the prompts that have an answer.
  public func answered() throws -> Set<String> {
    try queue.read { try Set(String.fetchAll($0, sql: "SELECT prompt FROM completions")) }
  }

  /// Every prompt with its answer and verdicts, in the order of the data.
  public func items() throws -> [RunItem] {
    try queue.read { db in
      // Prompts that are at hand are in the order of their positions.
      let body = written.isEmpty ? "p.body AS body," : ""
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT p.id AS id, p.position AS position, \(body)
            c.text, c.finish, c.prompt_tokens, c.completion_tokens, c.seconds, c.failure
          FROM prompts p LEFT JOIN completions c ON c.prompt = p.id ORDER BY p.position
          """)
      var reader = try VerdictReader(db)
      var items: [RunItem] = []
      items.reserveCapacity(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM prompts") ?? 0)
      while let row = try rows.next() {
        items.append(
          RunItem(
            prompt: try written.isEmpty ? RunStore.decode(row["body"]) : written[row["position"]],
            completion: try row["finish"] == nil ? nil : RunStore.completion(row),
            verdicts: try reader.verdicts(on: row["id"])))
      }
      return items
    }
  }
}
