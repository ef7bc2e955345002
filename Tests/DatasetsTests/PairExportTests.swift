import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Exports hold what others' programs expect, and are there whole or not at all.
struct PairExportTests {
  private let train = [
    PairSamples.pair("a.en", "Say \"x\" \\ now\nplease", group: "a", hazard: .S1, style: .slang),
    PairSamples.pair("b.lv", "lv", "Saki š 👍", hazard: nil, intent: .benign),
  ]
  private let test = [PairSamples.pair("c.en", "A test request", group: "c", hazard: .S10)]

  private func objects(_ url: URL) throws -> [[String: Any]] {
    try String(decoding: Data(contentsOf: url), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func export(_ layout: ExportLayout, card: DatasetCard? = nil) throws -> (URL, PairExport.Manifest) {
    let folder = try PairSamples.scratch().appending(path: "export")
    let card = card ?? DatasetCard(name: "n", licence: "CC-BY-4.0", train: train, test: test)
    return (folder, try PairExport(card, layout: layout).write(to: folder) { "# \($0.title)\n" })
  }

  @Test func plainRowsAreThreeTexts() throws {
    let (folder, manifest) = try export(.plain)
    let rows = try objects(folder.appending(path: "train.jsonl"))
    #expect(rows.count == 2 && manifest.rows == ["train.jsonl": 2, "test.jsonl": 1])
    #expect(
      rows[0] as? [String: String] == [
        "prompt": train[0].prompt, "chosen": train[0].chosen, "rejected": train[0].rejected,
      ])
    for (name, hash) in manifest.files { #expect(try ContentHash.ofFile(at: folder.appending(path: name)) == hash) }
  }

  @Test func conversationsAreTurns() throws {
    let (folder, _) = try export(.conversational)
    let row = try objects(folder.appending(path: "train.jsonl"))[1]
    #expect(row["prompt"] as? [[String: String]] == [["role": "user", "content": "Saki š 👍"]])
    #expect(row["chosen"] as? [[String: String]] == [["role": "assistant", "content": train[1].chosen]])
    #expect(row["rejected"] as? [[String: String]] == [["role": "assistant", "content": train[1].rejected]])
    #expect(row.count == 3)
  }

  @Test func refusEUHasAConfigurationALanguage() throws {
    let (folder, manifest) = try export(.refusEU)
    #expect(
      Set(manifest.rows.keys) == [
        "lang_en/train.jsonl", "lang_en/test.jsonl", "lang_lv/train.jsonl", "evaluation/eval.jsonl",
      ])
    let row = try objects(folder.appending(path: "lang_en/train.jsonl"))[0]
    #expect(Set(row.keys) == ["id", "row_id", "category", "chosen", "rejected"])
    #expect(row["row_id"] as? String == "a" && row["category"] as? String == "S1")
    #expect(
      row["chosen"] as? [[String: String]] == [
        ["role": "user", "content": train[0].prompt], ["role": "assistant", "content": train[0].chosen],
      ])
    #expect(try objects(folder.appending(path: "lang_lv/train.jsonl"))[0]["category"] is NSNull)
    #expect(
      try objects(folder.appending(path: "evaluation/eval.jsonl"))[0] as? [String: String] == [
        "lang": "en", "row_id": "c", "prompt": "A test request",
      ])
    let head = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    #expect(head.hasPrefix("---\nlicense: cc-by-4.0\nlanguage:\n- \"en\"\n- \"lv\"\n"))
    #expect(head.contains("- config_name: lang_lv\n  features:\n  - name: id\n    dtype: string\n"))
    #expect(head.contains("  - name: chosen\n    list:\n    - name: role\n      dtype: string\n    - name: content\n"))
    #expect(head.contains("- config_name: lang_en\n  data_files:\n  - split: test\n    path: lang_en/test.jsonl"))
  }

  @Test func theCardCountsAndNamesWhatIsNotKnown() throws {
    let card = DatasetCard(name: "n", sourceLicences: ["t": "MIT"], train: train, test: test, filterJudges: ["g1"])
    let report = card.report
    #expect(report.facts.map(\.value) == ["not stated", "en lv", "g1"])
    #expect(report.sections.map(\.id) == ["counts", "sources", "review"])
    guard case .table(let sources) = report.sections[1].blocks[0] else { throw DatasetError(.empty, "") }
    #expect(sources.rows.map { $0.map(\.text) } == [["t", "not stated", "MIT", "3"]])
    #expect(report.sections[2].lead.contains("Nobody"))
  }

  @Test(arguments: ["../../etc", "a/b", "x\ny", "", "e n"])
  func aLanguageThatIsNoCodeNamesNoFolder(code: String) throws {
    let card = DatasetCard(name: "n", train: [PairSamples.pair("p", code, "text")])
    let error = #expect(throws: DatasetError.self) { try export(.refusEU, card: card) }
    #expect(error?.code == .unknownLanguage)
  }

  @Test func whatIsThereIsNotOverwritten() throws {
    let (folder, _) = try export(.plain)
    let card = DatasetCard(name: "n", train: train)
    let error = #expect(throws: DatasetError.self) {
      try PairExport(card, layout: .plain).write(to: folder) { _ in "" }
    }
    #expect(error?.code == .occupied)
    #expect(throws: DatasetError.self) { try export(.plain, card: DatasetCard(name: "n", train: [])) }
    #expect(throws: DatasetError.self) {
      try export(.plain, card: DatasetCard(name: "n", licence: "MIT\nx: y", train: train))
    }
  }

  @Test func aFailureLeavesNoHalfFolder() throws {
    struct Failing: TableWriter {
      let fileExtension = "jsonl"
      func write(_ table: ExportTable, to url: URL) throws {
        if url.path.contains("test") { throw DatasetError(.unreadable, "the disk is full") }
        try Data("x".utf8).write(to: url)
      }
    }
    let folder = try PairSamples.scratch().appending(path: "export")
    let card = DatasetCard(name: "n", train: train, test: test)
    #expect(throws: DatasetError.self) {
      try PairExport(card, layout: .plain, writer: Failing()).write(to: folder) { _ in "" }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    // The next one finds its place free, and nothing of the last one in it.
    _ = try PairExport(DatasetCard(name: "n", train: train), layout: .refusEU).write(to: folder) { _ in "" }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "train.jsonl").path))
    let around = try FileManager.default.contentsOfDirectory(atPath: folder.deletingLastPathComponent().path)
    #expect(around == ["export"])
  }
}
