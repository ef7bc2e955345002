import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossJudges
import IsoglossLanguageID
import IsoglossModels
import IsoglossTorch

/// The probe, where a command lets the user choose one.
struct ProbeOptions: ParsableArguments {
  @Option(help: "A probe's file; the project's own when left out.")
  var probe: String?

  @Option(help: "The model that the probe reads, where it is not found by its name.")
  var probeModel: String?

  /// The judge that needs no server and is called so: `lexical`, `probe`, or the whole name of one of them; null for any
  /// other name.
  func embedded(_ name: String) async throws -> (any Judge)? {
    let lexical = try LexicalJudge(identifier: FastTextIdentifier(contentsOf: Home.languageModel))
    if name == "lexical" || name == lexical.name { return lexical }
    guard name == "probe" || name.hasPrefix("probe/") else { return nil }
    let judge = try await ProbeJudge.open(
      probe.map { URL(filePath: $0) }, model: probeModel, screen: AnswerScreen(lexical))
    return name == "probe" || name == judge.name ? judge : nil
  }
}

extension ProbeJudge {
  /// The judge of a probe's file, the project's own where none is given, with the model that it reads.
  static func open(_ file: URL? = nil, model name: String? = nil, screen: AnswerScreen) async throws -> ProbeJudge {
    let probe = try Probe(contentsOf: file ?? Places.probe)
    guard let dtype = DType(rawValue: probe.model.dtype) else {
      throw ValidationError("\(probe.name) was trained on \(probe.model.dtype), which no model here runs in.")
    }
    let model = try await LocalModel.load(named: name ?? probe.model.name, options: .init(dtype: dtype))
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
