// How often the intervals of corrected rates hold the true rate, on simulated runs.
//
//     swiftc -O -parse-as-library Sources/Statistics/*.swift scripts/simulate/corrected_rates.swift -o /tmp/corrected_rates
//     /tmp/corrected_rates DESIGN ROUNDS DRAWS ANSWERS [CELLS] [SEED]
//
// DESIGN is `ext` (external labels, half positive and half negative; Rogan-Gladen) or `own` (a random draw of the run's
// ANSWERS; prediction-powered). ROUNDS data sets a cell, DRAWS simulated tables a critical value. CELLS picks cells by
// number and comma. `chi2` is the coverage of the plain likelihood-ratio interval on the same data, for comparison.
import Foundation
@main struct Main { static func main() {
  let a = CommandLine.arguments
  let own = a[1] == "own"; let rounds = Int(a[2])!; let draws = Int(a[3])!; let N = Int(a[4])!
  setvbuf(stdout, nil, _IOLBF, 0)
  let only = a.count > 5 ? a[5].split(separator: ",").map { Int($0)! } : []
  var cell = -1
  for n in [100, 400] { for (se, sp) in [(0.9, 0.95), (0.75, 0.85)] { for prev in [0.02, 0.1, 0.5] {
    cell += 1
    if !only.isEmpty && !only.contains(cell) { continue }
    var g = SeededGenerator(seed: UInt64(a.count > 6 ? Int(a[6])! : 11))
    func bin(_ n: Int, _ p: Double) -> Int { var k = 0; for _ in 0..<n where g.unit() < p { k += 1 }; return k }
    var cover = 0, low = 0, high = 0, chi = 0; var width = 0.0
    let t0 = Date()
    for _ in 0..<rounds {
      let P = own ? bin(n, prev) : n/2
      let tp = bin(P, se), fp = bin(n - P, 1-sp), rest = own ? N - n : N
      let x = bin(rest, prev*se+(1-prev)*(1-sp))
      let c = MisclassifiedRate.Counts(truePositives: Double(tp), falseNegatives: Double(P-tp), trueNegatives: Double(n-P-fp), falsePositives: Double(fp), judgedPositive: Double(x), judgedNegative: Double(rest-x))
      let m = MisclassifiedRate(c, labelsTellOfRate: own)
      var best: Double
      if own {
        let tot = Double(N), q = (Double(x)+c.truePositives+c.falsePositives)/tot
        let ppv = c.truePositives+c.falsePositives == 0 ? Double(P)/Double(n) : c.truePositives/(c.truePositives+c.falsePositives)
        let fo = c.falseNegatives+c.trueNegatives == 0 ? Double(P)/Double(n) : c.falseNegatives/(c.falseNegatives+c.trueNegatives)
        best = q*ppv+(1-q)*fo
      } else { best = min(1,max(0,MisclassifiedRate.external(c) ?? 0.5)) }
      if m.ratio(at: prev) <= 3.8415 { chi += 1 }
      let i = m.interval(around: best, confidence: 0.95, draws: draws)
      if i.lower <= prev && prev <= i.upper { cover += 1 } else if i.lower > prev { low += 1 } else { high += 1 }
      width += i.width
    }
    let r = Double(rounds)
    print("\(own ? "own" : "ext") n \(n) se \(se) sp \(sp) prev \(prev): cover \(100*Double(cover)/r) (chi2 \(100*Double(chi)/r)) miss low/high \(100*Double(low)/r)/\(100*Double(high)/r) width \(width/r) ms/interval \(1000*Date().timeIntervalSince(t0)/r)")
  } } }
} }
