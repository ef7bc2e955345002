import ArgumentParser

/// Whether a run may pass.
struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Hold runs against limits for the worst language, and plan how many prompts that takes.",
    subcommands: [Check.self, Plan.self])
}
