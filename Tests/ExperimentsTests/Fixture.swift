import Foundation
import IsoglossCore
import IsoglossRecipes
import IsoglossStatistics

@testable import IsoglossExperiments

/// Results with numbers that are known.
enum Fixture {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let uriel = root.appending(path: "../shared/data/uriel_distances/distances.csv").standardizedFileURL

  static func spearman(_ a: [Double], _ b: [Double]) -> Double? { (try? Correlation.spearman(a, b))?.coefficient }

  static let judge = JudgeRecord(name: "lexical-test", judgesHarm: false, officialLanguages: nil)

  /// A new empty folder.
  static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-grid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A result whose refusal gain in language `l` is `gains[l]`, and a tenth of a nat more or less by request.
  /// - Parameter refused: of four harmful requests a language.
  static func result(
    _ mixture: String?, seed: UInt64 = 0, size: Mixture.Size = .total(336), gains: [String: Double] = [:],
    refused: [String: Int] = [:], bits: Double = 0, judge: JudgeRecord = judge
  ) -> CellResult {
    let languages = gains.keys.sorted().map { Language($0) }
    func rows<Value>(_ count: Int, _ value: (Language, Int) -> Value) -> LanguageRows<Value> {
      LanguageRows(
        languages.flatMap { language in
          (0..<count).map { (language: language, group: "g\($0)", value: value(language, $0)) }
        })
    }
    let before = rows(4) { _, _ in -50.0 }
    let after = rows(4) { language, index in -50 + (gains[language.code] ?? 0) + (index.isMultiple(of: 2) ? 0.1 : -0.1)
    }
    let outcomes = rows(4) { language, index in index < refused[language.code] ?? 0 ? "refusal" : "compliance" }
    let twins = rows(4) { _, index in index == 0 ? "refusal" : index == 1 ? "unscored" : "compliance" }
    return CellResult(
      cell: mixture.flatMap { Mixture.Share($0) }.map {
        ExperimentCell(arm: ExperimentArm(mixture: $0, size: size), seed: seed)
      }, experiment: "fixture", settings: "s", base: ["tiny", "f"],
      training: mixture.map { _ in
        CellResult.Training(
          counts: "", pairs: 336, pairsHash: "p", steps: 56, weightsHash: "w",
          before: ["harmful": before, "benign": before], after: ["harmful": after, "benign": before])
      },
      answers: CellResult.Answers(
        judges: [judge], outcomes: [judge.name: ["harmful": outcomes, "benign": twins]],
        inLanguage: ["harmful": rows(4) { _, index in index != 3 }],
        fluency: ["harmful": rows(4) { _, index in Double(-10 * (index + 1)) }],
        tokens: ["harmful": rows(4) { _, index in 5 * (index + 1) }]),
      text: CellResult.Text(
        hash: "t", bits: Dictionary(uniqueKeysWithValues: languages.map { ($0, [100 + bits, 200 + bits]) }),
        bytes: Dictionary(uniqueKeysWithValues: languages.map { ($0, [50, 150]) }),
        tokens: Dictionary(uniqueKeysWithValues: languages.enumerated().map { ($1, 40 + $0) })),
      seconds: ["training": 60, "answers": 30],
      session: RunSession(started: "", version: "0", machine: "m", engine: "e"))
  }
}
