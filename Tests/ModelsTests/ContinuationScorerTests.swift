import IsoglossTorch
import Testing

@testable import IsoglossModels

/// Shared beginnings: computed once, and not a bit different for it.
@Suite struct ContinuationScorerTests {
  /// Every token of every text is in exactly one run of its path, runs follow their parents in whole pages.
  private func check(_ tree: TokenTree, _ texts: [[Int32]]) -> Int {
    var rows = 0
    var spelt = texts.map { _ in [Int32]() }
    func walk(_ nodes: [TokenTree.Node], from start: Int) {
      for node in nodes {
        #expect(node.range.lowerBound == start)
        #expect(node.children.isEmpty || (node.range.upperBound % 16 == 0 && node.holders.count > 1))
        rows += node.range.count
        for holder in node.holders { spelt[tree.order[holder]] += texts[node.text][node.range] }
        walk(node.children, from: node.range.upperBound)
      }
    }
    walk(tree.roots, from: 0)
    #expect(spelt == texts)
    return rows
  }

  @Test func aTreeHoldsCommonBeginningsOnce() {
    let head = (0..<40).map { Int32($0) }
    let texts = [
      head + [50, 51], head + [50, 52, 53], Array(head.prefix(35)), [7], Array(head.prefix(32)), head + [60],
    ]
    let rows = check(TokenTree(texts), texts)
    // 32 shared; then 10, 11, 3, 0 and 9 of their own; and 1.
    #expect(rows == 32 + 10 + 11 + 3 + 0 + 9 + 1)
    #expect(check(TokenTree([]), []) == 0)
  }

  @Test func drawnTreesHoldEveryText() {
    var random = RandomTexts(state: 20_260)
    for _ in 0..<200 {
      var texts: [[Int32]] = []
      for _ in 0..<random.below(24) + 1 {
        // Two tokens only, so that many begin alike, and beginnings of others.
        let start = texts.isEmpty ? [] : texts[random.below(texts.count)]
        let text =
          start.prefix(random.below(start.count + 1)) + (0..<random.below(40) + 1).map { _ in Int32(random.below(2)) }
        if !texts.contains(Array(text)) { texts.append(Array(text)) }
      }
      #expect(check(TokenTree(texts), texts) <= texts.reduce(0) { $0 + $1.count })
    }
  }

  @Test(
    "scores do not depend on what they are computed with, and are the plain decoder's", arguments: Goldens.tinyNames)
  func scores(name: String) throws {
    let tiny = try TinyModel(name)
    let model = try PackedDecoder(tiny.decoder)
    var random = RandomTexts(state: 7)
    func draw(_ count: Int) -> [Int32] { (0..<count).map { _ in Int32(3 + random.below(90)) } }
    let shots = [draw(70), draw(33)]
    var items: [ContinuationScorer.Item] = []
    for shot in shots {
      for _ in 0..<9 {
        let question = shot + draw(random.below(30) + 1)
        for letter in 3..<7 { items.append((question + [Int32(letter)], question.count)) }
        items.append((question + draw(20), question.count))
      }
      // The continuation lies in what others share, wholly or in part.
      items.append((Array(shot.prefix(40)), 5))
      items.append((shot + [9], 1))
    }
    items.append(([5, 6], 1))
    items.append(items[0])
    try inference {
      let together = try ContinuationScorer.sums(items, model)
      for (item, sum) in zip(items, together) {
        #expect(try ContinuationScorer.sums([item], model) == [sum])
        let ids = item.ids.map { Int($0) }
        let input = Array(ids.dropLast())
        let all = try tiny.decoder.logits(tiny.decoder.states(Tensor(input, shape: [1, input.count]))).squeezed(0)
          .to(.float32).logSoftmax(-1)
        var plain = 0.0
        for place in item.first..<ids.count {
          plain += try Double(all.selected(0, place - 1).rows(Tensor([ids[place]])).floats()[0])
        }
        #expect(abs(plain - sum) < 1e-4 * max(1, abs(plain)), "\(plain) and \(sum)")
      }
      #expect(try ContinuationScorer.sums([], model).isEmpty)
    }
  }
}

/// Draws that are the same everywhere.
private struct RandomTexts: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }

  mutating func below(_ count: Int) -> Int { Int(next() >> 33) % count }
}
