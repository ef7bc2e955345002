internal import IsoglossAlignment
internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossModels
internal import IsoglossTokenizers

/// Pairs as the tokens that `MarginScorer` scores, so that what is trained is what is measured.
struct FramedPairs {
  let format: PromptFormat
  let tokenizer: Tokenizer
  let maxLength: Int

  /// The pairs, in order.
  /// - Throws: `ExperimentError.badRecipe` where one is longer than `maxLength`; errors of the template.
  func tokens(_ pairs: [PreferencePair], _ frame: MarginScorer.Frame) throws -> [TokenizedPair] {
    switch frame {
    case .chat:
      let result = try PairTokenizer(format, maxLength: maxLength).tokenize(pairs)
      if let long = (result.dropped + result.cut).first { throw tooLong(long) }
      return result.pairs
    case .text: return try pairs.map(continued)
    }
  }

  /// One text: the answer goes on after a space; the prompt's tokens are those of the prompt alone.
  private func continued(_ pair: PreferencePair) throws -> TokenizedPair {
    func whole(_ answer: String) -> [Int32] {
      let isJoined = pair.prompt.last?.isWhitespace == true || answer.first?.isWhitespace == true
      return tokenizer.encode(isJoined ? pair.prompt + answer : "\(pair.prompt) \(answer)")
    }
    let end = pair.prompt.lastIndex { !$0.isWhitespace }.map { pair.prompt.index(after: $0) }
    let alone = tokenizer.encode(String(pair.prompt[..<(end ?? pair.prompt.startIndex)]))
    let (chosen, rejected) = (whole(pair.chosen), whole(pair.rejected))
    // A token that spans the seam belongs to the answers.
    let seam = min(alone.count, zip(chosen, rejected).prefix { $0 == $1 }.count)
    guard seam > 0, chosen.count > seam, rejected.count > seam else {
      throw ExperimentError(.badRecipe, "The prompt or an answer of \(pair.id) has no tokens of its own.")
    }
    guard max(chosen.count, rejected.count) <= maxLength else { throw tooLong(pair.id) }
    return TokenizedPair(
      id: pair.id, language: pair.language, prompt: Array(chosen[..<seam]), chosen: Array(chosen[seam...]),
      rejected: Array(rejected[seam...]))
  }

  private func tooLong(_ id: String) -> ExperimentError {
    ExperimentError(.badRecipe, "\(id) is longer than \(maxLength) tokens: raise the stage's max-length.")
  }
}
