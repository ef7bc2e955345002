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

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let python = root.appending(path: ".peers/venv/bin/python")
  static let peersAreWanted =
    ProcessInfo.processInfo.environment["ISOGLOSS_PEERS"] == "1"
    && FileManager.default.fileExists(atPath: python.path)

  /// What `scripts/check_export.py` says of a folder. Opt-in: ISOGLOSS_PEERS=1 after `make peers`.
  private struct Found: Decodable {
    struct Row: Decodable, Hashable {
      var prompt: Text?
      var chosen: Text?
      var rejected: Text?
      var category: String?
    }
    enum Text: Decodable, Hashable {
      case plain(String)
      case turns([[String: String]])

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = try (try? value.decode(String.self)).map(Text.plain) ?? .turns(value.decode([[String: String]].self))
      }
    }
    var rows: [String: [String: [Row]]]
    var conversational: Bool
  }

  @Test(
    .enabled(
      if: ParquetExportTests.peersAreWanted, "set ISOGLOSS_PEERS=1 after `make peers` to read with datasets and TRL"))
  func othersReadTheSameRowsFromBothFormats() throws {
    // In Latvian no training pair has a hazard, and the test pair has one.
    var bare = train[1]
    bare.hazard = nil
    let test = PairSamples.pair("c.lv", "lv", "Trešais", group: "c", hazard: .S3)
    let card = DatasetCard(name: "n", licence: "CC-BY-4.0", train: [train[0], bare], test: [test])
    var folders: [[String]] = []
    for layout in ExportLayout.allCases {
      folders.append(
        try ExportFormat.allCases.map { format in
          let folder = try PairSamples.scratch().appending(path: "export")
          _ = try PairExport(card, layout: layout, writer: format.writer).write(to: folder) { _ in "" }
          return folder.path
        })
    }
    let process = Process()
    process.executableURL = Self.python
    process.arguments = [Self.root.appending(path: "scripts/check_export.py").path] + folders.joined()
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let last = output.split(separator: UInt8(ascii: "\n")).last ?? Data()
    let found = try JSONDecoder().decode([String: Found].self, from: Data(last))
    for (layout, pair) in zip(ExportLayout.allCases, folders) {
      let (lines, columns) = (try #require(found[pair[0]]), try #require(found[pair[1]]))
      #expect(lines.rows == columns.rows, "\(layout)")
      #expect(lines.conversational == (layout != .plain) && columns.conversational == lines.conversational)
    }
    func turns(_ role: String, _ text: String) -> Found.Text { .turns([["role": role, "content": text]]) }
    let conversations = try #require(found[folders[1][1]]?.rows["default"])
    #expect(
      conversations == [
        "train": [train[0], bare].map { pair in
          Found.Row(
            prompt: turns("user", pair.prompt), chosen: turns("assistant", pair.chosen),
            rejected: turns("assistant", pair.rejected))
        },
        "test": [
          Found.Row(
            prompt: turns("user", test.prompt), chosen: turns("assistant", test.chosen),
            rejected: turns("assistant", test.rejected))
        ],
      ])
    let latvian = try #require(found[folders[2][0]]?.rows["lang_lv"])
    #expect(latvian.mapValues { $0.map(\.category) } == ["train": [nil], "test": ["S3"]])
  }
}
