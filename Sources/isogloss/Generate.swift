import ArgumentParser
import Foundation
import IsoglossCore

/// One answer, to see what a model says.
struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer prompts with a model and print what it says.",
    discussion: "Example: isogloss generate --model smollm2-135m-instruct \"Wie wird das Wetter?\"")

  @OptionGroup var model: ModelOptions
  @OptionGroup var decoding: DecodingOptions
  @Option(help: "A system prompt.")
  var system: String?
  @Argument(help: "Prompts, each answered on its own.")
  var prompts: [String]

  func run() async throws {
    let opened = try await model.open()
    let requests = prompts.enumerated().map { index, text in
      ChatRequest(
        id: "\(index)",
        messages: (system.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, text)])
    }
    let answers = try await opened.model.complete(requests, decoding: decoding.decoding)
    for (prompt, answer) in zip(prompts, answers) {
      if prompts.count > 1 { print("> \(prompt)") }
      print(answer.failure ?? answer.text)
      Terminal.note("[\(answer.finish.rawValue), \(answer.completionTokens) tokens]")
    }
    if answers.contains(where: { $0.finish == .failed }) { throw ExitStatus.failure }
  }
}
