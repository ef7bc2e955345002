import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossJudges
import IsoglossModels
import IsoglossTorch

/// The probe, where a command lets the user choose one.
struct ProbeOptions: ParsableArguments {
  @Option(help: "A probe's file; the project's own when left out.")
  var probe: String?

  @Option(help: "The model that the probe reads, where it is not found by its name.")
  var probeModel: String?

  var place: ProbePlace { ProbePlace(file: probe.map { URL(filePath: $0) }, model: probeModel) }
}

/// Where a probe's weights and its model are.
struct ProbePlace {
  /// Null for the project's own.
  var file: URL?
  /// The model's name or path; null for the name that the probe gives.
  var model: String?
}

extension ProbeJudge {
  /// The judge of a probe's file, with the model that it reads.
  static func open(_ place: ProbePlace, screen: AnswerScreen) async throws -> ProbeJudge {
    let probe = try Probe(contentsOf: place.file ?? Places.probe)
    guard let dtype = DType(rawValue: probe.model.dtype) else {
      throw ValidationError("\(probe.name) was trained on \(probe.model.dtype), which no model here runs in.")
    }
    let model = try await LocalModel.load(named: place.model ?? probe.model.name, options: .init(dtype: dtype))
    return try ProbeJudge(probe, model: model, screen: screen)
  }
}

extension LocalModel {
  /// A model of the catalog with its fingerprint.
  static func load(named name: String, options: Options) async throws -> LocalModel {
    let entry = try ModelCatalog().resolve(name)
    return try await load(entry, fingerprint: entry.fingerprint(), options: options)
  }
}
