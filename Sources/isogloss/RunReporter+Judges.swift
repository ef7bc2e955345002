import IsoglossCore
import IsoglossEvaluation
import IsoglossJudges

extension RunReporter {
  /// What a run's report says of its judges: their agreement where several judged, and the rates without the errors of
  /// the embedded judge where the run was judged by it.
  func judgeSections(
    _ items: [RunItem], judges: [String], official: [String: Set<Language>], embedded: (any Judge)?,
    labels: [LabelledAnswer]
  ) async throws -> [Section] {
    var sections: [Section] = []
    if judges.count > 1 {
      let field: VerdictField = judges.allSatisfy { RunVerdicts.judgesHarm($0, in: items) } ? .harm : .refusal
      sections.append(
        try JudgeAgreement(items, judges: judges, field: field, official: official, seed: output.seed).section)
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
