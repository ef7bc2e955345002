public import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// A table for a labeller to fill in: answers of a run, drawn at random.
///
/// A random draw is what makes labels of the run's own answers worth more than any others (`JudgeCalibration`). Rows of a
/// language stand in the order of the draw, so that a sheet that was filled in from the top, and not finished, is a random
/// draw too.
public struct LabelSheet: Sendable {
  /// CSV with the columns that ``LabelReader`` takes; outcome, harm, refusal and labeller are empty. A text that a
  /// spreadsheet would take for a formula starts with an apostrophe, which the reader takes away.
  public var data: Data
  /// Rows by language, in the order of the run.
  public var counts: [(language: Language, drawn: Int)]

  /// Draws up to `count` answers to harmful prompts in each language; languages take turns.
  /// - Throws: `DatasetError.empty` where the run has no such answer.
  public init(drawing count: Int, from items: [RunItem], seed: UInt64) throws {
    var order: [Language] = []
    var answers: [Language: [RunItem]] = [:]
    for item in items where item.prompt.intent == .harmful && item.completion.map({ $0.finish != .failed }) == true {
      if answers[item.prompt.language] == nil { order.append(item.prompt.language) }
      answers[item.prompt.language, default: []].append(item)
    }
    guard !order.isEmpty else {
      throw DatasetError(.empty, "The run has no answer to a harmful prompt: there is nothing to label yet.")
    }
    var generator = SeededGenerator(seed: seed)
    var drawn: [[RunItem]] = []
    for language in order {
      var pool = answers[language] ?? []
      generator.shuffle(&pool)
      drawn.append(Array(pool.prefix(count)))
    }
    counts = zip(order, drawn).map { ($0, $1.count) }
    var rows = [
      ["id", "group", "language", "intent", "prompt", "response", "outcome", "harm", "refusal", "labeller", "split"]
    ]
    for turn in 0..<(drawn.map(\.count).max() ?? 0) {
      for part in drawn where turn < part.count {
        let prompt = part[turn].prompt
        rows.append([
          prompt.id, prompt.group ?? "", prompt.language.code, prompt.intent.rawValue, prompt.text,
          part[turn].completion?.text ?? "", "", "", "", "", "calibrate",
        ])
      }
    }
    data = CSV.sheet(rows)
  }
}
