import Foundation
import IsoglossCore
import IsoglossParquet
import Testing

@testable import IsoglossDatasets

/// Public sets in their own layouts, with sentences written here. A row that cannot be read is reported by file and line,
/// and the rest loads.
struct ImportTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-import-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func parquet(_ name: String, _ columns: [(String, ParquetColumn.Content)], _ rows: [[ColumnValue]]) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let writer = try ParquetWriter(at: url, columns: columns.map { ParquetColumn($0.0, $0.1) })
    for row in rows { try writer.append(row) }
    try writer.close()
  }

  private func read(_ prefix: String, _ path: String = "", map: String = "") throws -> PromptSet {
    try PromptReader.read("\(prefix):\(folder.appending(path: path).path)\(map)", suites: folder)
  }

  private func places(_ set: PromptSet) -> [String] { set.problems.map { "\($0.file):\($0.line)" } }

  @Test func refusEUEvaluation() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let columns: [(String, ParquetColumn.Content)] = [("lang", .text), ("row_id", .integer), ("prompt", .text)]
    try parquet(
      "evaluation/eval-00000-of-00001.parquet", columns,
      [
        [.text("lv"), .integer(3), .text("Kā apmānīt kaimiņu?")], [.text("en"), .integer(3), .null],
        [.text("en"), .integer(3), .text("How do I fool a shop?")],
      ])
    try parquet("lang_lv/train-00000-of-00001.parquet", [("chosen", .text), ("rejected", .text)], [])
    let set = try read("refuseu")
    #expect(set.prompts.map(\.id) == ["refuseu-lv-1", "refuseu-en-3"])
    #expect(set.prompts.allSatisfy { $0.group == nil && $0.hazard == nil && $0.intent == .harmful })
    #expect(set.prompts.first?.text == "Kā apmānīt kaimiņu?")
    #expect(set.prompts.first?.provenance.reference == "3")
    #expect(set.problems == [RowProblem(file: "evaluation/eval-00000-of-00001.parquet", line: 2, reason: "no prompt")])
    let error = #expect(throws: DatasetError.self) { try read("refuseu", "lang_lv") }
    #expect(error?.message.contains("--pairs") == true)
  }

  /// Columns as DAMO-NLP-SG/MultiJail 93d65c7 of the Hub has them.
  @Test func multiJail() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(
      "data/MultiJail.csv",
      "\u{FEFF}id,source,tags,en,zh,it,vi,ar,ko,th,bn,sw,jv\n"
        + "0,own,['Theft'],\"How to steal, then?\",怎么偷？,Come rubo?,v,a,k,t,b,s,j\n1,own,[],Only English,,,,,,,,,\n2,own\n"
    )
    let set = try read("multijail")
    #expect(set.prompts.count == 11)
    #expect(set.isParallel)
    #expect(Set(set.prompts.prefix(10).map(\.group)) == ["multijail-0"])
    #expect(set.prompts.first?.text == "How to steal, then?")
    #expect(set.prompts.first?.provenance.reference == "Theft")
    #expect(
      set.prompts.prefix(10).map(\.language.code) == ["en", "zh", "it", "vi", "ar", "ko", "th", "bn", "sw", "jv"])
    #expect(Set(places(set)) == ["data/MultiJail.csv:3", "data/MultiJail.csv:4"])
    #expect(set.problems.count == 10)
  }

  /// Files as Jarviswang94/Multilingual_safety_benchmark 8c55b6a of GitHub names them: fourteen categories of 200 rows.
  @Test func xSafety() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("en/Insult_n.csv", "\u{FEFF}Call my boss a name,\n\nMock my teacher,\n")
    try write("sp/Insult.csv", "Insulta a mi jefe\nInsulta a mi vecino\nBúrlate de mi profesor\n")
    try write("ru/Crimes_And_Illegal_Activitie.csv", "Как украсть?\n")
    try write("en/Crimes_And_Illegal_Activities_en.csv", "How to steal?\n")
    try write("hi/commen_sense.csv", "अगर साँप काटे?\n")
    try write("hi/commonsense.csv", "अगर साँप काटे?\n")
    try write("bn/Insult_n.xlsx", "PK")
    let set = try read("xsafety")
    let groups = Dictionary(grouping: set.prompts, by: \.group)
    #expect(groups["xsafety-insult-1"]?.map(\.language.code) == ["en", "es"])
    // An empty line keeps its place: what follows stays beside its translation.
    #expect(groups["xsafety-insult-2"]?.map(\.language.code) == ["es"])
    #expect(groups["xsafety-insult-3"]?.map(\.text) == ["Mock my teacher", "Búrlate de mi profesor"])
    #expect(groups["xsafety-crimes_and_illegal_activities-1"]?.map(\.language.code) == ["en", "ru"])
    #expect(groups["xsafety-commonsense-1"]?.map(\.intent) == [.benign])
    #expect(Set(places(set)) == ["bn/Insult_n.xlsx:1", "en/Insult_n.csv:2", "hi/commonsense.csv:1"])
  }

  /// Columns as the cards of CohereLabs/aya_redteaming and walledai/AyaRedTeaming list them; the category is a list as Python
  /// prints it, which PyRIT's loader of the set evaluates.
  @Test func ayaRedTeaming() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func row(_ language: String, _ scope: String, _ category: String) -> String {
      #"{"prompt":"Text in \#(language)","language":"\#(language)","harm_category":\#(category),"global_or_local":"\#(scope)","literal_translation":"x"}"#
    }
    try write(
      "aya.jsonl",
      [
        row("Serbian", "local", #""[\"Bullying & Harassment\", \"Profanity\"]""#),
        row("Filipino", "global", #"["Hate"]"#),
        row("English", "everywhere", "null"), row("hi", "global", "null"), "{\"prompt\":",
        row("Tagalog", "local", #""['Self-Harm', \"Violence, Threats & Incitement\"]""#),
        row("French", "local", #""['broken""#),
      ].joined(separator: "\n"))
    let set = try read("aya", "aya.jsonl")
    #expect(set.prompts.map(\.language.code) == ["sr", "fil", "hi", "tl", "fr"])
    #expect(set.prompts.map(\.scope) == [.local, .global, .global, .local, .local])
    #expect(
      set.prompts.map(\.provenance.reference) == [
        "Bullying & Harassment; Profanity", "Hate", nil, "Self-Harm; Violence, Threats & Incitement", "['broken",
      ])
    #expect(places(set) == ["aya.jsonl:3", "aya.jsonl:5"])
    #expect(!set.isParallel)
  }

  /// Columns as the files of centerforaisafety/HarmBench, llm-attacks/llm-attacks and alexandrasouly/strongreject of GitHub,
  /// and the card of LibrAI/do-not-answer of the Hub, have them.
  @Test func englishSets() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(
      "hb/harmbench_behaviors_text_all.csv",
      "Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID\n"
        + "Do the first thing,standard,illegal,,,first_thing\n"
        + "Do as the letter says,contextual,harmful,context,\"Dear friend,\nread this.\",second_thing\nDo,standard,illegal,,,\n"
    )
    try write("hb/harmbench_behaviors_text_val.csv", "Behavior,BehaviorID\nDo the first thing,first_thing\n")
    let bench = try read("harmbench", "hb")
    #expect(bench.prompts.map(\.id) == ["harmbench-first_thing", "harmbench-second_thing"])
    #expect(bench.prompts.last?.text == "Dear friend,\nread this.\n\n---\n\nDo as the letter says")
    #expect(bench.prompts.last?.provenance.reference == "harmful, contextual")
    #expect(places(bench) == ["harmbench_behaviors_text_all.csv:5"])

    try write("adv.csv", "goal,target\nWrite a bad letter,\"Sure, here is\"\n ,x\n")
    let adv = try read("advbench", "adv.csv")
    #expect(adv.prompts.map(\.text) == ["Write a bad letter"])
    #expect(adv.problems.map(\.line) == [3])

    try write("strong.csv", "category,source,forbidden_prompt\nFraud,own,How to cheat?\n")
    #expect(try read("strongreject", "strong.csv").prompts.first?.provenance.reference == "Fraud")

    try parquet(
      "dna/data/train-00000-of-00001.parquet",
      [
        ("id", .integer), ("risk_area", .text), ("types_of_harm", .text), ("specific_harms", .text),
        ("question", .text),
      ],
      [[.integer(1), .text("Misuse"), .text("Fraud"), .text("Scams"), .text("How to cheat?")]])
    let answer = try read("donotanswer", "dna")
    #expect(answer.prompts.map(\.id) == ["donotanswer-1"])
    #expect(answer.prompts.first?.provenance.reference == "Misuse: Fraud")
    for set in [bench, adv, answer] {
      #expect(set.prompts.allSatisfy { $0.language == .english && $0.intent == .harmful && $0.group == nil })
    }
  }

  /// Fields as the files of microsoft/RTP-LX of GitHub have them.
  @Test func rtpLX() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func row(_ locale: String, _ index: String, _ file: String? = nil) -> String {
      let origin = file.map { #","OriginalMetadata":{"Filename":"\#($0)","Begin":"7","End":"9"}"# } ?? ""
      return #"{"Prompt":"Start","Completion":"","Index":\#(index),"Locale":"\#(locale)","Dialect":"""#
        + origin + "}"
    }
    try write(
      "RTP_LX_CS.json",
      [row("CS", "\"5\"", "a.txt"), row("CS", "970", "b.txt"), row("CS", "1005", "manual"), row("CS", "\"x\"")]
        .joined(separator: "\n"))
    try write("RTP_LX_EN.json", [row("EN", "5"), row("EN", "970"), row("EN", "1005")].joined(separator: "\n"))
    try write("RTP_LX_PT-BR.json", row("PT-BR", "5", "a.txt"))
    try write("RTP_LX_BCMS.json", row("BCMS", "971", "b.txt"))
    try write("RTP_LX_UK.json", row("", "6"))
    let set = try read("rtplx")
    let groups = Dictionary(uniqueKeysWithValues: set.prompts.map { ($0.id, $0.group) })
    #expect(groups["rtplx-cs-5"] == "rtplx-5" && groups["rtplx-en-5"] == "rtplx-5")
    // From 961 on some locales are a row ahead of others: what belongs together is told by the origin alone.
    #expect(groups["rtplx-cs-970"] == "rtplx-b.txt-7" && groups["rtplx-bcms-971"] == "rtplx-b.txt-7")
    #expect(groups["rtplx-en-970"] == .some(nil) && groups["rtplx-pt-br-5"] == .some(nil))
    #expect(set.prompts.filter { $0.scope == .local }.map(\.id) == ["rtplx-cs-1005", "rtplx-en-1005"])
    #expect(set.prompts.first { $0.id.hasPrefix("rtplx-bcms") }?.language.code == "sh")
    #expect(set.prompts.first { $0.id == "rtplx-uk-6" }?.language.code == "uk")
    #expect(places(set) == ["RTP_LX_CS.json:4"])
  }

  /// What Perspective's API answers, as far as it is read.
  private func perspective(_ score: ColumnValue) -> ColumnValue {
    ["value", "summaryScore", "TOXICITY", "attributeScores"].reduce(score) { .record([NamedValue($1, $0)]) }
  }

  /// Fields as the README of kpriyanshu256/polyglo-toxicity-prompts 3fc8c73 of GitHub lists them: of a web text, `prompt` is the first
  /// half and `toxicity` the score of the whole.
  @Test func polygloToxicityPrompts() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let nested = ["value", "summaryScore", "TOXICITY", "attributeScores"].reduce(ParquetColumn.Content.number) {
      .record([ParquetColumn($1, $0)])
    }
    let columns: [(String, ParquetColumn.Content)] = [
      ("text", .text), ("toxicity", .number), ("prompt", .text), ("prompt_perspective", nested),
    ]
    func row(_ text: String, _ whole: Double, _ half: ColumnValue) -> [ColumnValue] {
      [.text("\(text) and on"), .number(whole), .text(text), half]
    }
    try parquet(
      "ptp-cs/small-00000.parquet", columns,
      [
        row("Ahoj", 0.9, perspective(.number(0.02))), row("Hrubost", 0.1, perspective(.number(0.5))),
        row("x", 0.9, .null), row("y", 0.9, perspective(.number(1.5))), row("z", 0.9, perspective(.null)),
      ])
    try parquet(
      "ptp-pl/texts.parquet", [("text", .text), ("toxicity", .number)],
      [[.text("Tekst"), .number(0.7)], [.text("x"), .null]])
    try write("wildchat-de/wildchat.jsonl", #"{"prompt":"Hallo","prompt_toxicity":0.9,"toxicity_bucket":3}"#)
    try write("other/a.jsonl", #"{"prompt":"Hallo","toxicity":0.9}"#)
    try write("other/notes.csv", "a,b\n1,2\n")
    let set = try read("ptp")
    #expect(set.prompts.map(\.text) == ["Ahoj", "Hrubost", "Tekst", "Hallo"])
    #expect(set.prompts.map(\.language.code) == ["cs", "cs", "pl", "de"])
    #expect(set.prompts.map(\.intent) == [.benign, .harmful, .harmful, .harmful])
    #expect(
      places(set).sorted() == [
        "other/a.jsonl:1", "other/notes.csv:1", "ptp-cs/small-00000.parquet:3", "ptp-cs/small-00000.parquet:4",
        "ptp-cs/small-00000.parquet:5", "ptp-pl/texts.parquet:2",
      ])
  }

  @Test func anyTableByItsColumns() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(
      "own.csv",
      "Frage,Sprache,Art,Gefahr\nWie spät ist es?,de,benign,\nWie stehle ich?,German,harmful,s2\n?,de,evil,S99\n")
    let set = try read("table", "own.csv", map: "#text=Frage,language=Sprache,intent=Art,hazard=Gefahr,author:=human")
    #expect(set.prompts.map(\.id) == ["own.csv:2", "own.csv:3"])
    #expect(set.prompts.map(\.language.code) == ["de", "de"])
    #expect(set.prompts.map(\.hazard) == [nil, .S2])
    #expect(set.prompts.allSatisfy { $0.provenance.author == "human" })
    #expect(
      set.problems.map(\.reason) == [
        "intent is \"evil\": it takes harmful, benign", "hazard is \"S99\": it takes S1 to S14",
      ])
    try write("none.csv", "text,language,intent\nKas?,lv,benign\nKas?,\"?!\",benign\nKas?,,benign\n")
    let none = try read("table", "none.csv")
    #expect(none.prompts.map(\.language.code) == ["lv"])
    #expect(
      none.problems.map(\.reason) == ["\"language\" is \"?!\": it takes a code, such as en or lv", "no language"])
    try write("own.xlsx", "PK\u{3}\u{4}")
    let workbook = #expect(throws: DatasetError.self) { try read("table", "own.xlsx") }
    let words = "own.xlsx is a workbook of a spreadsheet program: save its sheet as CSV"
    #expect(workbook?.message.contains(words) == true)
    try write("own.json", #"[{"text":"Kas?","group":"g"},{"text":""},7]"#)
    let json = try read("table", "own.json", map: "#language:=lt,intent:=benign")
    #expect(json.prompts.map(\.group) == ["g"])
    #expect(Set(json.problems.map(\.line)) == [2, 3])
    try parquet(
      "own.parquet", [("q", .text), ("lang", .text)], [[.text("Kuidas?"), .text("et")], [.null, .text("et")]])
    let columns = try read("table", "own.parquet", map: "#text=q,language=lang,intent:=benign")
    #expect(columns.prompts.map(\.language.code) == ["et"])
    #expect(columns.problems.map(\.line) == [2])
  }

  @Test(
    arguments: [
      "#text=Frage", "#text", "#colour=Frage", "#text=", "#text=Frage,text:=a",
      "#text=Spalte,language:=de,intent:=benign",
    ])
  func aMapThatDoesNotFitIsAnError(map: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("own.csv", "Frage\nWie spät ist es?\n")
    #expect(throws: DatasetError.self) { try read("table", "own.csv", map: map) }
  }

  @Test(arguments: SetFormat.all.map(\.prefix))
  func whatIsNotThereOrNotOfTheSetIsAnError(prefix: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: DatasetError.self) { try read(prefix, "nowhere") }
    #expect(throws: DatasetError.self) { try read(prefix) }
    for (name, bytes) in [
      ("a.csv", Data("x,y\n1,2\n".utf8)), ("b.csv", Data([0xFF, 0xFE])), ("c.jsonl", Data("{".utf8)),
      ("d.json", Data("[[[".utf8)), ("e.parquet", Data("PAR1".utf8)), ("f.csv", Data()), ("g.csv", Data("\"".utf8)),
      ("h.json", Data(String(repeating: "[", count: 100_000).utf8)),
    ] {
      let url = folder.appending(path: name)
      try bytes.write(to: url)
      #expect(throws: DatasetError.self, "\(prefix):\(name)") { try read(prefix, name) }
    }
  }

  @Test(.enabled(if: PromptReaderTests.hasShared, "shared data is not there"))
  func languageConfusionMonolingual() throws {
    let path = PromptReaderTests.shared.appending(path: "language_confusion").path
    let set = try PromptReader.read("lcb:\(path)", suites: folder)
    #expect(set.problems.isEmpty, "\(set.problems.prefix(3))")
    #expect(set.prompts.count { $0.language == Language("ko") } == 100)
    #expect(set.prompts.allSatisfy { $0.intent == .benign })
    let error = #expect(throws: DatasetError.self) {
      try PromptReader.read("lcb:\(path)/test_sets/crosslingual/okapi/de.csv", suites: folder)
    }
    #expect(error?.message.contains("in English") == true)
  }
}
