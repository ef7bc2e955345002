import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossSurvey

extension SurveyCommand {
  /// Compares annotators.
  struct Agree: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How far annotators agree: Cohen's kappa for labels, Jaccard for sets of languages, with intervals.",
      discussion: """
        Example: isogloss survey agree survey --annotators anna,ben,carla,dan

        The adjudicator and the rules are no annotators unless they are named.
        """)

    @OptionGroup var survey: SurveyArgument
    @Option(help: "Names by comma; everybody but the rules and the adjudicator when left out.")
    var annotators: String?
    @Option(help: "Also measure how well this annotator finds the others' languages, such as rules.")
    var measure: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
      let folder = try survey.open()
      let names = try SurveyPeople.names(annotators, in: folder)
      let accuracy = try measure.map { measured in
        try LanguageAccuracy(
          of: try folder.annotations(by: measured), name: measured,
          against: try names.filter { $0 != measured }.map { ($0, try folder.annotations(by: $0)) }, seed: output.seed)
      }
      let agreement = try SurveyAgreement(
        try names.flatMap { try folder.annotations(by: $0) }, seed: output.seed)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: agreement on \(survey)", headline: agreement.headline,
          facts: [
            Fact("Annotators", agreement.annotators.joined(separator: ", ")), Fact("Resampling seed", "\(output.seed)"),
          ],
          sections: [accuracy?.section, agreement.section].compactMap { $0 }, provenance: []),
        json: AgreementOutput(agreement: agreement, accuracy: accuracy))
    }
  }

  /// Shows the findings.
  struct Findings: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "English only by year, papers a language, alone and in herds, stated or not, and the language gap.",
      discussion: """
        Example: isogloss survey report survey --labels rules --full --html survey.html

        Labels stand where annotators are at one, or an adjudicator decided.
        """)

    @OptionGroup var survey: SurveyArgument
    @Option(help: "Whose labels, by comma, such as rules; everybody's but the rules' when left out.")
    var labels: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
      let folder = try survey.open()
      let papers = try folder.papers()
      let selection = try folder.selection()
      let ids = Set(selection.papers)
      let names = try SurveyPeople.names(labels, in: folder)
      let settled = PaperLabels.settle(
        papers.filter { ids.contains($0.id) }, try names.flatMap { try folder.annotations(by: $0) },
        decisions: names == [RuleAnnotator.name] ? [] : try folder.annotations(by: SurveyFolder.adjudicator))
      let findings = try SurveyFindings(settled, labels: names.joined(separator: ", "), seed: output.seed)
      var counts = SelectionCounts(selection, of: papers)
      counts.coverage = try folder.coverage()
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: what languages safety research studies", headline: findings.headline,
          facts: [
            Fact("Labels", findings.labels), Fact("Query", selection.query), Fact("Papers", "\(findings.papers)"),
            Fact("Resampling seed", "\(output.seed)"),
          ], sections: findings.sections + [counts.section],
          provenance: try folder.sources().map { Fact($0.name, "\($0.papers) papers, sha256 \($0.hash)") }),
        json: findings)
    }
  }
}

/// Agreement for machines.
struct AgreementOutput: Encodable {
  var agreement: SurveyAgreement
  var accuracy: LanguageAccuracy?
}

/// Whose annotations a command reads.
enum SurveyPeople {
  /// - Throws: `ValidationError` for a name under which nobody has annotated.
  static func names(_ written: String?, in folder: SurveyFolder) throws -> [String] {
    let known = folder.annotators()
    guard let written else { return known.filter { ![RuleAnnotator.name, SurveyFolder.adjudicator].contains($0) } }
    var names: [String] = []
    for part in written.split(separator: ",") {
      let name = part.trimmingCharacters(in: .whitespaces)
      guard known.contains(name) else {
        throw ValidationError(
          "Nobody has annotated as \"\(name)\" yet: "
            + (known.isEmpty ? "the survey has no annotations." : "there are \(known.joined(separator: ", "))."))
      }
      // One who is named twice has one voice.
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
