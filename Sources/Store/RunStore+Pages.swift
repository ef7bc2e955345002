internal import GRDB
public import IsoglossCore

/// What a page about a run reads: everything but texts at once, and the texts of a few answers.
extension RunStore {
  /// How far a run is.
  public struct Progress: Hashable, Sendable {
    /// Prompts with an answer.
    public let answered: Int
    /// Prompts.
    public let total: Int
  }

  /// How far the run is. Cost: two counts.
  public func progress() async throws -> Progress {
    try await queue.read { db in
      Progress(
        answered: try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM completions") ?? 0,
        total: try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM prompts") ?? 0)
    }
  }

  /// The run's rows without their texts.
  public func index() async throws -> RunIndex {
    try await queue.read { db in
      var languages: [Language] = []
      var known: [String: Int] = [:]
      var places: [String: Int] = [:]
      var rows: [RunIndex.Row] = []
      let prompts = try Row.fetchCursor(
        db,
        sql: """
          SELECT p.id, p.language, p."group" AS grp, p.hazard, p.intent, p.text, c.prompt IS NOT NULL AS answered,
            CASE WHEN json_valid(p.body) THEN p.body ->> '$.style' END AS style,
            CASE WHEN json_valid(p.body) THEN json_array_length(p.body, '$.perturbations') END AS perturbed
          FROM prompts p LEFT JOIN completions c ON c.prompt = p.id ORDER BY p.position
          """)
      while let row = try prompts.next() {
        let (id, code): (String, String) = (row["id"], row["language"])
        if known[code] == nil {
          known[code] = languages.count
          languages.append(Language(code))
        }
        guard let intent = Intent(rawValue: row["intent"]) else {
          throw StoreError(.damaged, "A row of the run cannot be read: prompt \(id) has an unknown intent.")
        }
        places[id] = rows.count
        rows.append(
          RunIndex.Row(
            id: id, language: known[code] ?? 0, group: row["grp"],
            hazard: (row["hazard"] as String?).flatMap(Hazard.init(rawValue:)),
            style: (row["style"] as String?).flatMap(AttackStyle.init(rawValue:)), intent: intent,
            isAnswered: row["answered"], isPerturbed: (row["perturbed"] as Int? ?? 0) > 0,
            textHash: (row["text"] as String?).hashValue))
      }
      let judges = try String.fetchAll(db, sql: "SELECT DISTINCT judge FROM verdicts ORDER BY judge")
      return RunIndex(
        languages: languages, judges: judges, rows: rows,
        readings: try RunStore.readings(of: judges, places: places, in: db))
    }
  }

  private static func readings(of judges: [String], places: [String: Int], in db: Database) throws -> [UInt8] {
    let columns = Dictionary(uniqueKeysWithValues: judges.enumerated().map { ($1, $0) })
    let names = Dictionary(uniqueKeysWithValues: Outcome.names.enumerated().map { ($1, UInt8($0)) })
    var found = [UInt8](repeating: RunIndex.none, count: places.count * judges.count)
    let verdicts = try Row.fetchCursor(db, sql: "SELECT prompt, judge, outcome FROM verdicts")
    while let row = try verdicts.next() {
      guard let place = places[row["prompt"]], let column = columns[row["judge"]] else { continue }
      found[place * judges.count + column] = names[row["outcome"]] ?? RunIndex.none
    }
    return found
  }

  /// Prompts of these ids with answers and verdicts, in the order of the ids; ids that the run does not have are left
  /// out. Cost: a few look-ups an id.
  public func items(_ ids: [String]) async throws -> [RunItem] {
    try await queue.read { db in
      let prompt = try db.cachedStatement(
        sql: """
          SELECT p.body AS body, c.text, c.finish, c.prompt_tokens, c.completion_tokens, c.seconds, c.failure
          FROM prompts p LEFT JOIN completions c ON c.prompt = p.id WHERE p.id = ?
          """)
      var verdicts = try VerdictReader(db)
      return try ids.compactMap { id in
        guard let row = try Row.fetchOne(prompt, arguments: [id]) else { return nil }
        return RunItem(
          prompt: try RunStore.decode(row["body"]),
          completion: try row["finish"] == nil ? nil : RunStore.completion(row),
          verdicts: try verdicts.verdicts(on: id))
      }
    }
  }

  /// Ids of the prompts whose request or answer contains a text, in the order of the data. Letters of ASCII match in
  /// either case; other letters as written, or all in lower or upper case. Cost: reads every text of the run.
  /// - Parameter limit: at most so many are returned.
  public func search(_ text: String, limit: Int) async throws -> [String] {
    var seen: Set<String> = []
    let spellings = [text, text.lowercased(), text.uppercased(), text.prefix(1).uppercased() + text.dropFirst()]
      .filter { !$0.isEmpty && seen.insert($0).inserted }
    guard !spellings.isEmpty else { return [] }
    let patterns = spellings.map { spelling in
      "%" + spelling.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }
    let either = patterns.map { _ in "c.text LIKE ? ESCAPE '\\' OR p.text LIKE ? ESCAPE '\\'" }
    return try await queue.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT p.id FROM prompts p LEFT JOIN completions c ON c.prompt = p.id
          WHERE \(either.joined(separator: " OR ")) ORDER BY p.position LIMIT ?
          """, arguments: StatementArguments(patterns.flatMap { [$0, $0] }) + [limit])
    }
  }
}
