import IsoglossCore
import Testing

@testable import IsoglossTokenizers

/// The frames for base models.
@Suite struct PlainTemplateTests {
  static let turns = [
    ChatMessage(.system, "Be brief."), ChatMessage(.user, "Sveiki!"), ChatMessage(.assistant, "Labdien."),
    ChatMessage(.user, " Kā iet? "),
  ]

  @Test func plain() throws {
    let template = try PlainTemplate(named: "plain")
    #expect(template.render(messages: [ChatMessage(.user, "Once upon a time")]) == "Once upon a time\n")
    #expect(template.stop.isEmpty)
  }

  @Test func questionAnswer() throws {
    let template = try PlainTemplate(named: "question-answer")
    #expect(
      template.render(messages: Self.turns)
        == "Be brief.\n\nUser: Sveiki!\nAssistant: Labdien.\nUser:  Kā iet? \nAssistant:")
    #expect(template.render(messages: [ChatMessage(.user, "a")], addGenerationPrompt: false) == "User: a\n")
    #expect(template.stop.contains("\nUser:"))
  }

  /// Gemma's own template writes the start token itself, and is otherwise the same.
  @Test(.enabled(if: Place.exists(Place.shared), "shared data is not there"))
  func gemmaIsGemmas() throws {
    let template = try PlainTemplate(named: "gemma")
    let published = try ChatTemplate(source: #require(try ChatTemplateTests.source("gemma-3")))
    for turns in [Self.turns, Array(Self.turns.dropFirst()), [ChatMessage(.user, "a\n")]] {
      for generation in [true, false] {
        let expected = try published.render(messages: turns, addGenerationPrompt: generation, bosToken: "")
        #expect(template.render(messages: turns, addGenerationPrompt: generation) == expected)
      }
    }
    #expect(template.stop.contains("<end_of_turn>"))
  }

  @Test func unknownNamesAreListed() throws {
    let error = try #require(failure { try PlainTemplate(named: "alpaca") })
    #expect(error.code == .unknownTemplate)
    for template in PlainTemplate.allCases { #expect(error.message.contains(template.rawValue)) }
  }
}
