import Foundation
import IsoglossCore
import Testing

@testable import IsoglossAlignment

/// A mixture gives what it says, the same for the same seed.
struct MixtureDrawTests {
  private func counts(_ mixture: Mixture, _ pairs: [PreferencePair], seed: UInt64 = 0) throws -> [String] {
    try MixtureDraw(mixture, from: pairs, seed: seed).counts.map { "\($0.language) \($0.harmful)+\($0.benign)" }
  }

  private func failure(_ mixture: Mixture, _ pairs: [PreferencePair] = PairFixture.twelve) -> AlignmentError? {
    #expect(throws: AlignmentError.self) { _ = try MixtureDraw(mixture, from: pairs, seed: 0) }
  }

  @Test func everyNamedShareTakesItsLanguages() throws {
    func languages(_ share: Mixture.Share) throws -> [String] {
      try MixtureDraw(Mixture(share: share), from: PairFixture.twelve, seed: 0).counts.map(\.language.code)
    }
    let all = Language.refusEU.map(\.code)
    #expect(try languages(.balanced) == all)
    #expect(try languages(.natural) == all)
    #expect(try languages(.only(.english)) == ["en"])
    #expect(try languages(.without(.english)) == all.filter { $0 != "en" })
    #expect(try languages(.only(Language("lv"))) == ["lv"])
    #expect(try languages(.highResource) == ["en", "de", "it", "fr", "es", "pt", "pl", "cs"])
    #expect(try languages(.weights([Language("lt"): 2, Language("en"): 1])) == ["en", "lt"])
  }

  @Test func aFixedTotalIsDividedAndAFixedCountALanguageIsNot() throws {
    #expect(try counts(Mixture(size: .total(480)), PairFixture.twelve) == Language.refusEU.map { "\($0) 20+20" })
    #expect(try counts(Mixture(share: .only(.english), size: .total(100)), PairFixture.twelve) == ["en 50+50"])
    #expect(try counts(Mixture(size: .perLanguage(40)), PairFixture.twelve) == Language.refusEU.map { "\($0) 20+20" })
    #expect(try counts(Mixture(share: .only(.english), size: .perLanguage(40)), PairFixture.twelve) == ["en 20+20"])
    // 100 pairs over 12: four languages get a ninth.
    let uneven = try MixtureDraw(Mixture(size: .total(100)), from: PairFixture.twelve, seed: 0)
    #expect(uneven.pairs.count == 100)
    #expect(uneven.counts.map(\.total) == [9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8])
  }

  @Test func weightsTemperatureAndCapsMoveTheCounts() throws {
    let pairs = PairFixture.pairs(["en"], harmful: 900, benign: 0) + PairFixture.pairs(["lv"], harmful: 100, benign: 0)
    #expect(try counts(Mixture(share: .natural, size: .total(100)), pairs) == ["en 90+0", "lv 10+0"])
    // Weights 900 and 100 to the power of a half are 30 and 10.
    #expect(try counts(Mixture(share: .natural, size: .total(100), temperature: 2), pairs) == ["en 75+0", "lv 25+0"])
    #expect(
      try counts(Mixture(share: .weights([Language("en"): 3, Language("lv"): 1]), size: .total(100)), pairs)
        == ["en 75+0", "lv 25+0"])
    // What a capped language leaves goes to the others.
    #expect(
      try counts(Mixture(share: .natural, size: .total(100), caps: [Language("en"): 40]), pairs) == [
        "en 40+0", "lv 60+0",
      ])
    #expect(try counts(Mixture(size: .perLanguage(50), cap: 20), pairs) == ["en 20+0", "lv 20+0"])
    // All of a balanced share is bounded by the scarcest language, or with repeats by the richest.
    #expect(try counts(Mixture(), pairs) == ["en 100+0", "lv 100+0"])
    let repeated = try MixtureDraw(Mixture(repeats: true), from: pairs, seed: 0)
    #expect(repeated.counts.map(\.total) == [900, 900])
    #expect(repeated.counts.map(\.repeated) == [0, 800])
  }

  @Test func harmlessPairsComeInTheirRatio() throws {
    let pairs = PairFixture.pairs(["en", "lv"], harmful: 60, benign: 30)
    #expect(try counts(Mixture(size: .total(60)), pairs) == ["en 20+10", "lv 20+10"])
    #expect(try counts(Mixture(size: .total(60), harmless: 1), pairs) == ["en 15+15", "lv 15+15"])
    #expect(try counts(Mixture(size: .total(60), harmless: 0), pairs) == ["en 30+0", "lv 30+0"])
    #expect(try counts(Mixture(harmless: 1), pairs) == ["en 30+30", "lv 30+30"])
  }

  @Test func equalSeedsDrawTheSameAndOthersOtherGroupsAlikeInEveryLanguage() throws {
    let mixture = Mixture(size: .perLanguage(28), harmless: 1)
    func groups(_ seed: UInt64) throws -> [Language: [String]] {
      let draw = try MixtureDraw(mixture, from: PairFixture.twelve, seed: seed)
      return Dictionary(grouping: draw.pairs, by: \.language).mapValues { $0.compactMap(\.group) }
    }
    #expect(try groups(1) == groups(1))
    #expect(try groups(1) != groups(2))
    #expect(Set(try groups(1).values).count == 1)
    let english = try MixtureDraw(mixture, from: PairFixture.twelve, seed: 3).pairs.filter { $0.language == .english }
    #expect(Set(english.compactMap(\.hazard)).count == 14)
    // The order of the rows in the files does not matter to which are drawn.
    let reversed = try MixtureDraw(mixture, from: PairFixture.twelve.reversed(), seed: 3).pairs
    #expect(Set(reversed) == Set(try MixtureDraw(mixture, from: PairFixture.twelve, seed: 3).pairs))
  }

  @Test func whatCannotBeGivenIsAnErrorThatSaysWhy() {
    #expect(failure(Mixture(size: .total(10_000)))?.code == .tooFewPairs)
    #expect(failure(Mixture(size: .total(10_000)))?.message.contains("English has 70 harmful") == true)
    #expect(failure(Mixture(share: .only(Language("sw"))))?.message.contains("sw") == true)
    #expect(failure(Mixture(share: .weights([Language("en"): 0])))?.code == .badMixture)
    #expect(failure(Mixture(share: .weights([Language("en"): .nan])))?.code == .badMixture)
    #expect(failure(Mixture(share: .weights([:])))?.code == .badMixture)
    #expect(failure(Mixture(share: .natural, size: .perLanguage(3)))?.code == .badMixture)
    #expect(failure(Mixture(temperature: 2))?.code == .badMixture)
    #expect(failure(Mixture(share: .natural, temperature: 0))?.code == .badMixture)
    #expect(failure(Mixture(size: .total(0)))?.code == .badMixture)
    #expect(failure(Mixture(size: .total(100), cap: 5))?.code == .badMixture)
    #expect(failure(Mixture(caps: [Language("sw"): 5]))?.code == .badMixture)
    #expect(failure(Mixture(cap: 0))?.code == .badMixture)
    #expect(failure(Mixture(harmless: -1))?.code == .badMixture)
    #expect(failure(Mixture(), [])?.code == .badMixture)
    #expect(
      failure(Mixture(share: .highResource), PairFixture.pairs(["lv"], harmful: 3, benign: 3))?.code == .badMixture)
    let noBenign = PairFixture.pairs(["en"], harmful: 9, benign: 0)
    #expect(failure(Mixture(size: .total(4), harmless: 1, repeats: true), noBenign)?.code == .tooFewPairs)
  }

  /// A weight that no number of pairs follows from is named, whatever is held fixed.
  @Test(arguments: [Mixture.Size.all, .total(4)], [true, false])
  func weightsOutOfReachAreNamed(size: Mixture.Size, repeats: Bool) {
    let pairs = PairFixture.pairs(["en", "lv"], harmful: 9, benign: 0)
    for weight in [1e-200, 1e200] {
      let share = Mixture.Share.weights([Language("en"): 1, Language("lv"): weight])
      let error = failure(Mixture(share: share, size: size, repeats: repeats), pairs)
      #expect(error?.code == .badMixture && error?.message.contains("The weight of lv is \(weight)") == true)
    }
    // Nine to the power of a thousand.
    let cold = failure(Mixture(share: .natural, size: size, temperature: 0.001, repeats: repeats), pairs)
    #expect(cold?.code == .badMixture && cold?.message.contains("temperature 0.001") == true)
  }

  @Test func aWeightThatRepeatsAPairForEverIsNamed() throws {
    let pairs = PairFixture.pairs(["en", "lv"], harmful: 9, benign: 0)
    let share = Mixture.Share.weights([Language("en"): 1, Language("lv"): 1e30])
    let error = failure(Mixture(share: share, repeats: true), pairs)
    #expect(error?.code == .badMixture && error?.message.contains("The weight of lv asks for") == true)
    #expect(try counts(Mixture(share: share, cap: 20, repeats: true), pairs) == ["en 9+0", "lv 20+0"])
    // Without repeats the scarcest language bounds all, here to none of English.
    #expect(try counts(Mixture(share: share), pairs) == ["lv 9+0"])
  }

  /// A set without harmless pairs is the usual one, and the recipes of this project ask for them.
  @Test func whatIsMissingIsNamedWithWhatMendsIt() {
    let bare = PairFixture.pairs(["en", "lv"], harmful: 9, benign: 0)
    let half = PairFixture.pairs(["en"], harmful: 9, benign: 9) + PairFixture.pairs(["lv"], harmful: 9, benign: 0)
    func says(_ mixture: Mixture, _ pairs: [PreferencePair], _ words: String...) {
      let message = failure(mixture, pairs)?.message ?? ""
      for word in words { #expect(message.contains(word), "\(message)") }
    }
    says(Mixture(harmless: 1), bare, "no benign pair in en, lv", "--harmless 0")
    // One language without them empties all that are to be equal.
    says(Mixture(harmless: 1), half, "no benign pair in lv:", "--harmless 0", "--mixture")
    says(Mixture(size: .total(8), harmless: 1), half, "Latvian has 0 benign pairs", "--harmless 0")
    let harmless = PairFixture.pairs(["en"], harmful: 0, benign: 9)
    says(Mixture(harmless: 0.5), harmless, "no harmful pair in en", "--harmless out")
    says(Mixture(cap: 0), bare, "--cap")
    #expect(throws: Never.self) { _ = try MixtureDraw(Mixture(harmless: 0), from: bare, seed: 0) }
  }

  @Test(arguments: ["balanced", "high-resource", "english", "no-english", "natural", "single:lv", "without:lv"])
  func namesAreReadBack(name: String) throws {
    #expect(try #require(Mixture.Share(name)).description == name)
  }

  @Test func aMixtureSurvivesJSON() throws {
    let mixture = Mixture(
      share: .weights([Language("en"): 2, Language("pl"): 0.5]), size: .total(480), temperature: 2,
      caps: [Language("pl"): 3], cap: 9, harmless: 1, repeats: true)
    #expect(try JSONDecoder().decode(Mixture.self, from: JSONEncoder().encode(mixture)) == mixture)
    #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(Mixture.Share.self, from: Data("\"most\"".utf8))
    }
    for bad in ["", "single:", "weights:en", "weights:en=a", "weights:en=1,en=2", "single"] {
      #expect(Mixture.Share(bad) == nil, "\(bad)")
    }
  }
}
