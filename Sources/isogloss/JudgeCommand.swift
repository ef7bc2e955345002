import ArgumentParser

/// How far a judge is to be trusted.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Measure judges against each other and against labelled answers.",
    subcommands: [Agree.self, Calibrate.self, Parity.self])
}
