import ArgumentParser

/// Runs, samples, training and review in a browser.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "serve", abstract: "Runs, samples, training and review in a browser.")
}
