public import IsoglossCore
public import IsoglossModels

/// Pairs as tokens, by the rules of TRL 1.16's `DPOTrainer`.
///
/// Prompt, prompt with the preferred answer, and prompt with the other are tokenised each as a whole; the prompt ends where
/// either answer departs from it, so that a token which spans the seam belongs to the answers. A sequence is cut after
/// `maxLength` tokens from its start; a pair whose prompt alone fills that is left out.
public struct PairTokenizer: Sendable {
  /// Pairs as tokens, and those that were left out.
  public struct Result: Sendable {
    /// The pairs, in order.
    public var pairs: [TokenizedPair] = []
    /// Ids of the pairs whose prompt fills the longest sequence.
    public var dropped: [String] = []
    /// Ids of the pairs of which an answer was cut.
    public var cut: [String] = []
    /// Ids of the pairs whose prompt, templated alone, is not how the template begins the answered conversation: the
    /// model is trained on another context than it meets later.
    public var shifted: [String] = []
  }

  /// How a conversation becomes tokens.
  public let format: PromptFormat
  /// Longest prompt with answer, in tokens.
  public let maxLength: Int

  /// A tokenizer of pairs.
  public init(_ format: PromptFormat, maxLength: Int = 1024) {
    self.format = format
    self.maxLength = max(2, maxLength)
  }

  /// Tokenises pairs.
  /// - Throws: `AlignmentError.badPair` for an answer that adds no token; errors of the template.
  public func tokenize(_ pairs: some Sequence<PreferencePair>) throws -> Result {
    var result = Result()
    for pair in pairs {
      let messages = [ChatMessage(.user, pair.prompt)]
      let prompt = try format.encode(messages)
      let chosen = try format.encode(messages, answer: pair.chosen)
      let rejected = try format.encode(messages, answer: pair.rejected)
      let seam = min(Self.common(prompt, chosen), Self.common(prompt, rejected))
      if seam < prompt.count { result.shifted.append(pair.id) }
      guard seam < maxLength else {
        result.dropped.append(pair.id)
        continue
      }
      guard seam > 0, chosen.count > seam, rejected.count > seam else {
        throw AlignmentError(
          .badPair, "The prompt or an answer of \(pair.id) has no tokens of its own under the template \(format.name).")
      }
      if max(chosen.count, rejected.count) > maxLength { result.cut.append(pair.id) }
      result.pairs.append(
        TokenizedPair(
          id: pair.id, language: pair.language, prompt: Array(prompt[..<seam]),
          chosen: Array(chosen[seam..<min(chosen.count, maxLength)]),
          rejected: Array(rejected[seam..<min(rejected.count, maxLength)])))
    }
    return result
  }

  /// What became of pairs that are too long, for a reader; null where all fit.
  public func lengthNote(dropped: Int, cut: Int) -> String? {
    guard dropped > 0 || cut > 0 else { return nil }
    return "pairs longer than the \(maxLength) tokens of the training: \(dropped) left out, since the prompt alone "
      + "fills them; \(cut) with an answer that is cut there"
  }

  /// Length of the common start.
  private static func common(_ a: [Int32], _ b: [Int32]) -> Int {
    zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
  }
}
