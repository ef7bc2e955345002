internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// How far the judges of a run agree, as its report has it: on clean prompts, where there are any.
struct RunAgreement {
  /// What is shown of it.
  let report: Report

  /// - Parameter field: the reading; harm where every judge reads it, else refusal, when null.
  /// - Throws: `EvaluationError` where fewer than two judges read it by themselves.
  init(_ run: RunStore, field: VerdictField?, seed: UInt64) throws {
    let manifest = try run.manifest()
    let all = try run.items()
    let clean = all.filter { $0.prompt.perturbations.isEmpty }
    let items = clean.isEmpty ? all : clean
    let voices = IndependentJudges(RunVerdicts.judges(in: items), records: manifest.judges, items: items)
    let field = field ?? (voices.names.allSatisfy { RunVerdicts.judgesHarm($0, in: items) } ? .harm : .refusal)
    let agreement = try JudgeAgreement(
      items, judges: voices.names, field: field, official: manifest.officialLanguages, leftOut: voices.leftOut,
      seed: seed)
    report = Report(
      title: "Agreement of judges", headline: agreement.headline,
      facts: [Fact("Model", manifest.model.name), Fact("Reading", field.rawValue)], sections: [agreement.section],
      provenance: [])
  }
}
