import ArgumentParser

/// Where refusal lives: directions, patching, lenses, probes.
struct InterpretCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "interpret", abstract: "Where refusal lives: directions, patching, lenses, probes.")
}
