import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossDatasets

/// Near-duplicates are found as by comparing everything with everything, in whatever order the rows come.
struct DuplicatesTests {
  private func jaccard(_ a: String, _ b: String) -> Double {
    let (a, b) = (Set(TextGrams(a).grams), Set(TextGrams(b).grams))
    return Double(a.intersection(b).count) / Double(a.union(b).count)
  }

  /// Without any index: in order of id, a pair is dropped where a kept one of its language is like it.
  private func byBruteForce(_ pairs: [PreferencePair], threshold: Double) -> Set<String> {
    var kept: [PreferencePair] = []
    var dropped: Set<String> = []
    for pair in pairs.sorted(by: { $0.id < $1.id }) {
      if kept.contains(where: { $0.language == pair.language && jaccard($0.prompt, pair.prompt) >= threshold }) {
        dropped.insert(pair.id)
      } else {
        kept.append(pair)
      }
    }
    return dropped
  }

  @Test(arguments: [0.2, 0.4, 0.6, 0.8, 1.0])
  func whatIsDroppedIsWhatAllComparisonsDrop(threshold: Double) {
    for seed in 0..<4 {
      let pairs = PairSamples.random(150, seed: UInt64(seed))
      let found = Duplicates(pairs, threshold: threshold)
      #expect(Set(found.findings.map(\.pair)) == byBruteForce(pairs, threshold: threshold), "seed \(seed)")
      #expect(found.missRate <= 0.001)
      for finding in found.findings {
        let texts = [finding.pair, finding.kept].compactMap { id in pairs.first { $0.id == id }?.prompt }
        #expect(jaccard(texts[0], texts[1]) == finding.similarity && finding.similarity >= threshold)
      }
    }
  }

  @Test func theOrderOfRowsDoesNotMatter() {
    let pairs = PairSamples.random(200, seed: 7)
    let findings = Duplicates(pairs).findings
    #expect(!findings.isEmpty)
    for seed in 0..<5 { #expect(Duplicates(PairSamples.shuffled(pairs, seed: UInt64(seed))).findings == findings) }
  }

  @Test func languagesAreNotCompared() {
    let pairs = [
      PairSamples.pair("a", "en", "the very same words"), PairSamples.pair("b", "de", "the very same words"),
    ]
    #expect(Duplicates(pairs).findings.isEmpty)
  }

  @Test func aFloodOfCopiesIsOnePair() {
    let pairs = (0..<20_000).map {
      PairSamples.pair("p\($0)", "Send me the list of all the members, number \($0 % 10).")
    }
    #expect(Duplicates(pairs).findings.count == 19_999)
  }

  @Test(arguments: ["", " ", "\u{301}", "a", "👍", "\0\0", String(repeating: "z", count: 100_000)])
  func oddTextsAreLikeThemselves(text: String) {
    let pairs = ["a", "b"].map { PairSamples.pair($0, text) }
    #expect(Duplicates(pairs).findings == [.init(pair: "b", kept: "a", similarity: 1)])
  }

  @Test func numbersOfRunsAreTheSameInEveryProcess() {
    // Computed from the definition in Python: six letters, two runs, mixed by SplitMix64's finalizer.
    #expect(TextGrams("Abc-DE").grams == TextGrams("abc de").grams)
    #expect(TextGrams("abcdef").grams == [0x671D_AC4D_A9C7_2C1D, 0xAF1E_E002_0137_3297])
  }

  @Test(arguments: [0.3, 0.5, 0.6, 0.7, 0.9])
  func textsAtTheThresholdAreSeldomMissed(threshold: Double) {
    // Two sets with 400 numbers in all, of which `shared` are common: their index is the threshold.
    let size = 400
    let shared = Int((threshold * Double(size)).rounded(.up))
    let minHash = MinHash(threshold: threshold)
    var generator = SeededGenerator(seed: 3)
    var missed = 0
    for _ in 0..<1000 {
      let grams = (0..<size).map { _ in generator.next() }
      let half = shared + (size - shared) / 2
      let a = minHash.keys(Array(grams[..<half]), salt: 0)
      let b = minHash.keys(Array(grams[..<shared] + grams[half...]), salt: 0)
      if !zip(a, b).contains(where: { $0 == $1 }) { missed += 1 }
    }
    // Binomial with the stated probability, at most 0.001: 9 of 1,000 has a chance below 1e-6.
    #expect(missed < 9, "\(missed)")
  }

  @Test func unlikeTextsAreSeldomCandidates() {
    let minHash = MinHash(threshold: 0.6)
    var generator = SeededGenerator(seed: 4)
    var met = 0
    for _ in 0..<1000 {
      let grams = (0..<300).map { _ in generator.next() }
      // 20 of 280: an index of 0.071.
      let a = minHash.keys(Array(grams[..<150]), salt: 0)
      let b = minHash.keys(Array(grams[130..<280]), salt: 0)
      if zip(a, b).contains(where: { $0 == $1 }) { met += 1 }
    }
    // Expected 1 - (1 - 0.0714^3)^42, about 15 of 1,000.
    #expect(met < 45, "\(met)")
  }
}
