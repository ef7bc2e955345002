public import IsoglossCore
internal import IsoglossStatistics

/// The order in which pairs are trained on: epochs, each in a seeded order of its own, cut into batches.
///
/// Every stretch of an epoch holds languages in the proportions of the whole, and within a language the intents: item k of
/// n goes to a random place in the k-th of n equal parts of the epoch. So a batch as large as a balanced mixture has
/// languages holds each once, and no language is learnt last. Any step is found without walking there, which makes
/// resuming exact.
public struct BatchOrder: Sendable {
  /// Pairs in a batch; the last batch of an epoch may have fewer.
  public let size: Int
  /// Number of pairs.
  public let count: Int
  private let strata: [[[Int]]]
  private let seed: UInt64

  /// An order.
  /// - Parameters:
  ///   - pairs: the pairs; batches are positions in this list.
  ///   - size: pairs in a batch.
  /// - Throws: `AlignmentError` for a size below 1 or no pairs.
  public init(_ pairs: [PreferencePair], size: Int, seed: UInt64) throws {
    guard size >= 1 else { throw AlignmentError(.badOptions, "A batch has at least one pair, not \(size).") }
    guard !pairs.isEmpty else { throw AlignmentError(.badOptions, "There are no pairs to train on.") }
    self.size = size
    self.seed = seed
    count = pairs.count
    let byLanguage = Dictionary(grouping: pairs.indices) { pairs[$0].language }
    strata = byLanguage.sorted { $0.key < $1.key }.map { _, places in
      Intent.allCases.map { intent in places.filter { pairs[$0].intent == intent } }.filter { !$0.isEmpty }
    }
  }

  /// Steps of an epoch.
  public var stepsPerEpoch: Int { (count + size - 1) / size }

  /// The batches of an epoch, as positions in the pairs; every position once.
  public func epoch(_ epoch: Int) -> [[Int]] {
    var generator = SeededGenerator(seed: seed ^ (UInt64(epoch) &* 0x9E37_79B9_7F4A_7C15))
    let languages = strata.map { intents in
      Self.merged(
        intents.map { places in
          var places = places
          generator.shuffle(&places)
          return places
        }, &generator)
    }
    let order = Self.merged(languages, &generator)
    return stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min($0 + size, order.count)]) }
  }

  /// Lists merged so that each is spread evenly over the whole.
  private static func merged(_ lists: [[Int]], _ generator: inout SeededGenerator) -> [Int] {
    var placed: [(key: Double, item: Int)] = []
    for list in lists {
      for (rank, item) in list.enumerated() {
        placed.append(((Double(rank) + generator.unit()) / Double(list.count), item))
      }
    }
    return placed.sorted { ($0.key, $0.item) < ($1.key, $1.item) }.map(\.item)
  }
}
