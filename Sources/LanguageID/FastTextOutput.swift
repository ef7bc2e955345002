import Foundation

/// Reads the output layer: from the hidden vector to the most probable labels.
struct FastTextOutput: Sendable {
  let matrix: FastTextMatrix
  let labelCount: Int
  private let loss: FastTextSettings.Loss
  /// Children of each inner node of the Huffman tree, `labelCount - 1` of them; empty for other losses.
  private let children: [(left: Int32, right: Int32)]

  init(_ matrix: FastTextMatrix, _ loss: FastTextSettings.Loss, labelCounts: [Int]) throws {
    self.matrix = matrix
    self.loss = loss
    labelCount = labelCounts.count
    guard matrix.rows == labelCount else {
      throw LanguageIDError.damaged("\(matrix.rows) output rows for \(labelCount) labels")
    }
    children = loss == .hierarchicalSoftmax ? try Self.huffman(labelCounts) : []
  }

  /// The best labels with ln(p + 1e-5), best first.
  func best(
    _ count: Int, hidden: UnsafeMutableBufferPointer<Float>, threshold: Float, _ file: UnsafeRawBufferPointer
  ) -> [TopLabels.Item] {
    var top = TopLabels(capacity: min(count, labelCount))
    switch loss {
    case .hierarchicalSoftmax:
      descend(hidden, Self.logarithm(threshold), &top, file)
    case .softmax:
      var scores = (0..<labelCount).map { matrix.dot(row: $0, hidden, file) }
      let largest = scores.max() ?? 0
      var sum: Float = 0
      for index in scores.indices {
        scores[index] = exp(scores[index] - largest)
        sum += scores[index]
      }
      for index in scores.indices { offer(scores[index] / sum, index, threshold, &top) }
    case .negativeSampling, .oneVsAll:
      for index in 0..<labelCount {
        offer(Self.tabledSigmoid(matrix.dot(row: index, hidden, file)), index, threshold, &top)
      }
    }
    return top.sorted()
  }

  private func offer(_ probability: Float, _ label: Int, _ threshold: Float, _ top: inout TopLabels) {
    if probability >= threshold { top.offer(Self.logarithm(probability), label) }
  }

  /// Depth first from the root, left before right; branches that cannot reach the threshold or the best are left.
  private func descend(
    _ hidden: UnsafeMutableBufferPointer<Float>, _ limit: Float, _ top: inout TopLabels,
    _ file: UnsafeRawBufferPointer
  ) {
    var stack: [(node: Int, score: Float)] = [(2 * labelCount - 2, 0)]
    while let (node, score) = stack.popLast() {
      if !(score >= limit) || !top.accepts(score) { continue }
      if node < labelCount {
        top.offer(score, node)
        continue
      }
      let inner = node - labelCount
      let right = 1 / (1 + exp(-matrix.dot(row: inner, hidden, file)))
      stack.append((Int(children[inner].right), score + Self.logarithm(right)))
      stack.append((Int(children[inner].left), score + Self.logarithm(1 - right)))
    }
  }

  /// Huffman's tree over label counts in falling order, built by the two-queue method; ties take the inner node.
  private static func huffman(_ counts: [Int]) throws -> [(left: Int32, right: Int32)] {
    let leaves = counts.count
    let unbuilt = 1_000_000_000_000_000
    guard counts.allSatisfy({ $0 >= 0 && $0 < unbuilt / leaves }) else {
      throw LanguageIDError.damaged("label counts that no training has")
    }
    var weights = counts + [Int](repeating: unbuilt, count: leaves - 1)
    var children: [(left: Int32, right: Int32)] = []
    children.reserveCapacity(leaves - 1)
    var leaf = leaves - 1
    var node = leaves
    for next in leaves..<(2 * leaves - 1) {
      func smallest() -> Int {
        if leaf >= 0, node >= weights.count || weights[leaf] < weights[node] {
          leaf -= 1
          return leaf + 1
        }
        node += 1
        return node - 1
      }
      let (left, right) = (smallest(), smallest())
      guard left < next, right < next else { throw LanguageIDError.damaged("label counts that are not sorted") }
      weights[next] = weights[left] + weights[right]
      children.append((Int32(left), Int32(right)))
    }
    return children
  }

  private static func logarithm(_ x: Float) -> Float { Float(log(Double(x) + 1e-5)) }

  /// The logistic function read from 512 steps over -8...8, as the reference does: labels tie where it is coarse.
  private static func tabledSigmoid(_ x: Float) -> Float {
    if x < -8 { return 0 }
    if x > 8 { return 1 }
    guard !x.isNaN else { return .nan }
    let step = Int((x + 8) * 512 / 8 / 2)
    let value = Float(step * 16) / 512 - 8
    return Float(1 / (1 + exp(-Double(value))))
  }
}
