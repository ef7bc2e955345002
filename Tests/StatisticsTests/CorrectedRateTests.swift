import Testing

@testable import IsoglossStatistics

struct CorrectedRateTests {
  private func proportion(_ k: Int, _ n: Int) throws -> Proportion { try Proportion(successes: k, trials: n) }

  @Test func theProfileIsTheOptimisers() throws {
    for row in try AgreementGolden.load().profile {
      let c = row.counts
      let rate = MisclassifiedRate(
        .init(
          truePositives: c[0], falseNegatives: c[1], trueNegatives: c[2], falsePositives: c[3], judgedPositive: c[4],
          judgedNegative: c[5]), labelsTellOfRate: row.own)
      let fit = rate.fit(at: row.rate)
      expectClose(fit.logLikelihood, row.logLikelihood, relative: 1e-9, row)
      expectClose(fit.sensitivity, row.fit[0], absolute: 2e-4, row)
      expectClose(fit.falsePositiveRate, row.fit[1], absolute: 2e-4, row)
      #expect(rate.highest >= fit.logLikelihood - 1e-9)
    }
  }

  @Test func predictionPoweredIsPPIPlusPlus() throws {
    for row in try AgreementGolden.load().predictionPowered {
      let found = try #require(
        try PredictionPowered.estimate(
          labelled: ConfusionCounts(
            truePositives: row.cells[0], falseNegatives: row.cells[1], trueNegatives: row.cells[2],
            falsePositives: row.cells[3]), unlabelled: proportion(row.judged[0], row.judged[1]), draws: 200))
      expectClose(found.value, row.value)
      #expect(found.interval.contains(found.value))
    }
  }

  @Test func roganGladenUndoesTheJudge() throws {
    // Of 1000 answers 100 are positive; the judge finds 80 of them and raises 90 false alarms.
    let found = try #require(
      try RoganGladen.estimate(
        judged: proportion(170, 1000), sensitivity: proportion(80, 100), specificity: proportion(90, 100)))
    expectClose(found.value, 0.1, absolute: 1e-12)
    #expect(found.interval.lower < 0.1 && found.interval.upper > 0.1)
    #expect(
      found
        == (try RoganGladen.estimate(
          judged: proportion(170, 1000), sensitivity: proportion(80, 100), specificity: proportion(90, 100))))
    // More labels: narrower. More answers alone: hardly.
    let labels = try #require(
      try RoganGladen.estimate(
        judged: proportion(170, 1000), sensitivity: proportion(800, 1000), specificity: proportion(900, 1000)))
    let answers = try #require(
      try RoganGladen.estimate(
        judged: proportion(17_000, 100_000), sensitivity: proportion(80, 100), specificity: proportion(90, 100)))
    #expect(labels.interval.width < 0.6 * found.interval.width)
    #expect(answers.interval.width > 0.85 * found.interval.width)
  }

  /// With labels that leave no doubt of the judge the interval is that of one proportion.
  @Test func aPerfectlyKnownJudgeLeavesTheRatesOwnInterval() throws {
    let found = try #require(
      try RoganGladen.estimate(
        judged: proportion(40, 200), sensitivity: proportion(1_000_000, 1_000_000),
        specificity: proportion(1_000_000, 1_000_000)))
    let wilson = try #require(try proportion(40, 200).wilson())
    expectClose(found.value, 0.2, absolute: 1e-12)
    expectClose(found.interval.lower, wilson.lower, absolute: 0.006)
    expectClose(found.interval.upper, wilson.upper, absolute: 0.006)
    // Labels for all answers: nothing is left to correct.
    let all = try #require(
      try PredictionPowered.estimate(
        labelled: ConfusionCounts(truePositives: 30, falseNegatives: 10, trueNegatives: 150, falsePositives: 10),
        unlabelled: proportion(0, 0)))
    expectClose(all.value, 0.2, absolute: 1e-12)
    expectClose(all.interval.lower, wilson.lower, absolute: 0.006)
    expectClose(all.interval.upper, wilson.upper, absolute: 0.006)
  }

  /// Nothing to go by is no number; a judge that errs at random says nothing of the rate.
  @Test func tooLittleIsNil() throws {
    let some = try proportion(8, 10)
    let none = try proportion(0, 0)
    #expect(try RoganGladen.estimate(judged: none, sensitivity: some, specificity: some) == nil)
    #expect(try RoganGladen.estimate(judged: some, sensitivity: none, specificity: some) == nil)
    #expect(try RoganGladen.estimate(judged: some, sensitivity: some, specificity: none) == nil)
    #expect(try RoganGladen.estimate(judged: some, sensitivity: proportion(1, 2), specificity: proportion(1, 2)) == nil)
    #expect(
      try PredictionPowered.estimate(
        labelled: ConfusionCounts(truePositives: 0, falseNegatives: 0, trueNegatives: 0, falsePositives: 0),
        unlabelled: some) == nil)
    #expect(throws: StatisticsError.self) {
      try RoganGladen.estimate(judged: some, sensitivity: some, specificity: some, confidence: 1)
    }
    #expect(throws: StatisticsError.self) {
      try RoganGladen.estimate(judged: some, sensitivity: some, specificity: some, draws: 0)
    }
    #expect(throws: StatisticsError.self) {
      try ConfusionCounts(truePositives: -1, falseNegatives: 0, trueNegatives: 0, falsePositives: 0)
    }
  }

  /// Every small table gives a finite interval in 0...1 that holds its estimate: no empty one, whatever the zeros.
  @Test func smallTablesHaveIntervals() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<60 {
      func few() -> Int { generator.unit() < 0.4 ? 0 : generator.index(below: 7) }
      let cells = (few(), few(), few(), few())
      let judged = try Proportion(successes: few(), trials: 8)
      let counts = try ConfusionCounts(
        truePositives: cells.0, falseNegatives: cells.1, trueNegatives: cells.2, falsePositives: cells.3)
      let both = [
        try PredictionPowered.estimate(labelled: counts, unlabelled: judged, draws: 100),
        try RoganGladen.estimate(
          judged: judged, sensitivity: counts.sensitivity, specificity: counts.specificity, draws: 100),
      ]
      for case let found? in both {
        #expect(found.interval.lower >= 0 && found.interval.upper <= 1, "\(counts) \(judged) \(found)")
        #expect(found.interval.contains(found.value), "\(counts) \(judged) \(found)")
        #expect(found.interval.width > 0.01, "\(counts) \(judged) \(found)")
      }
    }
  }

  /// The number of labels asked for brings about the half-width asked for.
  @Test func labelsNeededAreAboutEnough() throws {
    let (rate, sensitivity, specificity) = (0.3, 0.85, 0.9)
    let own = try #require(
      PredictionPowered.labelsNeeded(
        halfWidth: 0.05, rate: rate, sensitivity: sensitivity, specificity: specificity, answers: 1400))
    func count(_ n: Int, _ share: Double) -> Int { Int((Double(n) * share).rounded()) }
    let positives = count(own, rate)
    let reported = rate * sensitivity + (1 - rate) * (1 - specificity)
    let labelled = try ConfusionCounts(
      truePositives: count(positives, sensitivity), falseNegatives: positives - count(positives, sensitivity),
      trueNegatives: count(own - positives, specificity),
      falsePositives: own - positives - count(own - positives, specificity))
    let found = try #require(
      try PredictionPowered.estimate(
        labelled: labelled, unlabelled: proportion(count(1400 - own, reported), 1400 - own)))
    #expect(abs(found.interval.width / 2 - 0.05) < 0.01, "\(found)")

    let external = try #require(
      RoganGladen.labelsNeeded(
        halfWidth: 0.05, rate: rate, sensitivity: sensitivity, specificity: specificity, answers: 1400))
    let half = external / 2
    let corrected = try #require(
      try RoganGladen.estimate(
        judged: proportion(count(1400, reported), 1400), sensitivity: proportion(count(half, sensitivity), half),
        specificity: proportion(count(half, specificity), half)))
    #expect(abs(corrected.interval.width / 2 - 0.05) < 0.01, "\(corrected)")
    #expect(external > own)
    // 100 answers never bring two points, however well the judge is known.
    #expect(
      RoganGladen.labelsNeeded(halfWidth: 0.02, rate: 0.3, sensitivity: 0.9, specificity: 0.9, answers: 100) == nil)
    #expect(
      PredictionPowered.labelsNeeded(halfWidth: 0.02, rate: 0.3, sensitivity: 0.9, specificity: 0.9, answers: 100)
        == nil)
    #expect(
      RoganGladen.labelsNeeded(halfWidth: 0.1, rate: 0.3, sensitivity: 0.5, specificity: 0.5, answers: 1000) == nil)
  }

  @Test func tablesInvertTheBinomial() {
    for (n, p) in [(1, 0.3), (50, 0.02), (400, 0.5), (1400, 0.067), (100_000, 0.3), (20, 0.0), (20, 1.0), (0, 0.4)] {
      let table = BinomialTable(trials: n, probability: p)
      let exact = Binomial(trials: n, probability: p)
      for probability in [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-9] {
        let count = table.quantile(probability)
        #expect(exact.cumulative(count) >= probability - 1e-12)
        #expect(count == 0 || exact.cumulative(count - 1) < probability + 1e-12)
      }
    }
  }
}
