import ArgumentParser

/// How far a judge is to be trusted.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge", abstract: "Judge the answers of a run, and measure judges.",
    subcommands: [
      Run.self, Rule.self, List.self, Agree.self, Annotate.self, Calibrate.self, Parity.self, Read.self, Train.self,
    ])
}
