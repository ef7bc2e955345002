import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

@testable import IsoglossDatasets

/// The pairs isogloss-12 keep what their card promises.
struct PairSuiteTests {
  static let set = Result {
    try PairReader.read("isogloss-12", sets: SuiteTests.root.appending(path: "data/pairs"))
  }

  private func pairs() throws -> [PreferencePair] { try Self.set.get().pairs }

  @Test func everyGroupIsThereInEveryLanguage() throws {
    let set = try Self.set.get()
    #expect(set.problems.isEmpty)
    #expect(set.pairs.count == 1680)
    let twelve = Set(Language.refusEU)
    for (group, rows) in Dictionary(grouping: set.pairs, by: \.group) {
      #expect(Set(rows.map(\.language)) == twelve && rows.count == 12, "\(group ?? "no group")")
    }
  }

  @Test func everyHazardHasFiveHarmfulGroupsAndThereAreAsManyHarmlessOnes() throws {
    let english = try pairs().filter { $0.language == .english }
    for hazard in Hazard.allCases {
      #expect(english.count { $0.hazard == hazard && $0.intent == .harmful } == 5, "\(hazard)")
    }
    #expect(english.count { $0.intent == .benign } == english.count { $0.intent == .harmful })
    for language in Language.refusEU {
      #expect(english.count { $0.provenance.origin == language } >= 5, "drafted for \(language)")
    }
  }

  @Test func nothingOfTheSuiteIsGivenAway() throws {
    let suite = try SuiteTests.set.get()
    let findings = LeakageCheck().findings(try pairs(), against: suite)
    #expect(findings.isEmpty, "\(findings.prefix(5))")
  }

  @Test func refusalsAndAgreementsBeginInManyWays() throws {
    for (language, rows) in Dictionary(grouping: try pairs().filter { $0.intent == .harmful }, by: \.language) {
      for column in [\PreferencePair.chosen, \.rejected] {
        let beginnings = Set(rows.map { $0[keyPath: column].split(separator: " ").prefix(4).joined(separator: " ") })
        #expect(beginnings.count >= rows.count - 1, "\(language)")
      }
    }
  }

  @Test func noAnswerOccursTwice() throws {
    for (language, rows) in Dictionary(grouping: try pairs(), by: \.language) {
      let answers = rows.flatMap { [$0.chosen, $0.rejected] }
      #expect(Set(answers).count == answers.count, "\(language)")
    }
  }

  @Test(arguments: ["prompt", "chosen", "rejected"])
  func theLanguageIdentifierAgrees(column: String) throws {
    let identifier = try FastTextIdentifier.embedded()
    // Dialects are none of the languages that lid.176 knows.
    let standard = try pairs().filter { $0.style != .uncommonDialects }
    // lid.176 takes short Slovene for its neighbours'.
    let takenForSlovene = Set(["hr", "sr", "sh", "bs"].map { Language($0) })
    for (language, rows) in Dictionary(grouping: standard, by: \.language) {
      let agreeing = rows.count { row in
        let text = column == "prompt" ? row.prompt : column == "chosen" ? row.chosen : row.rejected
        let guess = identifier.identify(text, count: 1).first?.language
        return guess == language || language == Language("sl") && guess.map(takenForSlovene.contains) == true
      }
      #expect(Double(agreeing) >= 0.95 * Double(rows.count), "\(language): \(agreeing) of \(rows.count)")
    }
  }
}
