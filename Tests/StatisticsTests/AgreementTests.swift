import IsoglossStatistics
import Testing

struct AgreementTests {
  let golden: Golden.Agreement

  init() throws { golden = try Golden.load().agreement }

  @Test func kappaIsScikitLearn() throws {
    for row in golden.kappa { expectClose(try CohenKappa.value(row.a, row.b), row.c, absolute: 1e-14, row) }
    let row = try #require(golden.kappa.last)
    let estimate = try #require(
      try CohenKappa.estimate(row.a, row.b, bootstrap: Bootstrap(resamples: 2000, seed: 4)))
    #expect(estimate.interval.contains(estimate.value))
    // A fifth of the items: a wider interval.
    let part = try #require(
      try CohenKappa.estimate(
        Array(row.a.prefix(40)), Array(row.b.prefix(40)), bootstrap: Bootstrap(resamples: 2000, seed: 4)))
    #expect(part.interval.width > estimate.interval.width)
    #expect(try CohenKappa.value([Int](), []) == nil)
    #expect(try CohenKappa.value([1, 1], [1, 1]) == nil)
    #expect(try CohenKappa.value(["a", "b"], ["a", "b"]) == 1)
    #expect(throws: StatisticsError.self) { try CohenKappa.value([1], [1, 2]) }
  }

  @Test func alphaIsKrippendorffs() {
    for row in golden.alpha {
      expectClose(KrippendorffAlpha.nominal(row.a), row.b, row)
      expectClose(KrippendorffAlpha.interval(row.a.map { $0.map { $0.map(Double.init) } }), row.c, row)
    }
    #expect(KrippendorffAlpha.nominal([[Int?]]()) == nil)
    #expect(KrippendorffAlpha.nominal([["a", nil], [nil, "b"]]) == nil)
    #expect(KrippendorffAlpha.nominal([["a", "a"], ["a", "a"]]) == nil)
    #expect(KrippendorffAlpha.interval([[1, 1], [2, 2]]) == 1)
    #expect(KrippendorffAlpha.interval([[.nan, 1], [2, .infinity]]) == nil)
  }

  @Test func jaccard() throws {
    #expect(Jaccard.index(Set([1, 2, 3]), Set([2, 3, 4])) == 0.5)
    #expect(Jaccard.index(Set([1]), Set([2])) == 0)
    #expect(Jaccard.index(Set<Int>(), Set<Int>()) == nil)
    #expect(try Jaccard.mean([Set([1]), []], [Set([1, 2]), []]) == 0.75)
    #expect(try Jaccard.mean([Set<Int>](), []) == nil)
    #expect(throws: StatisticsError.self) { try Jaccard.mean([Set([1])], []) }
  }

  @Test func correlationIsScipy() throws {
    for row in golden.correlation {
      let pearson = try #require(try Correlation.pearson(row.x, row.y))
      expectClose(pearson.coefficient, row.numbers[0], row)
      expectClose(pearson.pValue, row.numbers[1], relative: 1e-9, row)
      let spearman = try #require(try Correlation.spearman(row.x, row.y))
      expectClose(spearman.coefficient, row.numbers[2], row)
      expectClose(spearman.pValue, row.numbers[3], relative: 1e-9, absolute: 1e-300, row)
      #expect((pearson.fisher() == nil) == (row.interval == nil))
      if let expected = row.interval {
        expectClose(pearson.fisher()?.lower, expected[0], row)
        expectClose(pearson.fisher()?.upper, expected[1], row)
      }
    }
    #expect(try Correlation.pearson([1], [2]) == nil)
    #expect(try Correlation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(try Correlation.pearson([1, 2, 3], [2, 4, 6])?.pValue == 0)
    #expect(throws: StatisticsError.self) { try Correlation.pearson([1, 2], [1, .nan]) }
  }

  @Test func areaIsScikitLearn() throws {
    for row in golden.auc { expectClose(try AreaUnderCurve.value(scores: row.a, positives: row.b), row.c, row) }
    let row = try #require(golden.auc.last)
    let estimate = try #require(
      try AreaUnderCurve.estimate(
        scores: row.a, positives: row.b, bootstrap: Bootstrap(resamples: 500, method: .percentile, seed: 4)))
    #expect(estimate.interval.contains(estimate.value))
    #expect(try AreaUnderCurve.value(scores: [1, 2], positives: [true, true]) == nil)
    #expect(try AreaUnderCurve.value(scores: [], positives: []) == nil)
    #expect(throws: StatisticsError.self) { try AreaUnderCurve.value(scores: [1], positives: []) }
  }
}
