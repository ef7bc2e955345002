import ArgumentParser

/// Which training pairs moved an answer.
struct InfluenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "influence", abstract: "Which training pairs moved an answer.")
}
