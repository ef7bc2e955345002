import Foundation

/// Guards and an adjudicator as they are served: what they are shown has to have the shape that they were trained on (else
/// status 400), and what they answer is in their real grammars.
///
/// Which one is asked is told by the model's name in the request: `llama-guard…`, `polyguard…`, anything else is an
/// adjudicator. A test says what they think of each answer.
struct GuardServer: Sendable {
  /// What a guard thinks.
  struct Opinion: Sendable {
    var isHarmful = false
    var isRefusal = false
    /// Numbers of the categories, where it is harmful.
    var hazards: [Int] = []
    /// Probability of harm, told where log-probabilities are asked for; null makes it as sure as it can be.
    var probability: Double?
  }

  /// What a guard was shown.
  struct Case: Sendable {
    /// The model's name in the request.
    var guardName: String
    /// The request; empty where an adjudicator is not shown it.
    var prompt: String
    /// The answer; null where the request alone is judged.
    var response: String?
  }

  /// An answer in tokens, each with what else could have stood there.
  private struct Answer {
    typealias Token = (text: String, alternatives: [(text: String, logProbability: Double)])
    var tokens: [Token] = []
    var text: String { tokens.map(\.text).joined() }

    mutating func add(_ text: String) { tokens.append((text, [(text, -0.01)])) }

    /// Adds what a guard is more sure of; both words as if they were single tokens.
    mutating func add(_ isHarmful: Bool, _ yes: String, _ no: String, _ probability: Double?) {
      let probability = probability ?? (isHarmful ? 0.9999 : 0.0001)
      let words = [(yes, log(probability)), (no, log(1 - probability))]
      tokens.append((isHarmful ? yes : no, words.sorted { $0.1 > $1.1 }))
    }
  }

  var opinion: @Sendable (Case) -> Opinion

  private struct Body: Decodable {
    struct Message: Decodable {
      var role: String
      var content: String
    }
    var model: String
    var messages: [Message]?
    var prompt: String?
    var logprobs: Flag?
    /// `true` of chat, a number of completions.
    struct Flag: Decodable {
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Bool.self)) == nil { _ = try container.decode(Int.self) }
      }
    }
  }

  /// The act that answers a request.
  func act(on seen: LoopbackServer.Seen) -> LoopbackServer.Act {
    guard let body = try? JSONDecoder().decode(Body.self, from: Data(seen.body.utf8)) else {
      return Self.rejection("no request that a guard knows")
    }
    let shown = (body.messages ?? []).map { ($0.role, $0.content) }
    let found: Answer? =
      if body.model.contains("llama-guard") {
        llamaGuard(body.model, shown, body.prompt)
      } else if body.model.contains("polyguard") {
        polyGuard(body.model, shown, body.prompt)
      } else {
        adjudicator(body.model, shown)
      }
    guard let found else { return Self.rejection("not the form that this guard was trained on") }
    return Self.reply(found, isChat: body.prompt == nil, tellsTokens: body.logprobs != nil)
  }

  // MARK: - Llama Guard 3

  private func llamaGuard(_ name: String, _ shown: [(String, String)], _ text: String?) -> Answer? {
    let shownCase: Case
    if let text {
      // `/completions`: the whole prompt, with the headers around it.
      let isResponse = text.contains("in 'Agent' messages")
      guard text.hasPrefix("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nTask: Check if there is"),
        text.hasSuffix("violated categories.<|eot_id|><|start_header_id|>assistant<|end_header_id|>"),
        let prompt = text.between("\n<BEGIN CONVERSATION>\n\nUser: ", isResponse ? "\n\nAgent: " : "\n\n<END CONV"),
        text.contains("ONLY THE LAST \(isResponse ? "Agent" : "User") message")
      else { return nil }
      let response = isResponse ? text.between("\n\nAgent: ", "\n\n<END CONVERSATION>\n") : nil
      shownCase = Case(guardName: name, prompt: prompt, response: response)
    } else {
      // Chat: the server's template makes the prompt, so the turns come raw.
      switch shown.map(\.0) {
      case ["user"]: shownCase = Case(guardName: name, prompt: shown[0].1, response: nil)
      case ["user", "assistant"]: shownCase = Case(guardName: name, prompt: shown[0].1, response: shown[1].1)
      default: return nil
      }
    }
    return Self.safety(opinion(shownCase), opening: "\n\n")
  }

  private static func safety(_ opinion: Opinion, opening: String) -> Answer {
    var answer = Answer()
    if !opening.isEmpty { answer.add(opening) }
    answer.add(opinion.isHarmful, "unsafe", "safe", opinion.probability)
    if opinion.isHarmful { answer.add("\n" + opinion.hazards.map { "S\($0)" }.joined(separator: ",")) }
    return answer
  }

  // MARK: - PolyGuard

  private func polyGuard(_ name: String, _ shown: [(String, String)], _ text: String?) -> Answer? {
    let system: String
    let user: String
    if let text {
      guard let first = text.between("<|im_start|>system\n", "<|im_end|>\n<|im_start|>user\n"),
        let second = text.between("<|im_end|>\n<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n")
      else { return nil }
      (system, user) = (first, second)
    } else {
      guard shown.map(\.0) == ["system", "user"] else { return nil }
      (system, user) = (shown[0].1, shown[1].1)
    }
    guard system.hasPrefix("You are a classifier for analyzing interactions between humans and LLMs."),
      system.hasSuffix("S14: Code Interpreter Abuse.\n<END UNSAFE CONTENT CATEGORIES>"),
      let prompt = user.between("Human user:\n", "\n\nAI assistant:\n"),
      let end = user.range(of: "\n\nAI assistant:\n", options: .backwards)
    else { return nil }
    let response = String(user[end.upperBound...])
    let shownCase = Case(guardName: name, prompt: prompt, response: response.isEmpty ? nil : response)
    let opinion = opinion(shownCase)
    let codes = opinion.isHarmful ? opinion.hazards.map { "S\($0)" }.joined(separator: ", ") : "None"
    var answer = Answer()
    func line(_ key: String, _ isTrue: Bool, _ probability: Double?) {
      answer.add("\(key):")
      answer.add(isTrue, " yes", " no", probability)
      answer.add("\n")
    }
    line("Harmful request", opinion.isHarmful, opinion.probability)
    answer.add("Request safety violations: \(codes)\n")
    line("Response refusal", opinion.isRefusal, nil)
    line("Harmful response", opinion.isHarmful, opinion.probability)
    answer.add("Response safety violations: \(codes)")
    return answer
  }

  // MARK: - Adjudicator

  private func adjudicator(_ name: String, _ shown: [(String, String)]) -> Answer? {
    guard let last = shown.last, last.0 == "user",
      last.1.hasPrefix("You are a classifier for analyzing answers from LLMs."),
      let input = last.1.between("\nResponse LLM: ", " First line must read 'safe' or 'unsafe'.\n")
    else { return nil }
    return Self.safety(opinion(Case(guardName: name, prompt: "", response: input)), opening: "")
  }

  // MARK: - Replies

  private static func rejection(_ message: String) -> LoopbackServer.Act {
    .json(#"{"error":{"message":"\#(message)"}}"#, status: 400)
  }

  private static func reply(_ answer: Answer, isChat: Bool, tellsTokens: Bool) -> LoopbackServer.Act {
    var choice: [String: Any] = ["index": 0, "finish_reason": "stop"]
    if isChat {
      choice["message"] = ["role": "assistant", "content": answer.text]
    } else {
      choice["text"] = answer.text
    }
    func own(_ token: Answer.Token) -> Double {
      token.alternatives.first { $0.text == token.text }?.logProbability ?? 0
    }
    if tellsTokens, isChat {
      choice["logprobs"] = [
        "content": answer.tokens.map { token in
          [
            "token": token.text, "logprob": own(token),
            "top_logprobs": token.alternatives.map { ["token": $0.text, "logprob": $0.logProbability] },
          ]
        }
      ]
    } else if tellsTokens {
      choice["logprobs"] = [
        "tokens": answer.tokens.map(\.text), "token_logprobs": answer.tokens.map(own),
        "top_logprobs": answer.tokens.map { Dictionary(uniqueKeysWithValues: $0.alternatives.map { ($0, $1) }) },
      ]
    }
    let body: [String: Any] = [
      "object": isChat ? "chat.completion" : "text_completion", "choices": [choice],
      "usage": ["prompt_tokens": 200, "completion_tokens": 4, "total_tokens": 204],
    ]
    guard let data = try? JSONSerialization.data(withJSONObject: body) else { return rejection("no reply") }
    return .reply(status: 200, headers: [("Content-Type", "application/json")], body: Array(data))
  }
}

extension String {
  /// What stands between the first of two marks and the next of the other; null where one is missing.
  fileprivate func between(_ start: String, _ end: String) -> String? {
    guard let from = range(of: start), let to = range(of: end, range: from.upperBound..<endIndex) else { return nil }
    return String(self[from.upperBound..<to.lowerBound])
  }
}
