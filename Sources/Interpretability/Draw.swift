internal import IsoglossCore
internal import IsoglossStatistics

/// What a study draws at random. Languages do not share their draws: else one unlucky draw would be every language's
/// control at once.
enum Draw: UInt64 {
  /// Shuffles of the labels, as controls of a direction.
  case labels = 1
  /// Random directions.
  case directions = 2
  /// Random tokens.
  case tokens = 4
  /// Heads in a random order.
  case heads = 6

  /// The draws of some languages, the same whichever others a study has.
  func generator(seed: UInt64, _ languages: Language...) -> SeededGenerator {
    let numbers: [UInt8] = [seed, rawValue].flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }
    let bytes: [UInt8] = numbers + languages.flatMap { Array($0.code.utf8) + [0] }
    // FNV-1a (Fowler, Noll, Vo).
    return SeededGenerator(seed: bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
  }
}
