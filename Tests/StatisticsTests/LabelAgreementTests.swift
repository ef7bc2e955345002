import IsoglossStatistics
import Testing

struct LabelAgreementTests {
  @Test func isWhatTheReferencesSay() throws {
    let golden = try AgreementGolden.load()
    var adjusted = 0
    for row in golden.agreement {
      let found = try LabelAgreement(row.data, categories: row.categories)
      #expect(found.items == row.items)
      expectClose(found.value(.raw), row.raw, absolute: 1e-12)
      expectClose(found.value(.alpha), row.alpha, absolute: 1e-12)
      if let kappa = row.kappa { expectClose(found.value(.kappa), kappa, absolute: 1e-12) }
      if let pabak = row.pabak {
        adjusted += 1
        expectClose(found.value(.pabak), pabak, absolute: 1e-12)
      }
      #expect((found.value(.kappa) == nil) == (row.kappa == nil))
    }
    #expect(adjusted == 5)
  }

  /// All labels alike: chance explains everything and nothing, so kappa and alpha are undefined, and the adjusted kappa
  /// says what happened.
  @Test func oneCategoryOnly() throws {
    let found = try LabelAgreement([[true, true], [true, true], [true, nil]])
    #expect(found.value(.kappa) == nil && found.value(.alpha) == nil)
    #expect(found.value(.pabak) == 1 && found.value(.raw) == 1)
    #expect(found.items == 2 && found.categoriesSeen == 1)
    #expect(try found.estimate(.kappa, bootstrap: Bootstrap(resamples: 100, seed: 1)) == nil)
  }

  @Test func noPairs() throws {
    for units in [[[Bool?]](), [[true, nil], [nil, false]], [[true], [false]]] {
      let found = try LabelAgreement(units)
      #expect(found.items == 0)
      for measure in LabelAgreement.Measure.allCases { #expect(found.value(measure) == nil) }
    }
    #expect(throws: StatisticsError.self) { try LabelAgreement([[true, false], [true]]) }
    #expect(throws: StatisticsError.self) { try LabelAgreement([[true, false]], clusters: []) }
    #expect(throws: StatisticsError.self) { try LabelAgreement([[true, false]], categories: 1) }
  }

  /// Prevalence alone moves kappa, and not the adjusted one: the reason to show both.
  @Test func prevalenceMovesKappaOnly() throws {
    func table(_ a: Int, _ b: Int, _ c: Int, _ d: Int) throws -> LabelAgreement {
      try LabelAgreement(
        Array(repeating: [true, true], count: a) + Array(repeating: [true, false], count: b)
          + Array(repeating: [false, true], count: c) + Array(repeating: [false, false], count: d))
    }
    let balanced = try table(45, 5, 5, 45)
    let rare = try table(85, 5, 5, 5)
    #expect(balanced.value(.pabak) == rare.value(.pabak))
    expectClose(balanced.value(.kappa), 0.8, absolute: 1e-12)
    expectClose(rare.value(.kappa), (0.9 - 0.82) / 0.18, absolute: 1e-12)
  }

  /// Twelve copies of every item are no more knowledge than one.
  @Test func clustersAreDrawnTogether() throws {
    let base: [[Bool?]] = (0..<60).map { [$0 % 2 == 0, $0 % 2 == 0 ? $0 % 10 != 0 : $0 % 14 == 1] }
    let keys = base.indices.map { "\($0)" }
    let once = try LabelAgreement(base)
    let copied = try LabelAgreement(
      Array(repeating: base, count: 12).flatMap { $0 }, clusters: Array(repeating: keys, count: 12).flatMap { $0 })
    let loose = try LabelAgreement(Array(repeating: base, count: 12).flatMap { $0 })
    let bootstrap = Bootstrap(resamples: 2000, seed: 5)
    let (a, b, c) = (
      try #require(try once.estimate(.kappa, bootstrap: bootstrap)),
      try #require(try copied.estimate(.kappa, bootstrap: bootstrap)),
      try #require(try loose.estimate(.kappa, bootstrap: bootstrap))
    )
    #expect(copied.clusters == 60 && copied.items == 720)
    expectClose(b.value, a.value, absolute: 1e-12)
    expectClose(b.interval.lower, a.interval.lower, absolute: 1e-12)
    expectClose(b.interval.upper, a.interval.upper, absolute: 1e-12)
    #expect(c.interval.width < 0.5 * b.interval.width)
    #expect(a == (try #require(try once.estimate(.kappa, bootstrap: bootstrap))))
  }

  /// Counting kinds of clusters is another way to the numbers of resampled rows, and not another resampling.
  @Test(arguments: [Bootstrap.Method.percentile, .bca], [2, 3])
  func countedKindsAreResampledRows(_ method: Bootstrap.Method, _ labellers: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let units = (0..<90).map { _ -> [Int?] in
      let first = generator.index(below: 3)
      return [first]
        + (1..<labellers).map { _ in
          let draw = generator.index(below: 10)
          return draw == 0 ? nil : draw < 7 ? first : generator.index(below: 3)
        }
    }
    let keys = units.indices.map { "\($0 / 2)" }
    let found = try LabelAgreement(units, clusters: keys, categories: 3)
    let bootstrap = Bootstrap(resamples: 300, method: method, seed: 8)
    let all = try found.estimates(bootstrap: bootstrap)
    // Clusters without two labels are never drawn.
    let clusters = (0..<45).map { Array(units[(2 * $0)...(2 * $0 + 1)]) }
      .filter { $0.contains { $0.count { $0 != nil } >= 2 } }
    for measure in LabelAgreement.Measure.allCases {
      let rows = try bootstrap.estimate(of: clusters.count) { drawn in
        try LabelAgreement(drawn.flatMap { clusters[$0] }, categories: 3).value(measure)
      }
      #expect((all[measure] == nil) == (rows == nil))
      #expect(try found.estimate(measure, bootstrap: bootstrap) == all[measure])
      guard let rows, let counted = all[measure] else { continue }
      expectClose(counted.value, rows.value, absolute: 1e-12)
      expectClose(counted.interval.lower, rows.interval.lower, absolute: 1e-12)
      expectClose(counted.interval.upper, rows.interval.upper, absolute: 1e-12)
    }
    #expect(all.count == (labellers == 2 ? 4 : 3))
  }
}
