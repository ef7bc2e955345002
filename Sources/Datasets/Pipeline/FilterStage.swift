internal import Foundation
public import IsoglossCore

/// Keeps the pairs that are fit to train on (``PairFilter``); rules are decided by judges, whose verdicts stay in the
/// stage's folder.
public struct FilterStage: DataStage {
  /// Its name in the recipe.
  public let name: String
  private let filter: PairFilter
  private let answers: [any Judge]
  private let requests: [any RequestJudge]

  /// A stage.
  /// - Parameters:
  ///   - filter: what is checked; its verdicts are replaced by those of the judges.
  ///   - answers: judges of answers.
  ///   - requests: judges of requests alone.
  public init(name: String, filter: PairFilter, answers: [any Judge] = [], requests: [any RequestJudge] = []) {
    self.name = name
    self.filter = filter
    self.answers = answers
    self.requests = requests
  }

  /// SHA-256 over every check and judge.
  public var fingerprint: String {
    let checks = [
      "filter 1", filter.limits.map { "\($0)" } ?? "", "\(filter.checksScaffolding) \(filter.checksForm)",
      filter.language.map { "\($0.identifier.name) \($0.words) \($0.letters) \($0.certainty) \($0.closeCertainty)" }
        ?? "",
      "\(filter.duplicateThreshold.map { "\($0)" } ?? "") \(filter.leakThreshold)",
      filter.leaks.map(\.rawValue).sorted().joined(separator: " "),
    ]
    return ContentHash.of(
      checks + filter.rules.map(\.description) + filter.suites.flatMap { [$0.name, $0.fileHash] } + answers.map(\.name)
        + requests.map(\.name))
  }

  /// Asks the judges about every text, and drops what fails a check.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let pairs = rows.compactMap(\.pair)
    let judging = PairJudging(answers: answers, requests: requests)
    let verdicts = try await judging.run(pairs, keeping: place.journal("verdicts")) { place.report($0, $1) }
    var filter = filter
    filter.verdicts = verdicts
    let result = try filter.run(pairs)
    let kept = Set(result.kept.map(\.id))
    let reasons = Dictionary(uniqueKeysWithValues: result.dropped.map { ($0.pair, $0) })
    var output = StageOutput()
    for row in rows {
      if kept.contains(row.id) {
        output.rows.append(row)
      } else if let found = reasons[row.id] {
        output.drop(row, name, "\(found.stage): \(found.reason)", kind: found.stage)
      } else {
        output.drop(row, name, "it has not both answers")
      }
    }
    let said = pairs.flatMap { pair in
      PairPart.allCases.flatMap { part in
        verdicts[part, of: pair.id].sorted { $0.key < $1.key }.map { PairVerdict(on: part, of: pair, $0.value) }
      }
    }
    output.files["verdicts.jsonl"] = try JSONLines.data(said)
    output.files[BuildFiles.funnel] = try JSONLines.line(result.funnel)
    output.sections = result.funnel.sections
    return output
  }
}
