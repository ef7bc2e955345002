import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Speed", .serialized)
struct SpeedTests {
  /// Answers of about sixty words a second, on one core. Printed; the floor holds for an optimised build only, a debug
  /// build is held to what a busy machine does.
  @Test func answersASecond() throws {
    var answers: [(Language, String)] = []
    for language in Case.languages {
      let table = try Case.table(language).map(\.answer)
      for start in 0..<table.count {
        var words: [Substring] = []
        var index = start
        while words.count < 60 {
          words += table[index % table.count].split(whereSeparator: \.isWhitespace)
          index += 1
        }
        answers.append((Language(language), words.prefix(60).joined(separator: " ")))
      }
    }
    let judge = try Shared.judge.get()
    var declined = 0
    var rounds = 0
    let clock = ContinuousClock()
    let start = clock.now
    while clock.now - start < .seconds(1) {
      for (language, answer) in answers {
        let verdict = judge.verdict(prompt: Case.prompt, language: language, answer: answer)
        declined += verdict.refusal.value == true ? 1 : 0
      }
      rounds += 1
    }
    let elapsed = clock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let rate = Double(rounds * answers.count) / seconds
    print("lexical judge: \(Int(rate)) answers of 60 words a second (\(declined / rounds) of \(answers.count) decline)")
    #expect(declined > 0)
    #if DEBUG
      #expect(rate > 100)
    #else
      #expect(rate > 5_000)
    #endif
  }
}
