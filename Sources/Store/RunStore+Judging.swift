public import Foundation
internal import GRDB
public import IsoglossCore

/// An answer as it was read for judging.
public struct StoredAnswer: Sendable {
  /// Which row holds it: rises in the order of arrival, and changes when the answer is replaced.
  public let row: Int64
  /// What a judge is shown.
  public let input: JudgeInput
  /// Readings by judge name.
  public let verdicts: [String: Verdict]
}

extension RunStore {
  /// Opens a run that is there for judging its answers.
  /// - Throws: `StoreError`, as ``read(_:)`` does, and `.inUse` while another process writes to it.
  public static func judging(_ url: URL) throws -> RunStore {
    _ = try read(url)
    let store = try RunStore(url: url, readOnly: false, lock: HeldFile(beside: url))
    try store.requireReadable()
    try store.migrate()
    return store
  }

  /// Adds judges to the manifest.
  public func add(_ judges: [JudgeRecord]) throws {
    try queue.write { db in
      guard var manifest = try RunStore.manifest(in: db) else { return }
      manifest.add(judges)
      try RunStore.write(manifest, in: db)
    }
  }

  /// A page of answers in the order of arrival, with their verdicts.
  /// - Parameters:
  ///   - row: the last row of the page before; 0 for the first page.
  ///   - limit: answers a page.
  ///   - judges: only answers that one of these has not judged; null for all answers.
  ///   - retryingUnscored: whether an unscored verdict counts as none.
  public func answers(
    after row: Int64 = 0, limit: Int, openTo judges: [String]? = nil, retryingUnscored: Bool = false
  ) async throws -> [StoredAnswer] {
    try await queue.read { db in
      let filter = Filter(judges, retryingUnscored)
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT c.rowid AS row, p.body AS body, c.text, c.finish, c.prompt_tokens, c.completion_tokens, c.seconds,
            c.failure
          FROM completions c JOIN prompts p ON p.id = c.prompt
          WHERE c.rowid > ? AND \(filter.sql) ORDER BY c.rowid LIMIT ?
          """, arguments: [row] + filter.arguments + [limit])
      var verdicts = try VerdictReader(db)
      return try rows.map { row in
        let prompt: Prompt = try RunStore.decode(row["body"])
        return StoredAnswer(
          row: row["row"], input: JudgeInput(prompt: prompt, completion: try RunStore.completion(row)),
          verdicts: try verdicts.verdicts(on: prompt.id))
      }
    }
  }

  /// How many answers one of these judges has not judged; null counts all.
  public func openCount(to judges: [String]?, retryingUnscored: Bool = false) throws -> Int {
    let filter = Filter(judges, retryingUnscored)
    return try queue.read { db in
      try Int.fetchOne(
        db, sql: "SELECT COUNT(*) FROM completions c WHERE \(filter.sql)", arguments: filter.arguments) ?? 0
    }
  }

  /// Verdicts by judge: all of them, and the unscored ones among them.
  public func verdictCounts() throws -> [String: (all: Int, unscored: Int)] {
    try queue.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT judge, COUNT(*) AS n, SUM(outcome = 'unscored') AS unscored FROM verdicts GROUP BY judge")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["judge"], ($0["n"], $0["unscored"])) })
    }
  }

  /// Records verdicts on stored answers, without those on answers that were replaced since they were read.
  public func record(_ verdicts: [(answer: StoredAnswer, verdicts: [Verdict])]) async throws {
    try await queue.write { db in
      let present = try db.cachedStatement(sql: "SELECT 1 FROM completions WHERE rowid = ? AND prompt = ?")
      for (answer, verdicts) in verdicts {
        let id = answer.input.prompt.id
        guard try Int.fetchOne(present, arguments: [answer.row, id]) != nil else { continue }
        for verdict in verdicts { try RunStore.insert(verdict, for: id, in: db) }
      }
    }
  }

  /// Which answers `c` are open to judges.
  private struct Filter {
    var sql = "1"
    var arguments = StatementArguments()

    init(_ judges: [String]?, _ retryingUnscored: Bool) {
      guard let judges else { return }
      let marks = Array(repeating: "?", count: judges.count).joined(separator: ", ")
      let scored = retryingUnscored ? " AND v.outcome <> 'unscored'" : ""
      sql = "(SELECT COUNT(*) FROM verdicts v WHERE v.prompt = c.prompt AND v.judge IN (\(marks))\(scored)) < ?"
      arguments = StatementArguments(judges) + [judges.count]
    }
  }
}
