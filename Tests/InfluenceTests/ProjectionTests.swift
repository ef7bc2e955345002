import Foundation
import IsoglossAlignment
import IsoglossModels
import IsoglossStatistics
import IsoglossTorch
import Testing

@testable import IsoglossInfluence

/// Making gradients short.
struct ProjectionTests {
  private static let layers = [
    AdapterGradients.Layer(name: "model.layers.0.self_attn.q_proj", inputs: 24, outputs: 40),
    AdapterGradients.Layer(name: "model.layers.0.mlp.down_proj", inputs: 30, outputs: 12),
  ]

  @Test("inner products are kept on average over seeds, and exactly where nothing is long")
  func unbiased() throws {
    var generator = SeededGenerator(seed: 5)
    let full = FeatureLayout(Self.layers, rank: 3, .none)
    let x = (0..<full.count).map { _ in Float(generator.normal()) }
    let y = (0..<full.count).map { _ in Float(generator.normal()) }
    func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    #expect(full.folded(x) == x)
    let exact = dot(x, y)
    let found = (0..<400).map { seed in
      let layout = FeatureLayout(Self.layers, rank: 3, Projection(side: 8, width: 48, seed: UInt64(seed)))
      func short(_ v: [Float]) -> [Float] {
        layout.folded(
          zip(layout.blocks, full.blocks).flatMap { block, whole in
            Self.projected(Array(v[whole.start..<whole.start + whole.count]), block)
          })
      }
      return dot(short(x), short(y))
    }
    let mean = found.reduce(0, +) / 400
    let deviation = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
    #expect(deviation > 0)
    #expect(abs(mean - exact) < 4 * deviation / 20, "mean \(mean), exact \(exact), deviation \(deviation)")
  }

  /// L G R from the definition.
  private static func projected(_ g: [Float], _ block: FeatureLayout.Block) -> [Float] {
    let (m, n) = block.full
    func identity(_ n: Int) -> [Float] { (0..<n * n).map { $0 % (n + 1) == 0 ? Float(1) : 0 } }
    let (left, right) = (block.left ?? identity(m), block.right ?? identity(n))
    var result = [Float](repeating: 0, count: block.count)
    for i in 0..<block.rows {
      for j in 0..<block.columns {
        var sum: Float = 0
        for a in 0..<m { for b in 0..<n { sum += left[i * m + a] * g[a * n + b] * right[j * n + b] } }
        result[i * block.columns + j] = sum
      }
    }
    return result
  }

  @Test("equal seeds give equal signs, other seeds and names others")
  func seeds() {
    let projection = Projection(side: 4, width: 16, seed: 3)
    #expect(projection.matrix(40, "a") == projection.matrix(40, "a"))
    #expect(projection.matrix(40, "a") != projection.matrix(40, "b"))
    #expect(projection.matrix(40, "a") != Projection(side: 4, width: 16, seed: 4).matrix(40, "a"))
    #expect(projection.matrix(4, "a") == nil)
    #expect(projection.matrix(40, "a")?.allSatisfy { abs($0) == 0.5 } == true)
    #expect(throws: InfluenceError.self) { try Projection(side: 0).validate() }
    #expect(throws: InfluenceError.self) { try Projection(width: -1).validate() }
  }

  @Test("sums of outer products of every shape", arguments: [(1, 1), (4, 8), (5, 9), (16, 16), (3, 17), (12, 24)])
  func products(shape: (Int, Int)) {
    let (m, n) = shape
    let tokens = 7
    var generator = SeededGenerator(seed: 9)
    let left = (0..<tokens * (m + 3)).map { _ in Float(generator.normal()) }
    let right = (0..<tokens * (n + 2)).map { _ in Float(generator.normal()) }
    var result = [Float](repeating: .nan, count: m * n)
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        result.withUnsafeMutableBufferPointer { result in
          TokenProducts.sum(
            .init(values: left.baseAddress! + 1, stride: m + 3), m,
            .init(values: right.baseAddress! + 2, stride: n + 2), n,
            tokens: 2..<6, into: result.baseAddress!)
        }
      }
    }
    for i in 0..<m {
      for j in 0..<n {
        let wanted = (2..<6).reduce(0.0) {
          $0 + Double(left[$1 * (m + 3) + 1 + i]) * Double(right[$1 * (n + 2) + 2 + j])
        }
        #expect(abs(Double(result[i * n + j]) - wanted) < 1e-5 * (1 + abs(wanted)))
      }
    }
  }

  @Test("dot products of every length", arguments: [1, 7, 31, 32, 33, 100, 1024])
  func dots(width: Int) {
    var generator = SeededGenerator(seed: 2)
    let rows = (0..<3 * width).map { _ in Float(generator.normal()) }
    let vector = (0..<width).map { _ in Float(generator.normal()) }
    let found = rows.withUnsafeBufferPointer { DotProducts.rows($0, width: width, with: vector, isCosine: false) }
    let cosines = rows.withUnsafeBufferPointer { DotProducts.rows($0, width: width, with: vector, isCosine: true) }
    for row in 0..<3 {
      let own = rows[row * width..<(row + 1) * width]
      let wanted = zip(own, vector).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let length = own.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(Double(found[row]) - wanted) < 1e-4 * (1 + abs(wanted)))
      #expect(abs(Double(cosines[row]) - wanted / length) < 1e-4 * (1 + abs(wanted / length)))
    }
    let none = [Float](repeating: 0, count: width)
    #expect(none.withUnsafeBufferPointer { DotProducts.rows($0, width: width, with: vector, isCosine: true) } == [0])
  }
}
