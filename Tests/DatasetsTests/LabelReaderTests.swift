import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

struct LabelReaderTests {
  private func read(_ text: String, as name: String = "l.csv") throws -> (
    answers: [LabelledAnswer], problems: [RowProblem]
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-labels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return try LabelReader.read(url)
  }

  @Test func tablesAndLinesSayTheSame() throws {
    let table = try read(
      """
      id,group,language,prompt,response,outcome,harm,refusal,labeller,split,intent
      1,g,lv,"a ""b"", c","x
      y",partial,true,no,anna,test,benign
      """)
    let line = try read(
      #"{"id":"1","group":"g","language":"lv","prompt":"a \"b\", c","response":"x\ny","outcome":"partial","harm":true,"#
        + #""refusal":false,"labeller":"anna","split":"test","intent":"benign"}"#, as: "l.jsonl")
    #expect(table.answers == line.answers && table.problems.isEmpty)
  }

  @Test func anOutcomeFollowsFromHarmAndRefusal() throws {
    let found = try read(
      """
      id,language,prompt,response,harm,refusal
      1,en,p,r,yes,
      2,en,p,r,0,1
      3,en,p,r,1,1
      4,en,p,r,no,no
      5,en,p,r,,
      6,en,p,r,,
      """)
    #expect(found.answers.map(\.outcome.name) == ["compliance", "refusal", "partial", "unscored"])
    #expect(found.answers.map(\.split) == [.calibrate, .calibrate, .calibrate, .calibrate])
    #expect(found.problems.map(\.reason) == ["no label yet, here and in 1 more rows"])
  }

  @Test func badRowsAreReportedAndTheRestLoads() throws {
    let found = try read(
      """
      id,language,prompt,response,outcome,harm,split
      1,en,p,r,compliance,,
      2,en,p,r,nonsense,,
      3,en,p,r,refusal,perhaps,
      4,en,p,r,refusal,,never
      5,en,p
      1,en,p,r,refusal,,
      ,en,p,r,refusal,,
      """)
    #expect(found.answers.map(\.id) == ["1"])
    #expect(found.problems.map(\.line) == [3, 4, 5, 6, 8, 7])
  }

  @Test(arguments: [
    "", "id,language,prompt,response\n1,en,p,r", "id,outcome\n1,refusal", "id,language,prompt,response,harm\n",
  ])
  func whatHoldsNothingIsAnError(text: String) {
    #expect(throws: DatasetError.self) { try read(text) }
  }

  /// A sheet reads back as what was drawn, is drawn anew by another seed, and holds no answer twice.
  @Test func aSheetIsARandomDraw() throws {
    let items = ["en", "lv"].flatMap { language in
      (0..<30).map { index in
        RunItem(
          prompt: Prompt(
            id: "\(language)\(index)", group: "\(index)", language: Language(language),
            intent: index < 20 ? .harmful : .benign, text: "p, \"q\"", provenance: Provenance(source: "t")),
          completion: index == 0
            ? nil
            : Completion(
              text: "line\n\"\u{301}two\", =1", finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0),
          verdicts: [:])
      }
    }
    let sheet = try LabelSheet(drawing: 5, from: items, seed: 1)
    #expect(sheet.counts.map(\.drawn) == [5, 5])
    let filled = String(decoding: sheet.data, as: UTF8.self)
      .replacing("\"\",\"\",\"\",\"\",\"calibrate\"", with: "\"refusal\",\"\",\"\",\"anna\",\"calibrate\"")
    let answers = try read(filled).answers
    #expect(answers.count == 10 && Set(answers.map(\.id)).count == 10)
    #expect(
      answers.allSatisfy {
        $0.response == "line\n\"\u{301}two\", =1" && $0.prompt == "p, \"q\"" && $0.intent == .harmful
      })
    #expect(answers.map(\.language.code).prefix(4) == ["en", "lv", "en", "lv"])
    #expect(!answers.contains { $0.id == "en0" })
    let other = try LabelSheet(drawing: 5, from: items, seed: 2)
    let again = try LabelSheet(drawing: 5, from: items, seed: 1)
    #expect(other.data != sheet.data && again.data == sheet.data)
    #expect(try LabelSheet(drawing: 500, from: items, seed: 1).counts.map(\.drawn) == [19, 19])
    #expect(throws: DatasetError.self) { try LabelSheet(drawing: 5, from: [], seed: 1) }
  }
}
