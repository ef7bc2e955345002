import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossModels
import IsoglossRecipes
import IsoglossStatistics

@testable import IsoglossExperiments

/// Results and pairs of crossing behaviours with numbers that are known.
enum CrossingFixture {
  static let languages = ["en", "de", "lv"].map { Language($0) }

  /// A run whose gain in language `l` is `gains[l]`, spread over groups and shifted by the seed.
  /// - Parameters:
  ///   - spread: the groups' own part is ± this, the same in every language and run.
  ///   - shift: added to all groups of the seed: + for even ones, − for odd ones.
  static func run(
    _ behaviour: MatchedAnswers.Behaviour, training: String = "en", labels: CrossingCell.Labels = .own,
    seed: UInt64 = 0,
    gains: [String: Double], spread: Double = 1, shift: Double = 0, groups: Int = 60, base: String = "tiny",
    parts: [(blocks: [Int], isTop: Bool, gains: [String: Double])] = []
  ) -> CrossingResult {
    func rows(_ count: Int, _ gains: [String: Double]) -> LanguageRows<Double> {
      LanguageRows(
        gains.keys.sorted().flatMap { code in
          (0..<count).map { group in
            let own = spread * (group.isMultiple(of: 2) ? 1 : -1) + shift * (seed.isMultiple(of: 2) ? 1 : -1)
            // A value of the cell's own, so that nothing cancels.
            let step = labels == .own ? 7 : 4
            let rest = 0.1 * Double((group * step + Int(seed) * 5 + code.utf8.reduce(0) { $0 + Int($1) }) % 11 - 5)
            return (language: Language(code), group: "g\(group)", value: (gains[code] ?? 0) + own + rest)
          }
        })
    }
    let before = LanguageRows(
      gains.keys.sorted().flatMap { code in
        (0..<groups).map { (language: Language(code), group: "g\($0)", value: 0.0) }
      })
    return CrossingResult(
      CrossingCell(base: base, behaviour: behaviour, training: Language(training), labels: labels, seed: seed),
      experiment: "fixture", source: .english, settings: "s", base: ["f", "float32", "model", "chat"],
      training: .init(pairs: 60, pairsHash: "p", steps: 30, gain: 20), before: before, after: rows(groups, gains),
      norms: [1, 2, 3, 4],
      parts: parts.map { CrossingResult.Part(blocks: $0.blocks, isTop: $0.isTop, after: rows(6, $0.gains)) },
      seconds: 60,
      session: RunSession(started: "", version: "0", machine: "m", engine: "e"))
  }

  /// Three seeds and as many of the control, in which nothing moves.
  static func crossing(
    _ behaviour: MatchedAnswers.Behaviour, _ gains: [String: Double], shift: Double = 0.2
  ) -> [CrossingResult] {
    (0..<3).flatMap { seed in
      [
        run(behaviour, seed: seed, gains: gains, shift: shift),
        run(behaviour, labels: .shuffled, seed: seed, gains: gains.mapValues { _ in 0 }, shift: shift),
      ]
    }
  }

  /// Matched answers without any meaning: `train` and `heldout` groups of each behaviour in some languages.
  static func pairs(
    train: Int = 4, heldOut: Int = 3, languages: [String] = ["en", "de", "lv"],
    behaviours: [MatchedAnswers.Behaviour] = MatchedAnswers.Behaviour.allCases
  ) -> [MatchedAnswers] {
    behaviours.flatMap { behaviour in
      languages.flatMap { code in
        (0..<train + heldOut).map { index in
          MatchedAnswers(
            id: "\(behaviour.rawValue)-\(index).\(code)", group: "\(behaviour.rawValue)-\(index)", behaviour: behaviour,
            language: Language(code), prompt: "Prompt \(index) in \(code)", preferred: "First answer \(index)",
            dispreferred: "Another answer \(index)", split: index < train ? .train : .heldout,
            provenance: Provenance(source: "fixture"))
        }
      }
    }
  }

  /// The pairs as they are read from a file.
  static func set(_ pairs: [MatchedAnswers]) throws -> MatchedAnswersSet {
    let file = try Fixture.scratch().appending(path: "pairs.jsonl")
    let encoder = JSONEncoder()
    let lines = try pairs.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    return try MatchedAnswersReader.read(at: file, name: "fixture")
  }

  static func recipe(_ more: String = "", own: String = "[0]") throws -> CrossingRecipe {
    try CrossingRecipe(
      yaml: """
        name: fixture
        bases: [{model: tiny}]
        seeds: [0, 1]
        own-seeds: \(own)
        stage: {name: s, pairs: p}
        \(more)
        """, file: "c.yaml")
  }

  static func open(_ pairs: [MatchedAnswers], _ recipe: CrossingRecipe) throws -> Crossing {
    let folder = try Fixture.scratch()
    for name in ["config.json", "model.safetensors"] { try Data("{}".utf8).write(to: folder.appending(path: name)) }
    let entry = try ModelCatalog().resolve(folder.path)
    return try Crossing(
      recipe, bases: recipe.bases.map { Crossing.Base($0, entry: entry, fingerprint: "f") }, set: set(pairs))
  }
}
