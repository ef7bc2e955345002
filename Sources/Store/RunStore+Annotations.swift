internal import Foundation
internal import GRDB
public import IsoglossCore

/// What people said of a run's answers: `item` is the prompt's id.
extension RunStore {
  /// Records annotations: all of them, or on any error none. An annotator's later answer to a question takes the place of
  /// the earlier one.
  /// - Throws: `StoreError.noSuchAnswer` where the run has no answer of that id.
  public func annotate(_ annotations: [Annotation]) throws {
    try queue.write { db in
      let present = try db.cachedStatement(sql: "SELECT 1 FROM completions WHERE prompt = ?")
      let insert = try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO annotations (item, question, annotator, value, time, comment) VALUES (?, ?, ?, ?, ?, ?)
          """)
      for annotation in annotations {
        guard try Int.fetchOne(present, arguments: [annotation.item]) != nil else {
          throw StoreError(.noSuchAnswer, "The run has no answer \(annotation.item) to annotate.")
        }
        try insert.execute(arguments: [
          annotation.item, annotation.question, annotation.annotator, annotation.value,
          annotation.time?.formatted(.iso8601), annotation.comment,
        ])
      }
    }
  }

  /// Every annotation, in the order of the data, then by question and annotator; none for a run that was made before there
  /// were any.
  public func annotations() throws -> [Annotation] {
    try queue.read { db in
      guard try db.tableExists("annotations") else { return [] }
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT a.* FROM annotations a JOIN prompts p ON p.id = a.item ORDER BY p.position, a.question, a.annotator
          """)
      return try Array(
        rows.map { row in
          let time: String? = row["time"]
          return Annotation(
            item: row["item"], question: row["question"], value: row["value"], annotator: row["annotator"],
            time: time.flatMap { try? Date($0, strategy: .iso8601) }, comment: row["comment"])
        })
    }
  }

  /// Takes the table out again: for tests of older files.
  func dropAnnotations() throws {
    try queue.write { db in
      try db.execute(sql: "DROP TABLE annotations; DELETE FROM grdb_migrations WHERE identifier = '2'")
    }
  }
}
