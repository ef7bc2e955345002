import Foundation
import IsoglossCore
import Testing

@testable import IsoglossExperiments

/// A transfer that follows a distance is found, and one that does not is not.
struct TransferTestTests {
  private func distances() throws -> LanguageDistances {
    try LanguageDistances(folder: Fixture.root.appending(path: "data/distances"), texts: [:])
  }

  /// A matrix of the twelve languages whose gain is 40 on the diagonal and `gain` elsewhere.
  private func matrix(_ gain: (Language, Language) -> Double) throws -> TransferMatrix {
    let codes = Language.refusEU.map(\.code)
    let results = codes.map { from in
      Fixture.result(
        from == "en" ? "english" : "single:\(from)",
        gains: Dictionary(
          uniqueKeysWithValues: codes.map { ($0, from == $0 ? 40 : gain(Language(from), Language($0))) }))
    }
    return try #require(ExperimentTables(results, distances: nil).transfer)
  }

  @Test func aPlantedDistanceIsFound() throws {
    let distances = try distances()
    let planted = try matrix { a, b in 40 * (1 - (distances.distance(.syntactic, a, b) ?? 0)) }
    let fertility = Dictionary(
      uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1, 0.2 + 0.01 * Double($0)) })
    let test = try #require(try TransferTest(planted, distances: distances, fertility: fertility, permutations: 999))
    #expect(test.languages.count == 12 && test.cells == 132)
    let row = try #require(test.rows.first { $0.name == "syntactic distance" })
    #expect(try #require(row.correlation) < -0.999 && row.pValue == 0.001 && row.partialPValue == 0.001)
    // Without texts there is no lexical distance; traits of the asked language are there, and have no partial test.
    #expect(!test.rows.contains { $0.name == "lexical distance" })
    #expect(test.rows.filter { $0.name.hasSuffix("of the asked") }.allSatisfy { $0.partial == nil })
    #expect(try #require(test.rSquared) > 0.999 && test.leftOut.isEmpty)
  }

  @Test func chanceIsNotCalledRelatedness() throws {
    let noise = try matrix { a, b in
      // A hash of the two codes, in 0...40.
      Double(UInt8(ContentHash.of("\(a.code) to \(b.code)").prefix(2), radix: 16) ?? 0) / 255 * 40
    }
    let test = try #require(try TransferTest(noise, distances: distances(), fertility: [:], permutations: 999))
    #expect(test.rows.allSatisfy { ($0.pValue ?? 0) > 0.02 })
    #expect(test.rows.contains { $0.name == "resource class of the asked" })
    #expect(!test.rows.contains { $0.name == "tokens a byte of the asked" })
  }

  @Test func tooFewLanguagesAreNotTested() throws {
    let results = ["english", "single:lv", "single:pl"].map {
      Fixture.result($0, gains: ["en": 10, "lv": 10, "pl": 10, "de": 10])
    }
    let matrix = try #require(ExperimentTables(results, distances: nil).transfer)
    #expect(try TransferTest(matrix, distances: distances(), fertility: [:]) == nil)
  }
}
