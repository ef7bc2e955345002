internal import Foundation
internal import GRDB
internal import IsoglossCore

extension RunStore {
  /// Makes or updates the tables. Columns that people query are columns; the rest is JSON in `body`.
  func migrate() throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE manifest (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
          CREATE TABLE sessions (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
          CREATE TABLE prompts (
            id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, language TEXT NOT NULL, "group" TEXT,
            hazard TEXT, intent TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL);
          CREATE TABLE completions (
            prompt TEXT PRIMARY KEY REFERENCES prompts (id), text TEXT NOT NULL, finish TEXT NOT NULL,
            prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, seconds REAL NOT NULL, failure TEXT);
          CREATE TABLE verdicts (
            prompt TEXT NOT NULL REFERENCES completions (prompt), judge TEXT NOT NULL, outcome TEXT NOT NULL,
            reason TEXT, body TEXT NOT NULL, PRIMARY KEY (prompt, judge));
          """)
    }
    migrator.registerMigration("2") { db in
      try db.execute(
        sql: """
          CREATE TABLE annotations (
            item TEXT NOT NULL REFERENCES completions (prompt), question TEXT NOT NULL, annotator TEXT NOT NULL,
            value TEXT NOT NULL, time TEXT, comment TEXT, PRIMARY KEY (item, question, annotator));
          """)
    }
    do {
      try migrator.migrate(queue)
    } catch let error as DatabaseError {
      throw StoreError(
        .notARun, "\(url.path) is not a run of isogloss (\(error.message ?? "unreadable")): give another --run.",
        underlying: error)
    }
  }

  static func manifest(in db: Database) throws -> RunManifest? {
    try String.fetchOne(db, sql: "SELECT body FROM manifest WHERE id = 1").map(decode)
  }

  /// Puts a manifest in the place of the one that is there, in the present layout.
  static func write(_ manifest: RunManifest, in db: Database) throws {
    var manifest = manifest
    manifest.schema = RunManifest.currentSchema
    try db.execute(
      sql: "INSERT OR REPLACE INTO manifest (id, body) VALUES (1, ?)", arguments: [try json(manifest)])
  }

  /// Puts any text in the place of the manifest: for tests of other layouts.
  func replaceManifest(with body: String) throws {
    try queue.write { try $0.execute(sql: "UPDATE manifest SET body = ?", arguments: [body]) }
  }

  /// The answer in a row that has one.
  static func completion(_ row: Row) throws -> Completion {
    let finish: String = row["finish"]
    guard let reason = Completion.FinishReason(rawValue: finish) else {
      throw StoreError(.damaged, "The run cannot be read: unknown finish reason \(finish)")
    }
    return Completion(
      text: row["text"], finish: reason, promptTokens: row["prompt_tokens"],
      completionTokens: row["completion_tokens"], seconds: row["seconds"], failure: row["failure"])
  }

  static func insert(_ prompt: Prompt, at position: Int, in db: Database) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO prompts (id, position, language, "group", hazard, intent, text, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      prompt.id, position, prompt.language.code, prompt.group, prompt.hazard?.rawValue, prompt.intent.rawValue,
      prompt.text, try json(prompt),
    ])
  }

  static func insert(_ verdict: Verdict, for id: String, in db: Database) throws {
    var reason: String?
    if case .unscored(let why) = verdict.outcome { reason = why }
    let statement = try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO verdicts (prompt, judge, outcome, reason, body) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(arguments: [id, verdict.judge, verdict.outcome.name, reason, try VerdictText.write(verdict)])
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
  private static let decoder = JSONDecoder()

  static func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ text: String) throws -> Value {
    do {
      return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch {
      throw StoreError(.damaged, "A row of the run cannot be read: \(error).", underlying: error)
    }
  }
}
