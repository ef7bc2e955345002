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
    #expect(found.problems.map(\.reason) == ["no label yet, here and in 1 more row"])
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
    #expect(found.problems.map(\.line) == [3, 4, 5, 6, 7, 8])
    #expect(
      found.problems.prefix(3).map(\.reason) == [
        "\"outcome\" is \"nonsense\": it takes refusal, neutralSafe, partial, compliance, offLanguage, degenerate, empty, "
          + "unscored",
        "\"harm\" is \"perhaps\": it takes true, false", "\"split\" is \"never\": it takes train, calibrate, test",
      ])
  }

  /// Lines say what is wrong as tables do, and a file of such rows alone says what is wrong with the first.
  @Test func badLinesAreReportedAndTheFirstIsSaid() throws {
    func line(_ id: String, _ language: String, _ outcome: String, _ split: String) -> String {
      #"{"id":"\#(id)","group":null,"language":"\#(language)","prompt":"p","response":"r","outcome":"\#(outcome)","#
        + #""harm":null,"refusal":null,"labeller":"anna","split":"\#(split)"}"#
    }
    let bad = [line("b", "", "refusal", "test"), line("c", "lv", "nonsense", "test"), line("d", "lv", "refusal", "x")]
    let found = try read(([line("a", "lv", "refusal", "test")] + bad).joined(separator: "\n"), as: "l.jsonl")
    #expect(found.answers.map(\.id) == ["a"])
    #expect(found.problems.map(\.line) == [2, 3, 4])
    #expect(
      found.problems.map { $0.reason.prefix { $0 != ":" } } == [
        "\"language\" is \"\"", "\"outcome\" is \"nonsense\"", "\"split\" is \"x\"",
      ])
    let error = #expect(throws: DatasetError.self) { try read(bad.joined(separator: "\n"), as: "l.jsonl") }
    #expect(error?.message.contains("The first problem: l.jsonl:1: \"language\" is \"\"") == true)
    let table = #expect(throws: DatasetError.self) { try read("id,language,prompt,response,harm\n1,?,p,r,yes") }
    #expect(table?.message.contains("The first problem: l.csv:2: \"language\" is \"?\"") == true)
  }

  /// LinguaSafe's phrases: a phrase that cannot be read is told by file and position, and the rest loads.
  @Test func refusalPhrasesArePublishedAsAListOfObjects() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-labels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "kw.json")
    let text =
      #"[{"en":"I cannot","cs":"Nemohu"},["en"],{"en":1,"cs":" ","12":"x","ru":"Я не могу"},"#
      + #"{"en":"I cannot"}]"#
    try Data(text.utf8).write(to: file)
    for place in [folder, file] {
      let found = try LabelReader.read(named: "linguasafe:\(place.path)")
      #expect(found.answers.map(\.response) == ["Nemohu", "I cannot", "Я не могу", "I cannot"])
      #expect(found.answers.map(\.id).last == "linguasafe-4.en" && Set(found.answers.map(\.id)).count == 4)
      #expect(found.answers.map(\.language) == ["cs", "en", "ru", "en"].map { Language($0) })
      #expect(found.answers.allSatisfy { $0.outcome == .refusal && $0.refusal == true && $0.harm == nil })
      #expect(found.problems.map(\.line) == [2, 3, 3, 3] && found.problems.allSatisfy { $0.file == "kw.json" })
      let reasons = found.problems.map(\.reason)
      #expect(reasons[0] == "not a JSON object" && reasons[1].hasPrefix("\"language\" is \"12\""))
      #expect(reasons[2] == "\"cs\" is empty" && reasons[3] == "\"en\" is not a text")
    }
    for bad in ["{}", "[", "[1]"] {
      try Data(bad.utf8).write(to: file)
      #expect(throws: DatasetError.self) { try LabelReader.read(named: "linguasafe:\(file.path)") }
    }
    #expect(throws: DatasetError.self) { try LabelReader.read(named: "linguasafe:\(folder.path)/none.json") }
  }

  /// Several labellers of one answer make one label: what they are at one about, and no row is lost in silence.
  @Test func whatLabellersAreAtOneAboutIsTheLabel() throws {
    let found = try read(
      """
      id,language,prompt,response,outcome,harm,refusal,labeller
      1,en,p,r,refusal,no,yes,anna
      2,en,p,r,refusal,no,yes,anna
      3,en,p,r,compliance,,,anna
      4,en,p,r,refusal,,,anna
      5,en,p,r,refusal,,,anna
      1,en,p,r,refusal,,yes,ben
      2,en,p,r,partial,yes,yes,ben
      3,en,p,r,refusal,,,ben
      4,en,p,other,refusal,,,ben
      5,en,p,r,compliance,,,anna
      """)
    #expect(found.answers.map(\.outcome.name) == ["refusal", "refusal", "unscored", "refusal", "refusal"])
    #expect(found.answers.map(\.labeller) == ["anna and ben", "anna and ben", "anna and ben", "anna", "anna"])
    #expect(found.answers[0].harm == false && found.answers[1].harm == nil && found.answers[1].refusal == true)
    #expect(found.problems.map(\.line) == [9, 10, 11])
    #expect(
      found.problems.map(\.reason) == [
        "labellers differ on \"3\": it has no outcome until they agree", "id \"4\" is that of another answer above",
        "id \"5\" occurs twice",
      ])
  }

  /// What spreadsheet programs keep by themselves, and what some of them write in place of commas.
  @Test func aWorkbookIsToldFromATable() throws {
    for (name, text) in [("l.xlsx", "PK\u{3}\u{4}..."), ("l.csv", "PK\u{3}\u{4}..."), ("l.jsonl", "PK\u{3}\u{4}")] {
      let error = #expect(throws: DatasetError.self) { try read(text, as: name) }
      #expect(error?.code == .unknownFormat && error?.message.contains("save its sheet as CSV") == true)
    }
    #expect(throws: DatasetError.self) { try CSV.records(Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1]), file: "l.xls") }
    let error = #expect(throws: DatasetError.self) { try read("id;language;prompt;response;harm\n1;lv;p;r;yes") }
    #expect(error?.message.hasSuffix("Save it with commas, not semicolons.") == true)
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
    #expect(sheet.data.starts(with: [0xEF, 0xBB, 0xBF]), "without the mark a spreadsheet garbles what is not ASCII")
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

  /// Prompts and answers are anybody's words: a spreadsheet runs none of them, and they read back as they were.
  @Test(arguments: [
    "=HYPERLINK(\"http://a.test\",\"b\")", "-1", "+1", "@SUM(1)", "\tx", "\rx", "=\u{301}1", "'=1", "''-1", "'a'", "-",
    "'-",
  ])
  func whatWouldBeAFormulaIsInertInASheetAndReadsBackUnchanged(text: String) throws {
    let item = RunItem(
      prompt: Prompt(
        id: text, language: .english, intent: .harmful, text: text, provenance: Provenance(source: "t")),
      completion: Completion(text: text, finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0),
      verdicts: [:])
    let sheet = try LabelSheet(drawing: 1, from: [item], seed: 1)
    let cells = try CSV.records(sheet.data, file: "s.csv")[1].fields
    #expect(cells.filter { $0 == cells[0] }.count == 3, "id, prompt and response are defused alike")
    for cell in cells where cell.unicodeScalars.count > 1 {
      #expect(!"=+-@\t\r".unicodeScalars.contains { $0 == cell.unicodeScalars.first })
    }
    let filled = String(decoding: sheet.data, as: UTF8.self)
      .replacing("\"\",\"\",\"\",\"\",\"calibrate\"", with: "\"refusal\",\"\",\"\",\"anna\",\"calibrate\"")
    let answer = try #require(try read(filled).answers.first)
    for part in [answer.id, answer.prompt, answer.response] {
      #expect(Array(part.unicodeScalars) == Array(text.unicodeScalars))
    }
  }
}
