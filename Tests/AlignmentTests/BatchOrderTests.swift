import IsoglossCore
import Testing

@testable import IsoglossAlignment

/// Batches hold languages in proportion, every pair once an epoch, in a seeded order.
struct BatchOrderTests {
  @Test(arguments: [1, 7, 12, 24, 5000])
  func everyPairOccursOnceAnEpoch(size: Int) throws {
    let order = try BatchOrder(PairFixture.twelve, size: size, seed: 3)
    for epoch in 0..<3 {
      let batches = order.epoch(epoch)
      #expect(batches.count == order.stepsPerEpoch)
      #expect(batches.flatMap { $0 }.sorted() == Array(PairFixture.twelve.indices))
      #expect(batches.dropLast().allSatisfy { $0.count == size })
    }
  }

  @Test func aBatchAsLargeAsTheLanguagesAreManyHoldsEachOnce() throws {
    let order = try BatchOrder(PairFixture.twelve, size: 12, seed: 5)
    for batch in order.epoch(0) { #expect(Set(batch.map { PairFixture.twelve[$0].language }).count == 12) }
  }

  @Test func unequalLanguagesAndIntentsKeepTheirProportions() throws {
    let pairs =
      PairFixture.pairs(["en"], harmful: 300, benign: 100) + PairFixture.pairs(["lv"], harmful: 75, benign: 25)
    for batch in try BatchOrder(pairs, size: 50, seed: 1).epoch(0) {
      let english = batch.count { pairs[$0].language == .english }
      let harmful = batch.count { pairs[$0].intent == .harmful }
      // 40 and 37.5 of 50; a stretch may gain or lose one at each end of each list.
      #expect((38...42).contains(english), "\(english)")
      #expect((33...42).contains(harmful), "\(harmful)")
    }
  }

  @Test func ordersFollowSeedAndEpochAlone() throws {
    let order = try BatchOrder(PairFixture.twelve, size: 8, seed: 1)
    #expect(order.epoch(4) == (try BatchOrder(PairFixture.twelve, size: 8, seed: 1).epoch(4)))
    #expect(order.epoch(4) != order.epoch(5))
    #expect(order.epoch(0) != (try BatchOrder(PairFixture.twelve, size: 8, seed: 2).epoch(0)))
  }

  @Test func emptyInputsAreErrors() {
    #expect(throws: AlignmentError.self) { _ = try BatchOrder([], size: 8, seed: 1) }
    #expect(throws: AlignmentError.self) { _ = try BatchOrder(PairFixture.twelve, size: 0, seed: 1) }
  }
}
