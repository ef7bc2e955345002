internal import GRDB
public import IsoglossCore

/// What a sitting changes besides the answers: only the process that writes the run, whose sitting is the last one.
extension RunStore {
  /// Records what this sitting asked of a server. Called again, the later count holds.
  public func record(usage: ServedUsage) throws {
    try queue.write { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT id, body FROM sessions ORDER BY id DESC LIMIT 1") else {
        return
      }
      var session: RunSession = try RunStore.decode(row["body"])
      session.usage = usage
      try db.execute(
        sql: "UPDATE sessions SET body = ? WHERE id = ?", arguments: [try RunStore.json(session), row["id"] as Int64])
    }
  }

  /// Takes out the answers that failed for good, with what was said of them, so that their prompts are asked again.
  /// - Returns: how many there were.
  public func forgetFailures() throws -> Int {
    try queue.write { db in
      let failed = "SELECT prompt FROM completions WHERE finish = 'failed'"
      try db.execute(sql: "DELETE FROM verdicts WHERE prompt IN (\(failed))")
      try db.execute(sql: "DELETE FROM annotations WHERE item IN (\(failed))")
      try db.execute(sql: "DELETE FROM completions WHERE finish = 'failed'")
      return db.changesCount
    }
  }
}
