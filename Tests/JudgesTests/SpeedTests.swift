import Foundation
import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Speed", .serialized)
struct SpeedTests {
  /// Answers of about sixty words a second, of one core's time. The goal is 20,000 in an optimised build; the floor leaves
  /// room for builds with testing enabled and for busy machines.
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
    let start = threadSeconds()
    while threadSeconds() - start < 1 {
      for (language, answer) in answers {
        let verdict = judge.verdict(prompt: Case.prompt, language: language, answer: answer)
        declined += verdict.refusal.value == true ? 1 : 0
      }
      rounds += 1
    }
    let rate = Double(rounds * answers.count) / (threadSeconds() - start)
    print("lexical judge: \(Int(rate)) answers of 60 words a second (\(declined / rounds) of \(answers.count) decline)")
    #expect(declined > 0)
    #if DEBUG
      #expect(rate > 100)
    #else
      #expect(rate > 10_000)
    #endif
  }
}
