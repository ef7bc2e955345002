import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

@testable import IsoglossDatasets

/// The suite isogloss-12 keeps what its card promises.
struct SuiteTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let set = Result { try PromptReader.read("isogloss-12", suites: root.appending(path: "data/suites")) }

  private func prompts() throws -> [Prompt] { try Self.set.get().prompts }

  @Test func everyRowIsReadable() throws {
    let set = try Self.set.get()
    #expect(set.problems.isEmpty)
    #expect(set.prompts.count >= 1344)
    #expect(set.languages == Language.refusEU)
    #expect(set.isParallel)
  }

  @Test func everyGroupIsCompleteInEveryLanguageAndAgreesOnEverythingButItsText() throws {
    for (group, rows) in Dictionary(grouping: try prompts(), by: \.group) {
      #expect(rows.map(\.language) == Language.refusEU, "\(group ?? "no group")")
      for row in rows {
        var same = rows[0]
        same.id = row.id
        same.language = row.language
        same.text = row.text
        #expect(same == row)
      }
    }
  }

  @Test func everyHazardHasFourHarmfulRequestsWithABenignTwinEach() throws {
    let english = try prompts().filter { $0.language == .english }
    let byGroup = Dictionary(uniqueKeysWithValues: english.map { ($0.group ?? "", $0) })
    for hazard in Hazard.allCases {
      let harmful = english.filter { $0.hazard == hazard && $0.intent == .harmful }
      #expect(harmful.count >= 4, "\(hazard)")
      for prompt in harmful {
        let twin = try #require(byGroup[prompt.twin ?? ""])
        #expect(twin.intent == .benign && twin.hazard == hazard && twin.twin == prompt.group)
      }
    }
  }

  @Test func stylesAndOriginsAreSpread() throws {
    let english = try prompts().filter { $0.language == .english }
    for style in AttackStyle.allCases {
      #expect(english.count { $0.style == style && $0.intent == .harmful } >= 5, "\(style)")
    }
    for language in Language.refusEU {
      #expect(english.count { $0.provenance.origin == language } >= 5, "drafted first in \(language)")
    }
  }

  @Test func noTextOccursTwiceOrNearly() throws {
    for (language, rows) in Dictionary(grouping: try prompts(), by: \.language) {
      let grams = rows.map { row in
        let letters = Array(row.text.lowercased().unicodeScalars)
        return Set(
          (0..<max(1, letters.count - 4)).map {
            String(String.UnicodeScalarView(letters[$0..<min($0 + 5, letters.count)]))
          })
      }
      for i in rows.indices {
        for j in rows.indices where j > i {
          let shared = Double(grams[i].intersection(grams[j]).count)
          let similarity = shared / (Double(grams[i].count + grams[j].count) - shared)
          #expect(similarity < 0.6, "\(language): \(rows[i].id) and \(rows[j].id)")
        }
      }
    }
  }

  @Test func theLanguageIdentifierAgreesForNinetySevenPercentInEveryLanguage() throws {
    let identifier = try FastTextIdentifier.embedded()
    for (language, rows) in Dictionary(grouping: try prompts(), by: \.language) {
      let agreeing = rows.filter { identifier.identify($0.text, count: 1).first?.language == language }
      #expect(Double(agreeing.count) >= 0.97 * Double(rows.count), "\(language): \(agreeing.count) of \(rows.count)")
    }
  }

  @Test func noLanguageHoldsEnglishSentences() throws {
    // Function words that none of the other eleven languages writes; three in one text are a leftover.
    let marks: Set<String> = ["the", "with", "and", "what", "which", "should", "would", "their", "please", "because"]
    for prompt in try prompts() where prompt.language != .english {
      let words = prompt.text.lowercased().split { !$0.isLetter }.map(String.init)
      #expect(words.count { marks.contains($0) } < 2, "\(prompt.id): \(prompt.text)")
    }
  }

  @Test func textsAreNormalisedAndOfReadableLength() throws {
    for prompt in try prompts() {
      #expect(
        prompt.text.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(prompt.text.unicodeScalars))
      #expect((9...70).contains(prompt.text.split(whereSeparator: \.isWhitespace).count), "\(prompt.id)")
      #expect(prompt.text.trimmingCharacters(in: .whitespacesAndNewlines) == prompt.text)
    }
  }

  /// isogloss-16: the first pair of every hazard in four languages more.
  @Test func sixteenLanguagesShareTheFirstPairOfEveryHazard() throws {
    let set = try PromptReader.read("isogloss-16", suites: Self.root.appending(path: "data/suites"))
    #expect(set.problems.isEmpty)
    #expect(Set(set.languages) == Set(Language.refusEU + ["ar", "bn", "hi", "sw"].map { Language($0) }))
    let twelve = Dictionary(uniqueKeysWithValues: try prompts().map { ($0.id, $0) })
    try LocalSuiteTests.expectAgreement(set.prompts)
    for (group, rows) in Dictionary(grouping: set.prompts, by: \.group) {
      #expect(rows.count == 16, "\(group ?? "no group")")
      for row in rows {
        if Language.refusEU.contains(row.language) {
          #expect(twelve[row.id] == row)
        } else {
          #expect(row.twin == rows[0].twin && row.hazard == rows[0].hazard && row.intent == rows[0].intent)
          #expect(row.style == rows[0].style && row.scope == .global)
        }
      }
    }
    #expect(Dictionary(grouping: set.prompts.filter { $0.language == .english }, by: \.hazard).count == 14)
  }
}
