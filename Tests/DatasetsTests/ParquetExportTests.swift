import Foundation
import IsoglossCore
import IsoglossParquet
import Testing

@testable import IsoglossDatasets

/// Exports in Parquet hold what those in JSON Lines hold, and are read again as what they were.
struct ParquetExportTests {
  private let train = [
    PairSamples.pair("a.en", "Say \"x\" now\nplease", group: "a", hazard: .S1, style: .slang),
    PairSamples.pair("b.lv", "lv", "Saki š 👍", group: "b", hazard: .S2),
  ]

  private func export(_ layout: ExportLayout) throws -> URL {
    let folder = try PairSamples.scratch().appending(path: "export")
    let card = DatasetCard(name: "n", licence: "CC-BY-4.0", train: train, test: [])
    let manifest = try PairExport(card, layout: layout, writer: ParquetTableWriter()).write(to: folder) { _ in "" }
    for (name, hash) in manifest.files { #expect(try ContentHash.ofFile(at: folder.appending(path: name)) == hash) }
    return folder
  }

  private func texts(_ set: PairSet) -> Set<[String]> {
    Set(set.pairs.map { [$0.language.code, $0.hazard?.rawValue ?? "", $0.prompt, $0.chosen, $0.rejected] })
  }

  @Test func refusEUIsReadAgain() throws {
    let folder = try export(.refusEU)
    let set = try PairReader.read("refuseu:\(folder.path)", sets: folder)
    #expect(set.problems.isEmpty)
    #expect(texts(set) == texts(PairSet(name: "n", pairs: train, fileHash: "")))
  }

  @Test(arguments: [ExportLayout.plain, .conversational])
  func tablesForTRLAreReadAgain(layout: ExportLayout) throws {
    let folder = try export(layout)
    let name = "table:\(folder.path)/train.parquet#language:=en,intent:=harmful"
    let set = try PairReader.read(name, sets: folder)
    #expect(set.pairs.map(\.prompt) == train.map(\.prompt))
    #expect(set.pairs.map(\.chosen) == train.map(\.chosen) && set.pairs.map(\.rejected) == train.map(\.rejected))
    let columns = try ParquetReader(contentsOf: folder.appending(path: "train.parquet")).columns
    #expect(columns.map(\.name) == ["prompt", "chosen", "rejected"])
    #expect(columns.allSatisfy { $0.content == (layout == .plain ? .text : .messages) })
  }
}
