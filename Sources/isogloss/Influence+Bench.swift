import ArgumentParser
import Foundation
import IsoglossInfluence
import IsoglossModels

extension InfluenceCommand {
  /// Our side of `make bench-influence`; hidden, since it is of no use by itself.
  struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "bench", abstract: "Time gradients to index on given tokens.", shouldDisplay: false)

    @Argument(help: "A model's name or path.")
    var model: String
    @Argument(help: "A file with one pair a line: {\"prompt\": [ids], \"chosen\": [ids], \"rejected\": [ids]}.")
    var pairs: String
    @Option(help: "A PEFT file with the adapter, of rank 16 and alpha 32.")
    var adapter: String
    @Option(help: "The index's folder, which must not hold one.")
    var out: String
    @Option(help: "Numbers of a vector.")
    var width = Int(Int32.max)

    func run() throws {
      let found = try IndexingBenchmark.run(
        model: ModelCatalog().resolve(model), pairs: URL(filePath: pairs), adapter: URL(filePath: adapter),
        folder: URL(filePath: out), width: width)
      print(
        String(
          format: "pairs/s %.4f processor s %.2f %@", Double(found.pairs) / found.seconds, found.processorSeconds,
          found.isFused ? "fused" : "plain"))
    }
  }
}
