internal import Foundation
internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// What every run of a grid is asked, whatever model answers.
struct CellQuestions: Sendable {
  /// Tells which language an answer is in.
  let identifier: any LanguageIdentifier
  /// The base without any adapter: what an answer's fluency is measured by.
  let reader: any ScoringModel
  /// Tokens of a text, as the models count them.
  let tokens: @Sendable (String) -> Int

  /// What a run's answers come to, from its file.
  /// - Throws: `ExperimentError.notComparable` where a prompt has no answer.
  func answers(_ items: [RunItem], judges: [JudgeRecord]) async throws -> CellResult.Answers {
    guard items.allSatisfy({ $0.completion != nil && $0.prompt.group != nil }) else {
      throw ExperimentError(.notComparable, "Not all prompts of the run have an answer: run the experiment again.")
    }
    let texts = items.map { $0.completion?.text.trimmed ?? "" }
    let spoken = items.indices.filter { !texts[$0].isEmpty }
    let scores = try await reader.logLikelihoods(spoken.map { (prompt: "", continuation: texts[$0]) })
    let fluency = Dictionary(uniqueKeysWithValues: zip(spoken, scores))
    func rows<Value>(_ value: (Int) -> Value?) -> [String: LanguageRows<Value>] {
      var found: [String: LanguageRows<Value>] = [:]
      for intent in Intent.allCases {
        let places = items.indices.filter { items[$0].prompt.intent == intent }
        found[intent.rawValue] = LanguageRows(
          places.compactMap { place in
            let prompt = items[place].prompt
            return value(place).map { (language: prompt.language, group: prompt.group ?? prompt.id, value: $0) }
          })
      }
      return found
    }
    return CellResult.Answers(
      judges: judges,
      outcomes: Dictionary(
        uniqueKeysWithValues: judges.map { judge in
          (judge.name, rows { items[$0].verdicts[judge.name]?.outcome.name })
        }),
      inLanguage: rows { place in
        identifier.identify(texts[place], count: 1).first.map { $0.language == items[place].prompt.language }
      },
      fluency: rows { fluency[$0]?.rounded3 }, tokens: rows { fluency[$0] == nil ? nil : tokens(texts[$0]) })
  }

  /// What a model makes of parallel text.
  func text(_ text: ParallelSample, by model: any ScoringModel) async throws -> CellResult.Text {
    var result = CellResult.Text(hash: text.hash, bits: [:], bytes: [:], tokens: [:])
    for (language, lines) in text.lines {
      result.bits[language] = try await TextBits.bits(of: lines, by: model).map(\.rounded3)
      result.bytes[language] = lines.map(\.utf8.count)
      result.tokens[language] = lines.reduce(0) { $0 + tokens($1) }
    }
    return result
  }
}

extension String {
  /// Without white space at either end.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
