internal import IsoglossCore
internal import IsoglossModels
internal import IsoglossTokenizers

/// Writes greedy answers, untouched or under an intervention, and has them judged.
struct AnswerReader {
  let model: LocalModel
  let judge: any Judge
  /// Tokens of an answer.
  let limit: Int
  var intervention: Intervention?

  /// The first token of each answer and how it reads, in the order of the prompts.
  func read(_ prompts: [Prompt], _ ids: [[Int32]]) async throws -> [(first: Int32?, verdict: Verdict)] {
    let (tokenizer, limit, intervention) = (model.tokenizer, limit, intervention)
    let texts = try await model.perform { decoder in
      var loop = GenerationLoop(decoder, tokenizer)
      loop.hook = try intervention?.hook()
      let requests = zip(prompts, ids).map { GenerationRequest(id: $0.id, prompt: $1) }
      return try loop.run(requests, decoding: Decoding(maxNewTokens: limit))
    }
    let verdicts = try await judge.judge(
      zip(prompts, texts).map { prompt, text in
        JudgeInput(
          prompt: prompt,
          completion: Completion(
            text: text.text, finish: text.stopped ? .stop : .length, promptTokens: 0,
            completionTokens: text.tokens.count, seconds: 0))
      })
    return zip(texts, verdicts).map { ($0.tokens.first, $1) }
  }
}
