import IsoglossStatistics
import Testing

/// Distribution functions against scipy, to ten digits in both tails.
struct DistributionTests {
  let golden: Golden.Distributions

  init() throws { golden = try Golden.load().distributions }

  @Test func normal() {
    for row in golden.normal {
      expectClose(Normal.cumulative(row[0]), row[1], row)
      expectClose(Normal.upperTail(row[0]), row[2], row)
    }
    for row in golden.normalQuantile { expectClose(Normal.quantile(row[0]), row[1], row) }
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(0.5) == 0)
    #expect(Normal.quantile(1.5).isNaN)
  }

  @Test func beta() {
    for row in golden.beta {
      let beta = Beta(row[0], row[1])
      expectClose(beta.cumulative(row[2]), row[3], row)
      expectClose(beta.upperTail(row[2]), row[4], row)
      expectClose(beta.density(row[2]), row[5], row)
    }
    for row in golden.betaQuantile { expectClose(Beta(row[0], row[1]).quantile(row[2]), row[3], row) }
    #expect(Beta(0, 1).cumulative(0.5).isNaN)
    #expect(Beta(2, 3).cumulative(-1) == 0)
    #expect(Beta(2, 3).cumulative(2) == 1)
  }

  @Test func binomial() {
    for row in golden.binomial {
      let binomial = Binomial(trials: Int(row[0]), probability: row[1])
      expectClose(binomial.mass(Int(row[2])), row[3], row)
      expectClose(binomial.cumulative(Int(row[2])), row[4], row)
      expectClose(binomial.upperTail(Int(row[2])), row[5], row)
    }
    #expect(Binomial(trials: 3, probability: 0).mass(0) == 1)
    #expect(Binomial(trials: 3, probability: 1).mass(3) == 1)
    #expect(Binomial(trials: 0, probability: 0.5).mass(0) == 1)
    #expect(Binomial(trials: 3, probability: 2).mass(0).isNaN)
  }

  @Test func chiSquare() {
    for row in golden.chi {
      expectClose(ChiSquare(degrees: row[0]).cumulative(row[1]), row[2], row)
      expectClose(ChiSquare(degrees: row[0]).upperTail(row[1]), row[3], row)
    }
    for row in golden.chiQuantile { expectClose(ChiSquare(degrees: row[0]).quantile(row[1]), row[2], row) }
  }

  @Test func studentT() {
    for row in golden.t { expectClose(StudentT(degrees: row[0]).twoSidedTail(row[1]), row[2], row) }
  }
}
