internal import Foundation

/// Something in the folder that has a page.
struct Entry: Hashable, Sendable {
  /// What it is.
  enum Kind: String, Sendable, CaseIterable {
    /// A run file.
    case run
    /// The output folder of a training.
    case training
    /// An experiment's folder.
    case experiment
    /// A survey's folder.
    case survey
    /// A sample of data that people look at.
    case data
    /// A JSON report: of a gate, of an interpretation, of anything that a command wrote with `--json-report`.
    case report
    /// A gate policy.
    case policy
  }

  /// What it is.
  let kind: Kind
  /// Its path below the folder: what its pages are called by.
  let name: String
  /// Where it is.
  let url: URL

  /// The file that tells whether it has changed.
  var watched: URL {
    switch kind {
    case .run, .report, .policy: url
    case .training: url.appending(path: "metrics.jsonl")
    case .experiment: url.appending(path: "results")
    case .survey: url.appending(path: "papers.jsonl")
    case .data: url.appending(path: "sample.json")
    }
  }

  /// Its page; for a policy the one where a run is held against it.
  var path: String {
    switch kind {
    case .data: "/review?f=\(FormFields.escape(name))"
    case .policy: "/gate?policy=\(FormFields.escape(name))"
    case .run, .training, .experiment, .survey, .report: "/\(kind.rawValue)?f=\(FormFields.escape(name))"
    }
  }
}
