import ArgumentParser

/// One case: directions, components and examples behind an answer.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "explain", abstract: "One case: directions, components and examples behind an answer.")
}
