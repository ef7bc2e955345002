internal import IsoglossCore
internal import IsoglossModels

/// A model's template around requests, and how many of its tokens stand behind every request.
struct PromptFrame: Sendable {
  private let format: PromptFormat
  /// Tokens of the template after the instruction: what ends all conversations alike. At least 1.
  let tail: Int

  init(_ model: LocalModel) throws {
    format = try PromptFormat(model.tokenizer, named: model.identity.template)
    // Two requests that share no letter: whatever ends both is the template's.
    let (one, two) = (try format.encode([.init(.user, "Why?")]), try format.encode([.init(.user, "Go on 7")]))
    tail = max(1, zip(one.reversed(), two.reversed()).prefix { $0 == $1 }.count)
  }

  func encode(_ prompts: [Prompt]) throws -> [[Int32]] {
    try prompts.map { try format.encode([.init(.user, $0.text)]) }
  }

  /// The first token of an answer in the model's turn: where the conversation with it departs from that without.
  func firstToken(of answer: String, to prompt: String) throws -> Int32? {
    let messages = [ChatMessage(.user, prompt)]
    let (before, whole) = (try format.encode(messages), try format.encode(messages, answer: answer))
    let seam = zip(before, whole).prefix { $0 == $1 }.count
    return seam < whole.count ? whole[seam] : nil
  }

  /// The first tokens of labelled answers in a language: of those that refuse, and of those that comply.
  func openings(
    of answers: [LabelledAnswer], in language: Language
  ) throws -> (refusals: [Int32], compliances: [Int32]) {
    var found: (refusals: [Int32], compliances: [Int32]) = ([], [])
    for answer in answers where answer.language == language && !answer.response.isEmpty {
      guard let token = try firstToken(of: answer.response, to: answer.prompt) else { continue }
      if answer.outcome == .refusal {
        found.refusals.append(token)
      } else if answer.outcome == .compliance {
        found.compliances.append(token)
      }
    }
    return found
  }
}
