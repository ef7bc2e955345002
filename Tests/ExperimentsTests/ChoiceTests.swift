import Foundation
import IsoglossCore
import Testing

@testable import IsoglossExperiments

/// Sets of languages by their worst case.
struct ChoiceTests {
  private let languages = ["en", "de", "pl", "lv"].map { Language($0) }

  @Test func greedySearchMissesWhatEverySetFinds() throws {
    // English is the best alone; the best pair is German and Polish, which cover two languages each.
    let gains: [[Double]] = [
      [5, 5, 5, 5],
      [9, 9, 0, 0],
      [0, 0, 9, 9],
      [0, 0, 0, 6],
    ]
    let all = LanguageChoice.all(gains, training: languages, testing: languages, sizes: 2, rule: .best)
    #expect(all.map(\.worstGain) == [5, 9] && all[1].languages.map(\.code) == ["de", "pl"])
    #expect(all[0].languages.map(\.code) == ["en"] && all[1].greedy.first?.code == "en")
    #expect(all[1].greedyWorstGain == 5)
  }

  @Test func pairsSharedOutAreTheMean() throws {
    let gains: [[Double]] = [[8, 0, 2, 2], [0, 8, 2, 4], [1, 1, 1, 1], [0, 0, 0, 0]]
    let all = LanguageChoice.all(gains, training: languages, testing: languages, sizes: 9, rule: .mean)
    #expect(all.count == 4 && all[1].languages.map(\.code) == ["en", "de"])
    #expect(all[1].worstGain == 2 && all[1].worst.code == "pl")
    #expect(LanguageChoice.predicted(gains, rows: [0, 1], rule: .mean) == [4, 4, 2, 3])
    // With every language there is one set, and both searches have it.
    #expect(all[3].worstGain == all[3].greedyWorstGain)
  }

  @Test func nothingComesOfNothing() {
    #expect(LanguageChoice.all([], training: [], testing: languages, sizes: 2, rule: .mean).isEmpty)
    #expect(LanguageChoice.predicted([], rows: [], rule: .best).isEmpty)
  }
}
