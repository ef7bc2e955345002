import ArgumentParser

/// Where refusal lives: directions, patching, lenses, probes. Nothing here writes weights.
struct InterpretCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interpret", abstract: "Where refusal lives in a model, language by language, beside controls.",
    discussion: """
      Example: isogloss interpret directions --model smollm2-135m-instruct --prompts isogloss-12 --languages en,de,pl

      Everything is measured in memory: no weights are changed, and none are written.
      """,
    subcommands: [Directions.self, Patch.self, Lens.self, Probe.self])
}
