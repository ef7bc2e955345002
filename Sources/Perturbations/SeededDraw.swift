internal import IsoglossCore

/// Which of a text's places are rewritten: places are ranked by a hash of seed, perturbation, prompt and position. So a
/// draw depends on no other prompt, and a higher rate rewrites what a lower one does and more.
struct SeededDraw {
  private let key: [String]

  /// - Parameter family: the perturbation's name without its rate.
  init(seed: UInt64, family: String, prompt: Prompt) {
    key = ["\(seed)", family, prompt.id]
  }

  /// Places drawn for a rate: `rate` x `all`, rounded, and one at least; all candidates where they are fewer.
  /// - Parameters:
  ///   - candidates: places that can be rewritten.
  ///   - all: what the rate is a share of.
  func places(_ candidates: [Int], rate: Double, of all: Int) -> Set<Int> {
    guard !candidates.isEmpty else { return [] }
    let wanted = min(candidates.count, max(1, Int((rate * Double(all)).rounded())))
    guard wanted < candidates.count else { return Set(candidates) }
    return Set(ranked(candidates).prefix(wanted))
  }

  /// Places in the order in which they are drawn.
  func ranked(_ places: [Int]) -> [Int] {
    places.map { (rank: rank($0), place: $0) }.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.place)
  }

  /// One of `count` choices for a place.
  func choice(at place: Int, of count: Int) -> Int {
    guard count > 1, let number = UInt64(rank(place, "choice").prefix(15), radix: 16) else { return 0 }
    return Int(number % UInt64(count))
  }

  private func rank(_ place: Int, _ purpose: String = "place") -> String {
    ContentHash.of(key + [purpose, "\(place)"])
  }
}
