public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossInfluence

/// Which training pairs moved an answer.
struct InfluenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "influence", abstract: "Which training pairs moved an answer, and in which languages.",
    discussion: """
      Example: isogloss influence index --adapter runs/aligned --out runs/influence
      Example: isogloss influence query runs/influence --language lv
      """,
    subcommands: [Index.self, Query.self, Matrix.self, Find.self, Select.self, Validate.self, Bench.self])
}

extension IndexManifest.Feature: ExpressibleByArgument {}
extension InfluenceMethod: ExpressibleByArgument {}

extension InfluenceSource {
  /// The adapter that an index was made of, checked against it.
  init(of index: InfluenceIndex) throws {
    // A run's checkpoints are named by their step; its finished adapter by its folder.
    let finished = !index.manifest.checkpoints.contains { $0.name.hasPrefix("step-") }
    try self.init(adapter: URL(filePath: index.manifest.adapter), finishedOnly: finished, sets: Places.pairs)
    try check(index.manifest)
  }
}
