public import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
public import IsoglossEvaluation
import IsoglossJudges
import IsoglossStore

extension JudgeCommand {
  /// How far judges agree.
  struct Agree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How far the judges of a run, or several label sets, agree: by language and hazard.",
      discussion: """
        Example: isogloss judge agree r.sqlite --field refusal --html agree.html

        Label sets are compared by the ids of their rows: isogloss judge agree --labels anna.csv --labels ben.csv. With \
        a run, each label set is one more judge of its answers. Where no judges are named, an ensemble is not counted \
        beside its members, nor an adjudicator that was asked about the hard cases alone.
        """)

    @Argument(help: "The run file; none where only label sets are compared.")
    var run: String?
    @Option(help: "Names of judges of the run, by comma; all of them when left out.")
    var judges: String?
    @Option(help: "harm, refusal or outcome; harm where every judge judges it, else refusal, when left out.")
    var field: VerdictField?
    @Option(help: "Labelled answers: a .jsonl or .csv file, or an annotated run; may be given again.")
    var labels: [String] = []
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard run != nil || labels.count > 1 else {
        throw ValidationError("Give a run, or two label sets with --labels.")
      }
    }

    func run() async throws {
      // Sets of one file name, such as anna/labels.csv and ben/labels.csv, go by their paths.
      let names = labels.map { URL(filePath: $0).lastPathComponent }
      let sets = try zip(labels, Set(names).count == names.count ? names : labels).map { path, name in
        (name: name, answers: try LabelFile.read(path))
      }
      let agreement = try run.map { try self.agreement(onRun: $0, sets) } ?? self.agreement(onLabels: sets)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: agreement of judges", headline: agreement.headline,
          facts: [
            Fact("Judges", agreement.judges.joined(separator: ", ")), Fact("Field", agreement.field.rawValue),
            Fact("Resampling seed", "\(agreement.seed)"),
          ], sections: [agreement.section], provenance: []), json: agreement)
    }

    private func agreement(onLabels sets: [(name: String, answers: [LabelledAnswer])]) throws -> JudgeAgreement {
      let used = field ?? .refusal
      Terminal.note("field \(used.rawValue); seed \(output.seed)")
      return try JudgeAgreement(labels: sets, field: used, seed: output.seed)
    }

    private func agreement(
      onRun path: String, _ sets: [(name: String, answers: [LabelledAnswer])]
    ) throws -> JudgeAgreement {
      let store = try RunStore.read(URL(filePath: path))
      let claims = try JudgeClaims(store)
      let independent = IndependentJudges(claims.all, records: claims.manifest.judges, items: claims.items)
      let named = try judges.map { try $0.split(separator: ",").map { try claims.name(of: String($0)) } }
      let chosen = named ?? independent.names
      let readers = chosen + sets.map(\.name)
      let used = field ?? (sets.isEmpty && chosen.allSatisfy(claims.judgesHarm) ? .harm : .refusal)
      Terminal.note("judges \(readers.joined(separator: ", ")); field \(used.rawValue); seed \(output.seed)")
      return try JudgeAgreement(
        claims.items, judges: chosen, labels: sets, field: used, official: claims.official,
        leftOut: named == nil ? independent.leftOut : [], seed: output.seed)
    }
  }
}

extension VerdictField: ExpressibleByArgument {}
