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

  @Test func theLanguageIdentifierAgreesForNinetySevenPercentInEveryLanguage() throws {
    let identifier = try FastTextIdentifier.embedded()
    for (language, rows) in Dictionary(grouping: try Self.set.get().prompts, by: \.language) {
      let agreeing = rows.filter { identifier.identify($0.text, count: 1).first?.language == language }
      #expect(Double(agreeing.count) >= 0.97 * Double(rows.count), "\(language): \(agreeing.count) of \(rows.count)")
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
