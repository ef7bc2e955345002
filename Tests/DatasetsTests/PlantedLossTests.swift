import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// The tuning part of `data/translation-losses` keeps being found. Its test part is left to the published figure.
struct PlantedLossTests {
  private static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "data")

  private func evaluate(withoutBack: Bool) async throws -> LossEvaluation {
    let set = try TranslatedSet.read(Self.data.appending(path: "translation-losses"))
    #expect(set.problems == [])
    var texts = set.texts.filter { $0.split == .tune }
    #expect(texts.count == 288 && texts.count { $0.loss != nil } == 144)
    if withoutBack { for index in texts.indices { texts[index].backTranslation = nil } }
    let terms = try CultureTerms(folders: [Self.data.appending(path: "culture-terms")])
    let findings = try await TranslationCheck(terms: terms).run(texts)
    if let path = ProcessInfo.processInfo.environment["ISOGLOSS_FINDINGS"], !withoutBack {
      try TranslationFinding.lines(findings).write(to: URL(filePath: path))
    }
    return try LossEvaluation(texts, findings)
  }

  @Test func theTuningPartIsFound() async throws {
    let evaluation = try await evaluate(withoutBack: false)
    let headline = evaluation.headline
    let all = try #require(evaluation.lines.first)
    #expect(evaluation.lines.count == 7)
    #expect(LossEvaluation.share(all.recall) > "0.75", "\(headline)")
    #expect(LossEvaluation.share(all.precision) > "0.80", "\(headline)")
  }
}
