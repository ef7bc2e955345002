public import IsoglossCore

/// Has a chat model write the letter of its choice: for servers that give no log-likelihoods. A measure of its own, which
/// is not compared with the likelihood of the letters.
public struct GenerativeChoice: Sendable {
  private let model: any ChatModel
  private let decoding: Decoding

  /// A chooser; answers are short.
  public init(_ model: any ChatModel, decoding: Decoding = Decoding(maxNewTokens: 16)) {
    self.model = model
    self.decoding = decoding
  }

  /// Asks every question.
  /// - Throws: the model's error where nothing can go on, `CancellationError`. An answer that names no option is a score
  ///   without a choice.
  public func run(
    _ task: ChoiceTask, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ChoiceScorer.Result {
    let start = ContinuousClock.now
    let requests = task.questions.indices.map { position in
      ChatRequest(
        id: task.questions[position].id,
        messages: [ChatMessage(.user, "\(Self.instruction)\n\n\(task.prompt(position))")])
    }
    let batches = try await model.plan(requests, decoding: decoding)
    var scores = [ChoiceScore?](repeating: nil, count: requests.count)
    var done = 0
    progress(0, requests.count)
    try await withThrowingTaskGroup(of: (batch: [Int], answers: [Completion]).self) { group in
      var waiting = batches.makeIterator()
      func addBatch(to group: inout ThrowingTaskGroup<(batch: [Int], answers: [Completion]), any Error>) {
        guard let batch = waiting.next() else { return }
        group.addTask { (batch, try await model.complete(batch.map { requests[$0] }, decoding: decoding)) }
      }
      for _ in 0..<max(1, model.concurrency) { addBatch(to: &group) }
      while let (batch, answers) = try await group.next() {
        for (position, answer) in zip(batch, answers) where answer.finish != .failed {
          let question = task.questions[position]
          scores[position] = ChoiceScore(question, choice: Self.choice(in: answer.text, options: question.options))
        }
        done += batch.count
        progress(done, requests.count)
        try Task.checkCancellation()
        addBatch(to: &group)
      }
    }
    return ChoiceScorer.Result(
      scores: scores.compactMap { $0 }, failed: scores.count { $0 == nil },
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private static let instruction = "Choose the right option. Reply with its letter alone: A, B, C or D."

  /// The option that an answer names: the one option that it is the text of, or the one letter A to D that stands alone in
  /// it; null where it names none or several.
  static func choice(in answer: String, options: [String]) -> Int? {
    let text = plain(answer)
    let equal = options.indices.filter { !text.isEmpty && plain(options[$0]) == text }
    if equal.count == 1 { return equal.first }
    var named: Set<Int> = []
    var rest = answer[...]
    while let start = rest.firstIndex(where: { $0.isLetter || $0.isNumber }) {
      let word = rest[start...].prefix { $0.isLetter || $0.isNumber }
      rest = rest[word.endIndex...]
      guard let letter = ChoicePrompt.letters.firstIndex(of: String(word)) else { continue }
      // `A dog` may begin with an article: then nothing can be told.
      if letter == 0, rest.first == " ", rest.dropFirst().first?.isLetter == true { return nil }
      named.insert(letter)
    }
    return named.count == 1 ? named.first : nil
  }

  private static func plain(_ text: String) -> String {
    let isEdge = { (character: Character) in character.isWhitespace || character.isPunctuation }
    var inner = text.lowercased().drop(while: isEdge)
    while let last = inner.last, isEdge(last) { inner.removeLast() }
    return String(inner)
  }
}
