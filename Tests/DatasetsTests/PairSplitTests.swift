import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Nothing that is bound together is on both sides, whoever looks.
struct PairSplitTests {
  private func jaccard(_ a: String, _ b: String) -> Double {
    let (a, b) = (Set(TextGrams(a).grams), Set(TextGrams(b).grams))
    return Double(a.intersection(b).count) / Double(a.union(b).count)
  }

  /// Without any of the code under test but the runs of letters.
  private func leaks(_ train: [PreferencePair], _ test: [PreferencePair], threshold: Double) -> [String] {
    train.flatMap { a in
      test.compactMap { b -> String? in
        if a.id == b.id { return "one pair on both sides" }
        if let group = a.group, group == b.group { return "group \(group)" }
        if a.intent == .harmful, b.intent == .harmful, let style = a.style, style == b.style, let hazard = a.hazard,
          hazard == b.hazard
        {
          return "cell \(hazard) \(style)"
        }
        if let reference = a.provenance.reference, reference == b.provenance.reference {
          return "reference \(reference)"
        }
        if a.language == b.language, jaccard(a.prompt, b.prompt) >= threshold { return "\(a.id) like \(b.id)" }
        return nil
      }
    }
  }

  @Test(arguments: 0..<12)
  func nothingLeaksOfRandomSets(seed: Int) throws {
    let pairs = PairSamples.random(seed % 2 == 0 ? 150 : 60, seed: UInt64(seed), parallel: seed % 2 == 1)
    let settings = SplitSettings(test: 3, threshold: 0.7, seed: UInt64(seed), allowsShortage: true)
    let split = try PairSplit(pairs, settings: settings)
    #expect(leaks(split.train, split.test, threshold: 0.7) == [])
    #expect(split.proof.holds)
    let ids = (split.train + split.test + split.withheld).map(\.id)
    #expect(ids.count == pairs.count && Set(ids) == Set(pairs.map(\.id)))
    #expect(split.proof.counts.allSatisfy { $0.test <= 3 })
    // The nearest requests across the border, by looking at all.
    for nearest in split.proof.nearest {
      let all = split.train.filter { $0.language == nearest.language }.flatMap { a in
        split.test.filter { $0.language == nearest.language }.map { jaccard(a.prompt, $0.prompt) }
      }
      #expect(nearest.similarity == all.max())
    }
  }

  @Test func theOrderOfRowsDoesNotMatter() throws {
    let pairs = PairSamples.random(200, seed: 3)
    let settings = SplitSettings(test: 4, bonds: [.group, .nearDuplicate], threshold: 0.8, allowsShortage: true)
    let split = try PairSplit(pairs, settings: settings)
    #expect(!split.test.isEmpty && !split.train.isEmpty)
    for seed in 0..<4 {
      let other = try PairSplit(PairSamples.shuffled(pairs, seed: UInt64(seed)), settings: settings)
      #expect(other.proof == split.proof)
      #expect(Set(other.test.map(\.id)) == Set(split.test.map(\.id)))
    }
    let another = try PairSplit(
      pairs,
      settings: SplitSettings(test: 4, bonds: [.group, .nearDuplicate], threshold: 0.8, seed: 9, allowsShortage: true))
    #expect(Set(another.test.map(\.id)) != Set(split.test.map(\.id)))
  }

  @Test func theProjectsPairsSplitWithTheSameGroupsInEveryLanguage() throws {
    let set = try PairSuiteTests.set.get()
    let split = try PairSplit(set.pairs, settings: SplitSettings(test: 1))
    // Of 14 hazards one harmful and one benign pair each, and one benign pair without a hazard.
    #expect(split.proof.holds && split.test.count == 29 * 12 && split.withheld.isEmpty)
    for count in split.proof.counts where count.stratum.intent == .harmful {
      #expect(count.test == 1 && count.train == 4)
    }
    #expect(split.proof.groupsInEveryLanguage == split.proof.testGroups)
  }

  @Test func tooFewPairsAreSaidSo() throws {
    let pairs = PairSamples.random(40, seed: 1)
    let error = #expect(throws: DatasetError.self) { try PairSplit(pairs, settings: SplitSettings(test: 100)) }
    #expect(error?.code == .shortage)
    #expect(throws: DatasetError.self) { try PairSplit([], settings: SplitSettings()) }
    #expect(throws: DatasetError.self) { try PairSplit(pairs, settings: SplitSettings(test: 0)) }
    #expect(throws: DatasetError.self) { try PairSplit(pairs, settings: SplitSettings(threshold: 0)) }
    #expect(throws: DatasetError.self) { try PairSplit(pairs + pairs, settings: SplitSettings(test: 1)) }
  }

  @Test func trainingKeepsAPairOfEverything() throws {
    let pairs = PairSamples.random(120, seed: 5)
    let split = try PairSplit(pairs, settings: SplitSettings(test: 1000, bonds: [.group], allowsShortage: true))
    #expect(split.proof.counts.allSatisfy { $0.train == 1 })
  }

  @Test func bondsChain() throws {
    // a and b share a group, b and c a reference, c and d are near-duplicates: one unit.
    let pairs = [
      PairSamples.pair("a", "one two three four five six seven", group: "g"),
      PairSamples.pair("b", "lv", "viens divi trīs četri pieci seši", group: "g", reference: "r"),
      PairSamples.pair("c", "north south east west up and down again", reference: "r"),
      PairSamples.pair("d", "North, south, east, west, up and down again!"),
      PairSamples.pair("e", "apples and pears and plums in a bowl"),
      PairSamples.pair("f", "lv", "āboli un bumbieri bļodā"),
    ]
    for seed in 0..<8 {
      let split = try PairSplit(
        pairs, settings: SplitSettings(test: 1, seed: UInt64(seed), allowsShortage: true))
      let sides = [split.train, split.test + split.withheld].map { Set($0.map(\.id)) }
      #expect(sides.contains { $0.isSuperset(of: ["a", "b", "c", "d"]) })
    }
  }

  @Test func aLeakOfAnothersSplitIsSeen() {
    let a = PairSamples.pair("a", "how to do the thing quickly", group: "g", style: .slang, reference: "r")
    let b = PairSamples.pair("b", "How to do the thing, quickly?", group: "g", style: .slang, reference: "r")
    let proof = SplitProof(train: [a], test: [b], settings: SplitSettings())
    #expect(!proof.holds && proof.groups == ["g"] && proof.cells == ["S1 slang"] && proof.references == ["t r"])
    #expect(proof.nearDuplicates.map(\.isExact) == [true] && proof.nearestOfAll?.similarity == 1)
    #expect(proof.headline.hasPrefix("The split leaks"))
  }

  @Test func aStoredSplitIsProvedAnew() throws {
    let folder = try PairSamples.scratch().appending(path: "split")
    let pairs = PairSamples.random(60, seed: 2, parallel: true)
    let split = try PairSplit(pairs, settings: SplitSettings(test: 2, bonds: [.group, .cell], allowsShortage: true))
    try SplitFolder.write(split, to: folder)
    let read = try SplitFolder(at: folder)
    #expect(read.proof == split.proof && read.train == split.train && read.test == split.test)
    #expect(throws: DatasetError.self) { try SplitFolder.write(split, to: folder) }
    // A row moves to the other side.
    let lines = String(decoding: try Data(contentsOf: folder.appending(path: "test.jsonl")), as: UTF8.self)
    try Data(lines.split(separator: "\n").dropFirst().joined(separator: "\n").utf8)
      .write(to: folder.appending(path: "test.jsonl"))
    let error = #expect(throws: DatasetError.self) { try SplitFolder(at: folder) }
    #expect(error?.message.contains("not those of proof.json") == true)
    try Data("{".utf8).write(to: folder.appending(path: "proof.json"))
    #expect(throws: DatasetError.self) { try SplitFolder(at: folder) }
  }
}
