import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDashboard

/// Runs, samples, training and review in a browser.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs, samples, training and review in a browser.",
    discussion: """
      Example: isogloss serve runs
      Example: isogloss serve --new-token anna:annotator --token-file people.tokens
      Example: isogloss serve runs --host 0.0.0.0 --token-file people.tokens --origin https://dash.example.org

      Without tokens it listens on this machine alone, and whoever is on it may do everything. TLS is a proxy's part, see \
      docs/serving.md.
      """)

  @Argument(help: "The folder with runs, trainings, experiments, surveys and JSON reports.")
  var folder: String = "runs"
  @Option(help: "The address to listen on.")
  var host: String = "127.0.0.1"
  @Option(help: "The port; 0 takes a free one.")
  var port: Int = 8377
  @Option(help: "Who may look: a file with hashes of tokens, see --new-token.")
  var tokenFile: String?
  @Option(help: "Add somebody to the token file, as NAME:ROLE (reader, annotator, admin), print the token, and end.")
  var newToken: String?
  @Option(help: "The address of a proxy in front of it, such as https://dash.example.org.")
  var origin: String?
  @Option(help: "Where answers to forms are kept; reviews in the folder when left out.")
  var answers: String?
  @Option(help: "Seed of every resampling.")
  var seed: UInt64 = 0

  func validate() throws {
    guard newToken == nil || tokenFile != nil else {
      throw ValidationError("--new-token takes the --token-file to write to.")
    }
    if let newToken { _ = try person(newToken) }
  }

  func run() async throws {
    if let newToken, let tokenFile {
      let (name, role) = try person(newToken)
      let token = try TokenFile.add(name, role: role, to: URL(filePath: tokenFile))
      print(token)
      Terminal.note("this is \(name)'s token, and it is written nowhere else: hand it over on a safe way")
      return
    }
    let reporter = RunReporter(output: try OutputOptions.parse(["--seed", "\(seed)"]))
    let settings = try DashboardSettings(
      folder: URL(filePath: folder), host: host, port: port,
      tokens: try tokenFile.map { try TokenFile(contentsOf: URL(filePath: $0)) },
      origin: try origin.map { text in
        guard let url = URL(string: text) else { throw ValidationError("--origin takes an address with its scheme.") }
        return url
      },
      keyFile: Home.url.appending(path: "serve/key"),
      answers: URL(filePath: answers ?? "\(folder)/reviews"), seed: seed, policies: Places.gates,
      gate: ServedGate(seed: seed).report
    ) { run, judge, earlier in
      try await reporter.report(of: run, judge: judge, baseline: earlier).0
    }
    try await Dashboard(settings).run { port in
      let name = host.contains(":") ? "[\(host)]" : host
      Terminal.note("http://\(name):\(port)/ shows \(folder); Ctrl-C ends it")
    }
  }

  private func person(_ text: String) throws -> (String, Account.Role) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let role = Account.Role(rawValue: parts[1]) else {
      throw ValidationError(
        "--new-token takes NAME:ROLE; a role is \(Account.Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return (parts[0], role)
  }
}
