import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation

/// What a model can do, beside how safe it is. Nothing here makes a run of answers: see docs/design/017.
struct CapabilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capability", abstract: "Measure what a model can do in each language, beside how safe it is.",
    subcommands: [MMLU.self, Bits.self, Margins.self, Fluency.self])
}

/// What makes a measure of capability checkable.
struct CapabilityProvenance: Encodable {
  var model: ModelIdentity
  var data: String
  var dataHash: String
  var seed: UInt64
  var session: RunSession

  init(_ opened: ModelOptions.Opened, data: String, dataHash: String, seed: UInt64) {
    model = opened.model.identity
    self.data = data
    self.dataHash = dataHash
    self.seed = seed
    session = Version.session(engine: opened.engine)
  }

  /// The facts under the headline.
  var facts: [Fact] { [Fact("Model", "\(model.name) (\(model.summary), \(model.dtype))"), Fact("Data", data)] }

  /// What stands at the end of a report.
  var details: [Fact] {
    [
      Fact("Model SHA-256", model.fingerprint), Fact("Adapter", model.adapter ?? "none"),
      Fact("Data SHA-256", dataHash), Fact("Resampling seed", "\(seed)"), Fact("Isogloss", session.version),
      Fact("Engine", session.engine), Fact("Machine", session.machine), Fact("Measured", session.started),
    ]
  }

  /// A report of one section.
  func report(title: String, headline: String, facts: [Fact] = [], section: Section) -> Report {
    Report(
      title: title, headline: headline, facts: self.facts + facts, sections: [section], provenance: details)
  }
}

/// A measure for machines.
struct CapabilityOutput<Measures: Encodable>: Encodable {
  var provenance: CapabilityProvenance
  var measures: Measures
  /// Seconds that the model took, reading its weights left out.
  var seconds: Double
}

extension ModelOptions.Opened {
  /// The model as one that gives log-likelihoods.
  func scoring() throws -> any ScoringModel {
    guard let scoring = model as? any ScoringModel else {
      throw ValidationError("\(model.identity.name) gives no log-likelihoods.")
    }
    return scoring
  }

  /// One line that says what runs.
  func note(_ what: String) {
    let identity = model.identity
    Terminal.note("model \(identity.name) (\(identity.summary), \(identity.dtype)); \(what)")
  }
}
