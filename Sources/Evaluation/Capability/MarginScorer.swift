public import IsoglossCore

/// log p(preferred) - log p(dispreferred) of one pair of answers, in nats.
public struct AnswerMargin: Hashable, Sendable, Codable, Identifiable {
  /// The pair's.
  public var id: String
  /// The pair's.
  public var group: String?
  /// The pair's.
  public var language: Language
  /// The pair's.
  public var behaviour: MatchedAnswers.Behaviour
  /// Log-probability of the preferred answer.
  public var preferred: Double
  /// Log-probability of the other.
  public var dispreferred: Double

  /// The difference of the two.
  public var value: Double { preferred - dispreferred }

  init(_ pair: MatchedAnswers, preferred: Double, dispreferred: Double) {
    id = pair.id
    group = pair.group
    language = pair.language
    behaviour = pair.behaviour
    self.preferred = preferred
    self.dispreferred = dispreferred
  }
}

/// Measures which of two matched answers a model holds more probable.
public struct MarginScorer: Sendable {
  /// What stands around prompt and answer.
  public enum Frame: String, Sendable, Codable, CaseIterable {
    /// A request in the model's chat template, and the model's turn.
    case chat
    /// One text: the answer goes on after a space.
    case text

    /// The frame that a behaviour's pairs are written for.
    public static func usual(_ behaviour: MatchedAnswers.Behaviour) -> Frame { behaviour == .refusal ? .chat : .text }
  }

  private static let portion = 128
  private let model: any ScoringModel
  private let frame: Frame?

  /// A scorer.
  /// - Parameter frame: null takes the usual one of each behaviour.
  public init(_ model: any ScoringModel, frame: Frame? = nil) {
    self.model = model
    self.frame = frame
  }

  /// The margins, in the order of the pairs.
  /// - Throws: `EvaluationError.noChatScores` where the chat frame is asked for of a model that has no template, the
  ///   model's error, `CancellationError`.
  public func run(
    _ pairs: [MatchedAnswers], progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> [AnswerMargin] {
    var margins: [AnswerMargin] = []
    progress(0, pairs.count)
    for start in stride(from: 0, to: pairs.count, by: Self.portion) {
      try Task.checkCancellation()
      let part = Array(pairs[start..<min(start + Self.portion, pairs.count)])
      var scores = [Double](repeating: 0, count: 2 * part.count)
      for frame in Frame.allCases {
        let chosen = part.indices.filter { (self.frame ?? .usual(part[$0].behaviour)) == frame }
        let answers = chosen.flatMap {
          [(part[$0].prompt, part[$0].preferred), (part[$0].prompt, part[$0].dispreferred)]
        }
        guard !answers.isEmpty else { continue }
        let found = try await logLikelihoods(answers, frame)
        precondition(found.count == answers.count, "a model must score every item")
        for (index, position) in chosen.enumerated() {
          scores[2 * position] = found[2 * index]
          scores[2 * position + 1] = found[2 * index + 1]
        }
      }
      margins += part.enumerated().map { index, pair in
        AnswerMargin(pair, preferred: scores[2 * index], dispreferred: scores[2 * index + 1])
      }
      progress(margins.count, pairs.count)
    }
    return margins
  }

  private func logLikelihoods(_ answers: [(prompt: String, answer: String)], _ frame: Frame) async throws -> [Double] {
    switch frame {
    case .text:
      return try await model.logLikelihoods(
        answers.map { prompt, answer in
          let isJoined = prompt.last?.isWhitespace == true || answer.first?.isWhitespace == true
          return (prompt: prompt, continuation: isJoined ? answer : " " + answer)
        })
    case .chat:
      guard let chat = model as? any ChatScoringModel else {
        throw EvaluationError(
          .noChatScores,
          "This model does not score answers in a chat template: use local weights, or --frame text.")
      }
      return try await chat.logLikelihoods(
        answers: answers.map { (messages: [ChatMessage(.user, $0.prompt)], answer: $0.answer) })
    }
  }
}
