import Foundation
import IsoglossCore
import IsoglossEndpoints
import IsoglossJudges

/// The judges of one command, ready to be asked.
struct Jury {
  /// In the order of the command line.
  var judges: [any Judge]
  /// What a run keeps of them: each judge, followed by the voices of an ensemble, each once.
  var records: [JudgeRecord]
  /// Servers that are asked, by their addresses.
  var servers: [EndpointModel]

  /// The one that the report's first table goes by.
  var primary: JudgeRecord { records[0] }

  /// The judges' names in a line.
  var words: String {
    (judges.count == 1 ? "judge " : "judges ") + judges.map(\.name).joined(separator: ", ")
  }

  /// Says what each server's use came to.
  func noteUsage() {
    for server in servers { Terminal.note("judge \(server.identity.name): \(server.usage.summary)") }
  }
}
