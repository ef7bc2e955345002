import Foundation
import Testing

/// Numbers from scipy, statsmodels, scikit-learn and krippendorff (scripts/goldens/stats.py).
struct Golden: Decodable {
  struct Distributions: Decodable {
    var normal: [[Double]]
    var normalQuantile: [[Double]]
    var beta: [[Double]]
    var betaQuantile: [[Double]]
    var binomial: [[Double]]
    var chi: [[Double]]
    var chiQuantile: [[Double]]
    var t: [[Double]]
  }
  struct Proportions: Decodable {
    var intervals: [[Double]]
    var differences: [[Double]]
    var paired: [[Double]]
  }
  struct Tests: Decodable {
    var holm: [Row2<[Double], [Double]>]
    var permutation: [Row4<[Double], [Double], Double, Double>]
  }
  struct Agreement: Decodable {
    var kappa: [Row3<[Int], [Int], Double>]
    var alpha: [Row3<[[Int?]], Double, Double>]
    var correlation: [Correlations]
    var auc: [Row3<[Double], [Bool], Double>]
  }
  struct Worst: Decodable {
    var data: [[Double?]]
    var isPaired: Bool
    var direction: String
    var seed: UInt64
    var expected: WorstExpected

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      data = try list.decode([[Double?]].self)
      isPaired = try list.decode(Bool.self)
      direction = try list.decode(String.self)
      seed = try list.decode(UInt64.self)
      expected = try list.decode(WorstExpected.self)
    }
  }
  struct WorstExpected: Decodable {
    var index: Int
    var value: Double
    var corrected: Double
    var interval: [Double]
    var percentile: [Double]
    var probabilityWorst: [Double]
    var mayBeWorst: [Int]
    var resamples: Int
  }
  struct Resampled: Decodable {
    var values: [Double]
    var seed: UInt64
    var resamples: Int
    var method: String
    var lower: Double
    var upper: Double

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      values = try list.decode([Double].self)
      seed = try list.decode(UInt64.self)
      resamples = try list.decode(Int.self)
      method = try list.decode(String.self)
      lower = try list.decode(Double.self)
      upper = try list.decode(Double.self)
    }
  }
  struct Correlations: Decodable {
    var x: [Double]
    var y: [Double]
    var numbers: [Double]
    var interval: [Double]?

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      x = try list.decode([Double].self)
      y = try list.decode([Double].self)
      numbers = []
      for _ in 0..<4 { numbers.append(try list.decode(Double.self)) }
      interval = try list.decode([Double]?.self)
    }
  }

  var stream: [String]
  var distributions: Distributions
  var proportions: Proportions
  var tests: Tests
  var agreement: Agreement
  var bootstrap: [Resampled]
  var worst: [Worst]

  static func load() throws -> Golden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/statistics.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }
}

/// Lists of mixed types, as Python writes tuples.
struct Row2<A: Decodable, B: Decodable>: Decodable {
  var a: A
  var b: B
  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    a = try list.decode(A.self)
    b = try list.decode(B.self)
  }
}

struct Row3<A: Decodable, B: Decodable, C: Decodable>: Decodable {
  var a: A
  var b: B
  var c: C
  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    a = try list.decode(A.self)
    b = try list.decode(B.self)
    c = try list.decode(C.self)
  }
}

struct Row4<A: Decodable, B: Decodable, C: Decodable, D: Decodable>: Decodable {
  var a: A
  var b: B
  var c: C
  var d: D
  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    a = try list.decode(A.self)
    b = try list.decode(B.self)
    c = try list.decode(C.self)
    d = try list.decode(D.self)
  }
}

/// Expects a number within a relative tolerance, or an absolute one near zero.
func expectClose(
  _ found: Double?, _ expected: Double, relative: Double = 1e-10, absolute: Double = 0, _ what: Any = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let found else {
    Issue.record("nil instead of \(expected): \(what)", sourceLocation: sourceLocation)
    return
  }
  let error = abs(found - expected)
  #expect(
    error <= max(absolute, relative * abs(expected)), "\(found) instead of \(expected): \(what)",
    sourceLocation: sourceLocation)
}
