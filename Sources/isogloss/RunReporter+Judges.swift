import IsoglossCore
import IsoglossEvaluation
import IsoglossJudges

extension RunReporter {
  /// What a run's report says of its judges: their agreement where several judged, and the rates without the errors of
  /// the embedded judge where the run was judged by it.
  func judgeSections(
    _ items: [RunItem], manifest: RunManifest, embedded: (any Judge)?, labels: [LabelledAnswer]
  ) async throws -> [Section] {
    var sections: [Section] = []
    let voices = IndependentJudges(RunVerdicts.judges(in: items), records: manifest.judges, items: items)
    if voices.names.count > 1 {
      let field: VerdictField = voices.names.allSatisfy { RunVerdicts.judgesHarm($0, in: items) } ? .harm : .refusal
      sections.append(
        try JudgeAgreement(
          items, judges: voices.names, field: field, official: manifest.officialLanguages, leftOut: voices.leftOut,
          seed: output.seed
        ).section)
    }
    if let embedded {
      let languages = Set(items.map(\.prompt.language))
      let usable = labels.filter { $0.split != .train && languages.contains($0.language) }
      let options = JudgeCalibration.Options(judgesHarm: embedded.judgesHarm, official: embedded.officialLanguages)
      if let calibration = try? await JudgeCalibration.external(usable, judge: embedded, run: items, options: options) {
        sections.append(calibration.section)
      }
    }
    return sections
  }
}
