internal import GRDB
internal import IsoglossCore

/// Reads the verdicts on one answer after another.
struct VerdictReader {
  private let statement: Statement
  private var text = VerdictText()

  /// A reader for as long as the access to the database lasts.
  init(_ db: Database) throws {
    statement = try db.cachedStatement(sql: "SELECT body FROM verdicts WHERE prompt = ?")
  }

  /// The verdicts on a prompt's answer by their judges.
  mutating func verdicts(on prompt: String) throws -> [String: Verdict] {
    var verdicts: [String: Verdict] = [:]
    let bodies = try String.fetchCursor(statement, arguments: [prompt])
    while let body = try bodies.next() {
      let verdict = try text.read(body)
      verdicts[verdict.judge] = verdict
    }
    return verdicts
  }
}
