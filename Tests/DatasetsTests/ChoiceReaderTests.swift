import Foundation
import IsoglossCore
import IsoglossParquet
import Testing

@testable import IsoglossDatasets

/// Questions with options in the layouts that they are published in. A row that cannot be read is reported by file and line.
struct ChoiceReaderTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-choice-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func read(_ prefix: String, _ path: String = "", map: String = "") throws -> ChoiceSet {
    try ChoiceReader.read("\(prefix):\(folder.appending(path: path).path)\(map)")
  }

  private static let columns = [
    "sample_id", "subject", "subject_category", "question", "option_a", "option_b", "option_c", "option_d", "answer",
  ]

  @Test func theHubsLayoutInParquet() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for (language, part) in [("en", "dev"), ("en", "test"), ("fil", "test")] {
      let url = folder.appending(path: "\(language)/\(part)-00000-of-00001.parquet")
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let writer = try ParquetWriter(at: url, columns: Self.columns.map { ParquetColumn($0, .text) })
      let row = ["law/\(part)/0", "law", "Humanities", " Who? \n", "a", "", "c", "d", part == "dev" ? "B" : "D"]
      try writer.append(row.map(ColumnValue.text))
      try writer.close()
    }
    let set = try read("global-mmlu")
    #expect(set.problems.isEmpty)
    #expect(set.unit == .subject)
    #expect(set.questions.map(\.id) == ["law/dev/0.en", "law/test/0.en", "law/test/0.fil"])
    #expect(set.questions.map(\.part) == [.example, .test, .test])
    #expect(set.questions.map(\.answer) == [1, 3, 3])
    #expect(set.questions[1].question == " Who? \n")
    #expect(set.questions[1].options == ["a", "", "c", "d"])
    #expect(set.questions[1].name(of: .category) == "Humanities")
    #expect(try read("global-mmlu-lite").unit == .category)
    #expect(try read("global-mmlu", "en/test-00000-of-00001.parquet").languages == [.english])
    #expect(try set.selecting([.english]).questions.count == 2)
    #expect(throws: DatasetError.self) { try set.selecting([Language("lv")]) }
  }

  @Test func theLayoutOfMMLUWithItsFirstRowsAsExamples() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = (0..<4).map { #"{"question":"Jautājums \#($0)?","choices":["a","b","c","d"],"answer":\#($0)}"# }
    try write("sociology.json", "[\(rows.joined(separator: ",\n"))]")
    try write("virology.json", "[\(rows.joined(separator: ","))]")
    let set = try read("mmlu", map: "#language:=lv,dev:=3")
    #expect(set.questions.map(\.part) == [.example, .example, .example, .test, .example, .example, .example, .test])
    #expect(set.questions.map(\.subject).last == "virology")
    #expect(set.questions[3].id == "sociology/test/4.lv" && set.questions[3].answer == 3)
    #expect(try set.selecting(nil, limit: 1).questions.count == 8)
    let error = #expect(throws: DatasetError.self) { try read("mmlu") }
    #expect(error?.message.contains("#language:=XX") == true)
    #expect(throws: DatasetError.self) { try read("mmlu", map: "#language:=lv,dev:=0") }
    #expect(throws: DatasetError.self) { try read("mmlu", map: "#colour:=red") }
  }

  @Test func rowsThatCannotBeReadAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(
      "lt_test.csv",
      """
      sample_id,subject,question,option_a,option_b,option_c,option_d,answer
      s/1,s,Kas?,a,b,c,d,A
      s/1,s,Kas?,a,b,c,d,A
      s/2,s,Kas?,a,b,c,d,E
      s/3,s,  ,a,b,c,d,A
      s/4,s,Kas?,a,b
      """)
    try write("de/test.jsonl", "{\"question\":\"Was?\",\"choices\":[\"a\",\"b\"],\"answer\":0}\nnot json\n")
    let set = try read("global-mmlu")
    #expect(set.questions.map(\.id) == ["s/1.lt"])
    #expect(
      Set(set.problems.map { "\($0.file):\($0.line)" }) == [
        "de/test.jsonl:1", "de/test.jsonl:2", "lt_test.csv:3", "lt_test.csv:4", "lt_test.csv:5", "lt_test.csv:6",
      ])
    #expect(throws: DatasetError.self) { try read("global-mmlu", "de") }
    #expect(throws: DatasetError.self) { try ChoiceReader.read("isogloss-12") }
    #expect(throws: DatasetError.self) { try read("global-mmlu", "nowhere") }
  }

  @Test func matchedAnswers() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func row(_ id: String, _ group: String, _ language: String, other: String = "b", split: String = "heldout")
      -> String
    {
      #"{"id":"\#(id)","group":"\#(group)","behaviour":"bias","language":"\#(language)","prompt":"p","preferred":"a","#
        + #""dispreferred":"\#(other)","hazard":null,"target":"age","split":"\#(split)","#
        + #""provenance":{"source":"isogloss-behaviours","author":"model-written","origin":"pl"}}"#
    }
    try write(
      "bias.jsonl",
      [
        row("1.en", "1", "en"), row("1.pl", "1", "pl"), row("2.en", "2", "en"), row("3.en", "3", "en", split: "train"),
        row("4.en", "4", "en", other: "a"), row("4.pl", "4", "pl", other: " "),
      ].joined(separator: "\n"))
    let set = try MatchedAnswersReader.read(at: folder, name: "behaviours")
    #expect(set.pairs.map(\.id) == ["1.en", "1.pl", "2.en", "3.en"])
    #expect(set.problems.map(\.line) == [5, 6])
    #expect(set.pairs[0].target == "age" && set.pairs[0].hazard == nil)
    #expect(try set.selecting(split: .heldout).map(\.id) == ["1.en", "1.pl", "2.en"])
    #expect(try set.selecting(split: .heldout, limit: 1).map(\.id) == ["1.en", "1.pl"])
    #expect(try set.selecting(languages: [.english], split: .train).map(\.id) == ["3.en"])
    #expect(throws: DatasetError.self) { try set.selecting(languages: [Language("lv")], split: .heldout) }
    #expect(throws: DatasetError.self) { try set.selecting(languages: [Language("pl")], split: .train) }
    try write("bias.jsonl", "")
    #expect(throws: DatasetError.self) { try MatchedAnswersReader.read(at: folder, name: "behaviours") }
  }

  @Test func parallelText() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("newstest2019-ref.lav.txt", "viens\r\n\r\ntrīs\r\n")
    try write("newstest2019-src.eng.txt", "one\ntwo\nthree\n")
    try write("newstest2019-ref.por-BR.txt", "um\ndois\ntrês")
    try write("README.md", "no text")
    let text = try ParallelText.read(at: folder)
    #expect(text.lines.map(\.language.code) == ["en", "pt", "lv"])
    #expect(text.lines.map(\.lines) == [["one", "two", "three"], ["um", "dois", "três"], ["viens", "", "trīs"]])
    #expect(try ParallelText.read(at: folder, languages: [Language("lv")], limit: 1).lines[0].lines == ["viens"])
    #expect(throws: DatasetError.self) { try ParallelText.read(at: folder, languages: [Language("de")]) }
    // A language's own text goes before that of a region, and a region is no language: CA is not Catalan here.
    try write("newstest2019-ref.por.txt", "um\ndois\ntrês")
    try write("newstest2019-ref.por-BR.txt", "hum\ndois\ntrês")
    try write("newstest2019-ref.fra-CA.txt", "un\ndeux\ntrois")
    let regions = try ParallelText.read(at: folder)
    #expect(regions.lines.map(\.language.code) == ["en", "fr", "pt", "lv"])
    #expect(regions.lines[2].lines[0] == "um")
    try write("sk.txt", "jeden\n")
    #expect(throws: DatasetError.self) { try ParallelText.read(at: folder) }
    #expect(throws: DatasetError.self) { try ParallelText.read(at: folder.appending(path: "nowhere")) }
  }

  private static let latvian = PromptReaderTests.shared.appending(path: "mmlu_lv/mmlu_first15")

  @Test(.enabled(if: FileManager.default.fileExists(atPath: latvian.path), "needs ../shared/data/mmlu_lv"))
  func theLatvianMMLU() throws {
    let set = try ChoiceReader.read("mmlu:\(Self.latvian.path)#language:=lv,dev:=5")
    #expect(set.problems.isEmpty)
    #expect(set.questions.count == 855)
    #expect(set.questions.count { $0.part == .example } == 285)
    #expect(Set(set.questions.map(\.subject)).count == 57)
  }
}
