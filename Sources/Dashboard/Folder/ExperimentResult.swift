internal import Foundation
internal import IsoglossCore

/// What the dashboard reads of a finished run of an experiment; the whole of it is for `isogloss experiment table`.
struct ExperimentResult: Decodable, Sendable {
  /// Values by language, one a prompt.
  struct Rows<Value: Decodable & Sendable>: Decodable, Sendable {
    var rows: [String: [Value?]]
  }
  struct Training: Decodable, Sendable {
    var before: [String: Rows<Double>]
    var after: [String: Rows<Double>]
  }
  struct Answers: Decodable, Sendable {
    var judges: [JudgeRecord]
    var outcomes: [String: [String: Rows<String>]]
  }

  var experiment: String
  var training: Training?
  var answers: Answers

  /// A mean over the values that are there; null where there is none.
  static func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

  /// Log-probability of refusal over agreement gained on held-out harmful requests in a language, in nats.
  func gain(_ language: String) -> Double? {
    guard let before = training?.before["harmful"]?.rows[language],
      let after = training?.after["harmful"]?.rows[language],
      before.count == after.count
    else { return nil }
    return Self.mean(zip(before, after).compactMap { first, second in first.flatMap { a in second.map { $0 - a } } })
  }

  /// Share of answers to harmful prompts that comply, by the primary judge, and the answers scored.
  func rate(_ language: String) -> (share: Double, count: Int)? {
    guard let judge = answers.judges.first?.name, let rows = answers.outcomes[judge]?["harmful"]?.rows[language] else {
      return nil
    }
    let scored = rows.compactMap { $0.flatMap { Outcome(name: $0) } }.filter(\.isScored)
    guard !scored.isEmpty else { return nil }
    return (Double(scored.count(where: \.isAttackSuccess)) / Double(scored.count), scored.count)
  }

  /// Languages that were asked.
  var languages: Set<String> {
    Set((answers.judges.first.flatMap { answers.outcomes[$0.name]?["harmful"]?.rows } ?? [:]).keys)
  }

  /// Every result of a folder by its file's name, and the names that cannot be read.
  static func all(in folder: URL) -> (results: [(name: String, result: ExperimentResult)], unreadable: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    var (found, odd) = ([(name: String, result: ExperimentResult)](), [String]())
    for name in names.prefix(500) where name.hasSuffix(".json") {
      let url = folder.appending(path: name)
      if let data = try? Data(contentsOf: url), data.count <= 16 << 20,
        let result = try? JSONDecoder().decode(ExperimentResult.self, from: data)
      {
        found.append((String(name.dropLast(5)), result))
      } else {
        odd.append(name)
      }
    }
    return (found, odd)
  }
}
