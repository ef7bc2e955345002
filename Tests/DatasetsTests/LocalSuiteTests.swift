import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

@testable import IsoglossDatasets

/// The suite isogloss-local keeps what its card promises.
struct LocalSuiteTests {
  static let languages = Set(Language.refusEU + ["ar", "bn", "hi", "sw"].map { Language($0) })
  static let set = Result {
    try PromptReader.read("isogloss-local", suites: SuiteTests.root.appending(path: "data/suites"))
  }

  @Test func sixteenLanguagesHaveFifteenHarmfulRequestsWithATwinEach() throws {
    let set = try Self.set.get()
    #expect(set.problems.isEmpty)
    #expect(Set(set.languages) == Self.languages)
    #expect(!set.isParallel)
    let byID = Dictionary(uniqueKeysWithValues: set.prompts.map { ($0.id, $0) })
    for language in set.languages {
      let harmful = set.prompts.filter { $0.language == language && $0.intent == .harmful }
      #expect(harmful.count >= 15, "\(language)")
      for prompt in harmful {
        let twin = try #require(byID[prompt.id.replacing(/-h$/) { _ in "-b" }], "\(prompt.id)")
        #expect(twin.intent == .benign && twin.hazard == prompt.hazard && twin.style == prompt.style)
      }
    }
  }

  @Test func everyPromptBelongsToOneLanguageAlone() throws {
    for prompt in try Self.set.get().prompts {
      #expect(prompt.scope == .local && prompt.group == nil && prompt.twin == nil, "\(prompt.id)")
      #expect(prompt.provenance.origin == prompt.language, "\(prompt.id) was not drafted in its language")
    }
  }

  @Test func theLanguageIdentifierAgreesAsItDoesOnTextByPeople() throws {
    try Self.expectAgreement(try Self.set.get().prompts)
  }

  /// Agreement of 97 % in every language but the two in which the identifier itself errs more on human translations: of
  /// NTREX's lines it calls 341 of 400 Swahili and 1,802 of 1,997 Slovenian. There a set may not fall below that rate by
  /// more than two standard errors.
  static func expectAgreement(_ prompts: [Prompt]) throws {
    let identifier = try FastTextIdentifier.embedded()
    let weak = Dictionary(
      uniqueKeysWithValues: [("sw", 341.0 / 400), ("sl", 1802.0 / 1997)].map { (Language($0.0), $0.1) })
    for (language, rows) in Dictionary(grouping: prompts, by: \.language) {
      let agreeing = rows.count { identifier.identify($0.text, count: 1).first?.language == language }
      let n = Double(rows.count)
      let floor = weak[language].map { $0 - 2 * ($0 * (1 - $0) / n).squareRoot() } ?? 0.97
      #expect(Double(agreeing) >= floor * n, "\(language): \(agreeing) of \(rows.count)")
    }
  }

  @Test func noTextOccursTwiceNorInTheParallelSuites() throws {
    let local = try Self.set.get().prompts.map(\.text)
    #expect(Set(local).count == local.count)
    for suite in ["isogloss-12", "isogloss-16"] {
      let others = try PromptReader.read(suite, suites: SuiteTests.root.appending(path: "data/suites"))
      #expect(Set(local).isDisjoint(with: others.prompts.map(\.text)))
    }
  }
}
