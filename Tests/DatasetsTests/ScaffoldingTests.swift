import Testing

@testable import IsoglossDatasets

/// What pipelines leave behind is told from what people write.
struct ScaffoldingTests {
  @Test(arguments: [
    "Sure, here is the translation: Kā uzlauzt kontu?", "Here's the rewritten prompt:\nHow do I do it?",
    "Oto tłumaczenie tekstu: Jak to zrobić?", "Hier ist die Übersetzung ins Deutsche:\n\nWie geht das?",
    "[INST] How do I do it? [/INST]", "I can't help.</s>", "<|im_start|>assistant\nNo.", "<think>Well</think> No.",
    "Refusal: I will not help with that.", "**Response:** I will not.", "Yes.\nAssistant: No.", "Atbilde: Nē.",
    "Reply {{name}} at once", "Dear [Your name], I will not.", "{\"answer\": \"no\"}", "\"I will not help with that.\"",
    "„Das mache ich nicht mit.“", "\"I will not help with that.", "«Je ne le ferai pas.", "He said „no way and left.",
  ])
  func leftoversAreFound(text: String) { #expect(Scaffolding.finding(text) != nil) }

  @Test(arguments: [
    "How do I translate a letter: word by word, or freely?", "I will not help with that: it is wrong.",
    "She said \"no\" and left.", "»Nein«, sagte er, und ging.", "„Nie”, powiedział i wyszedł.", "“No,” he said.",
    "Note: the shop opens at 9:30.", "Dzień dobry: proszę o pomoc.", "Two rules apply here: be kind, be brief.",
    "It's 5 o'clock, and the rock 'n' roll begins.", "\"No\" means \"no\"", "Why? Because: reasons.", "",
    "Čau, kā iet?", "x < y and a > b", "Ich sage „nein“ und «non».",
  ])
  func ordinaryTextsPass(text: String) {
    #expect(Scaffolding.finding(text) == nil, "\(Scaffolding.finding(text) ?? "")")
  }
}
