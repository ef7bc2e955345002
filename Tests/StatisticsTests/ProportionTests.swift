import Foundation
import IsoglossStatistics
import Testing

struct ProportionTests {
  @Test func intervalsAreStatsmodels() throws {
    for row in try Golden.load().proportions.intervals {
      let proportion = try Proportion(successes: Int(row[0]), trials: Int(row[1]))
      let wilson = try #require(proportion.wilson(confidence: row[2]))
      expectClose(wilson.lower, row[3], absolute: 1e-15, row)
      expectClose(wilson.upper, row[4], row)
      let exact = try #require(proportion.clopperPearson(confidence: row[2]))
      expectClose(exact.lower, row[5], row)
      expectClose(exact.upper, row[6], row)
    }
  }

  @Test(arguments: [0.5, 0.9, 0.95, 0.99])
  func intervalsHoldTheRateAndNarrow(_ confidence: Double) throws {
    for share in 0...10 {
      var widths: [(Double, Double)] = []
      for scale in [1, 4, 30, 500] {
        let proportion = try Proportion(successes: share * scale, trials: 10 * scale)
        let rate = try #require(proportion.rate)
        let wilson = try #require(proportion.wilson(confidence: confidence))
        let exact = try #require(proportion.clopperPearson(confidence: confidence))
        #expect(wilson.contains(rate) && exact.contains(rate))
        #expect(wilson.lower >= 0 && wilson.upper <= 1 && exact.lower >= 0 && exact.upper <= 1)
        widths.append((wilson.width, exact.width))
      }
      for (wide, narrow) in zip(widths, widths.dropFirst()) {
        #expect(narrow.0 < wide.0)
        #expect(narrow.1 < wide.1)
      }
    }
  }

  /// The claim of "exact": over every rate on a grid, the probability of an interval that misses is at most 5 %.
  @Test(arguments: [1, 5, 28])
  func clopperPearsonCovers(_ trials: Int) throws {
    let intervals = try (0...trials).map {
      try #require(Proportion(successes: $0, trials: trials).clopperPearson())
    }
    for step in 1..<200 {
      let rate = Double(step) / 200
      let binomial = Binomial(trials: trials, probability: rate)
      let covered = intervals.enumerated().reduce(0.0) { $0 + ($1.1.contains(rate) ? binomial.mass($1.0) : 0) }
      #expect(covered >= 0.95 - 1e-12)
    }
  }

  @Test func nothingIsNil() throws {
    let nothing = Proportion([Bool]())
    #expect(nothing.rate == nil)
    #expect(nothing.wilson() == nil)
    #expect(nothing.clopperPearson() == nil)
    let some = try Proportion(successes: 1, trials: 2)
    for confidence in [0, 1, -1, 2, Double.nan] { #expect(some.wilson(confidence: confidence) == nil) }
    #expect(ProportionDifference(some, minus: nothing).value == nil)
    #expect(ProportionDifference(some, minus: nothing).newcombe() == nil)
    #expect(ProportionDifference(nothing, minus: some).scoreTest() == nil)
    #expect(throws: StatisticsError.self) { try Proportion(successes: 3, trials: 2) }
    #expect(throws: StatisticsError.self) { try Proportion(successes: -1, trials: 2) }
    #expect(throws: StatisticsError.self) {
      try JSONDecoder().decode(Proportion.self, from: Data(#"{"successes":3,"trials":2}"#.utf8))
    }
  }

  @Test func differencesAreStatsmodels() throws {
    for row in try Golden.load().proportions.differences {
      let difference = ProportionDifference(
        try Proportion(successes: Int(row[0]), trials: Int(row[1])),
        minus: try Proportion(successes: Int(row[2]), trials: Int(row[3])))
      let test = try #require(difference.scoreTest())
      expectClose(test.statistic, row[4], row)
      expectClose(test.pValue, row[5], row)
      let interval = try #require(difference.newcombe())
      expectClose(interval.lower, row[6], row)
      expectClose(interval.upper, row[7], row)
    }
  }

  /// The first table is Newcombe's own example, whose interval he gives as 0.0569 to 0.3404.
  @Test func pairedTablesAreStatsmodels() throws {
    for row in try Golden.load().proportions.paired {
      let table = try PairedOutcomes(
        both: Int(row[0]), firstOnly: Int(row[1]), secondOnly: Int(row[2]), neither: Int(row[3]))
      let exact = try #require(table.mcnemarExact())
      expectClose(exact.statistic, row[4], row)
      expectClose(exact.pValue, row[5], row)
      let corrected = try #require(table.mcnemarChiSquare())
      expectClose(corrected.statistic, row[6], row)
      expectClose(corrected.pValue, row[7], row)
      let plain = try #require(table.mcnemarChiSquare(corrected: false))
      expectClose(plain.statistic, row[8], row)
      expectClose(plain.pValue, row[9], row)
      let interval = try #require(table.newcombe())
      expectClose(interval.lower, row[10], row)
      expectClose(interval.upper, row[11], row)
      #expect(interval.contains(try #require(table.difference)))
    }
  }

  @Test func pairedEdges() throws {
    let same = PairedOutcomes([(true, true), (false, false)])
    #expect(same.mcnemarExact() == nil)
    #expect(same.mcnemarChiSquare() == nil)
    #expect(same.difference == 0)
    #expect(PairedOutcomes([(Bool, Bool)]()).newcombe() == nil)
    #expect(PairedOutcomes([(Bool, Bool)]()).difference == nil)
    let even = try PairedOutcomes(both: 1, firstOnly: 4, secondOnly: 4, neither: 1)
    #expect(even.mcnemarExact()?.pValue == 1)
    #expect(even.mcnemarChiSquare()?.pValue == 1)
    #expect(throws: StatisticsError.self) { try PairedOutcomes(both: 1, firstOnly: -1, secondOnly: 0, neither: 0) }
  }
}
