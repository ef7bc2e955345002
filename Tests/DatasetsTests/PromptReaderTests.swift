import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Readers take real files, report bad rows by file and line, and load the rest.
struct PromptReaderTests {
  static let shared = SuiteTests.root.appending(path: "../shared/data")
  static let hasShared = FileManager.default.fileExists(atPath: shared.path)
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws -> URL {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url
  }

  private func line(_ id: String, language: String = "lv", text: String = "Teksts.") -> String {
    #"{"id":"\#(id)","group":"g","language":"\#(language)","hazard":"S1","style":"slang","intent":"harmful","scope":"global","twin":null,"text":"\#(text)","provenance":{"source":"t"}}"#
  }

  @Test func badRowsAreReportedByLineAndTheRestLoads() throws {
    let file = try write(
      [
        line("a"), "", "{", line("a"), line("b", text: " "), line("c").replacing("harmful", with: "evil"),
        line("d").replacing("\"text\"", with: "\"txt\""), line("e").replacing("S1", with: "S99"), "[1]", line("f"),
      ].joined(separator: "\r\n"), "p.jsonl")
    let set = try PromptReader.read(file.path, suites: folder)
    #expect(set.prompts.map(\.id) == ["a", "f"])
    #expect(set.problems.map(\.line) == [3, 4, 5, 6, 7, 8, 9])
    #expect(set.problems.first { $0.line == 6 }?.reason == "\"intent\" is \"evil\": it takes harmful, benign")
    #expect(set.problems.first { $0.line == 7 }?.reason == "no \"text\"")
    #expect(set.problems.first { $0.line == 8 }?.reason == "\"hazard\" is \"S99\": it takes S1 to S14")
    #expect(set.problems.last?.reason == "not a JSON object")
    #expect(set.problems.allSatisfy { $0.file == "p.jsonl" })
  }

  /// A row is in a language, and a field of another type is named in the words of JSON.
  @Test func aRowSaysWhatItsFieldsTake() throws {
    let file = try write(
      [
        line("a"), line("b", language: ""), line("c", language: " "), line("d", language: "12"),
        line("e", language: "pt-BR"), line("f").replacing("\"harmful\"", with: "1"),
        line("g").replacing("\"global\"", with: "\"here\""), line("h").replacing("\"source\"", with: "\"from\""),
        line("i").replacing("\"slang\"", with: "\"loud\""), line("j").replacing("\"Teksts.\"", with: "null"),
        line("k").replacing("{\"source\":\"t\"}", with: "[]"),
      ].joined(separator: "\n"), "f.jsonl")
    let set = try PromptReader.read(file.path, suites: folder)
    #expect(set.prompts.map(\.id) == ["a", "e"] && set.prompts.last?.language == Language("pt"))
    let reasons = set.problems.map(\.reason)
    #expect(set.problems.map(\.line) == [2, 3, 4, 6, 7, 8, 9, 10, 11])
    #expect(reasons[0] == "\"language\" is \"\": it takes a code, such as en or lv")
    #expect(reasons[1].hasPrefix("\"language\" is \" \"") && reasons[2].hasPrefix("\"language\" is \"12\""))
    #expect(reasons[3] == "\"intent\" is not a text: it takes harmful, benign")
    #expect(reasons[4] == "\"scope\" is \"here\": it takes global, local")
    #expect(reasons[5] == "no \"provenance.source\"")
    #expect(reasons[6].hasPrefix("\"style\" is \"loud\": it takes slang, technical-terms, "))
    #expect(reasons[7] == "\"text\" is null" && reasons[8] == "\"provenance\" is not an object")
  }

  @Test func bytesThatAreNotTextAreReported() throws {
    let url = folder.appending(path: "b.jsonl")
    try (Data(line("a").utf8) + Data([0x0A, 0xFF, 0xFE, 0x0A])).write(to: url)
    let set = try PromptReader.read(url.path, suites: folder)
    #expect(set.problems == [RowProblem(file: "b.jsonl", line: 2, reason: "not UTF-8")])
  }

  @Test(arguments: ["nothing.jsonl", "polyrefuse:/nowhere", "xstest:/nowhere", "", "isogloss-99"])
  func whatIsNotThereIsAnErrorThatSaysWhatIs(name: String) {
    #expect(throws: DatasetError.self) { _ = try PromptReader.read(name, suites: folder) }
  }

  @Test func aFileWithoutAReadableRowIsAnError() throws {
    let error = #expect(throws: DatasetError.self) {
      _ = try PromptReader.read(try write("{}\n", "e.jsonl").path, suites: folder)
    }
    #expect(error?.code == .empty)
  }

  @Test func aLimitKeepsTheSameGroupsInEveryLanguageAndTwinsTogether() throws {
    let set = try SuiteTests.set.get()
    for limit in [1, 14, 20] {
      let kept = try PromptSelection(limit: limit).apply(to: set)
      let byLanguage = Dictionary(grouping: kept, by: \.language).mapValues { Set($0.map(\.group)) }
      #expect(Set(byLanguage.values).count == 1)
      #expect(kept.count == limit * 2 * 12)
      let groups = Set(kept.compactMap(\.group))
      #expect(kept.allSatisfy { groups.contains($0.twin ?? "") })
      if limit == 14 { #expect(Set(kept.map(\.hazard)).count == 14) }
    }
  }

  /// RTP-LX has both: parallel prompts, and others that were written for one language.
  @Test func promptsWithoutAGroupTakeNoPlaceOfThoseWithOne() throws {
    func prompt(_ code: String, _ number: Int, group: String?) -> Prompt {
      Prompt(
        id: "\(group ?? "own\(number)").\(code)", group: group, language: Language(code), intent: .harmful, text: "t",
        provenance: Provenance(source: "t"))
    }
    let codes = ["en", "de", "lv"]
    let own = codes.flatMap { code in (0..<40).map { prompt(code, $0, group: nil) } }
    let parallel = codes.flatMap { code in (0..<6).map { prompt(code, $0, group: "g\($0)") } }
    let alone = (0..<40).map { prompt("sw", $0, group: nil) }
    let set = PromptSet(name: "mixed", prompts: own + parallel + alone, fileHash: "")
    for (limit, grouped) in [(4, 4), (6, 6), (10, 6)] {
      let kept = try PromptSelection(limit: limit).apply(to: set)
      let byLanguage = Dictionary(grouping: kept, by: \.language)
      #expect(byLanguage.count == 4 && byLanguage.values.allSatisfy { $0.count == limit })
      for code in codes {
        #expect(byLanguage[Language(code)]?.compactMap(\.group).count == grouped)
      }
    }
  }

  /// Prompts written for one culture have a twin, and so a group, but no counterpart in another language.
  @Test func groupsOfOneLanguageAloneAreLimitedLanguageByLanguage() throws {
    let codes = ["en", "de", "lv"]
    var prompts: [Prompt] = []
    for code in codes {
      for number in 0..<20 {
        for (intent, other) in [(Intent.harmful, Intent.benign), (.benign, .harmful)] {
          prompts.append(
            Prompt(
              id: "\(intent)\(number).\(code)", group: "\(intent)\(number).\(code)", language: Language(code),
              intent: intent, twin: "\(other)\(number).\(code)", text: "t", provenance: Provenance(source: "t")))
        }
      }
    }
    let set = PromptSet(name: "local", prompts: prompts, fileHash: "")
    for (limit, found) in [(1, 1), (14, 14), (30, 20)] {
      let kept = try PromptSelection(limit: limit).apply(to: set)
      for code in codes {
        let own = kept.filter { $0.language.code == code }
        #expect(own.count { $0.intent == .harmful } == found && own.count { $0.intent == .benign } == found)
        let groups = Set(own.compactMap(\.group))
        #expect(own.allSatisfy { groups.contains($0.twin ?? "") })
        // A language alone keeps the same ones.
        #expect(try PromptSelection(languages: [Language(code)], limit: limit).apply(to: set) == own)
      }
      let chosen = Set(kept)
      #expect(kept == prompts.filter { chosen.contains($0) }, "the order is the set's")
    }
  }

  /// A set may be parallel in part: some groups in all languages, some in two, and some that were written for one.
  @Test func sharedGroupsComeFirstAndEachLanguageFillsUpWithItsOwn() throws {
    func prompt(_ code: String, _ group: String) -> Prompt {
      Prompt(
        id: "\(group).\(code)", group: group, language: Language(code), intent: .harmful, text: "t",
        provenance: Provenance(source: "t"))
    }
    let codes = ["en", "de", "lv"]
    let own = codes.flatMap { code in (0..<40).map { prompt(code, "\(code)\($0)") } }
    let two = ["en", "de"].flatMap { code in (0..<4).map { prompt(code, "two\($0)") } }
    let all = codes.flatMap { code in (0..<5).map { prompt(code, "all\($0)") } }
    let set = PromptSet(name: "in part", prompts: own + two + all, fileHash: "")
    for (limit, wanted) in [(3, ["all": 3]), (7, ["all": 5, "two": 2]), (12, ["all": 5, "two": 4, "own": 3])] {
      let kept = try PromptSelection(limit: limit).apply(to: set)
      for code in codes {
        let groups = kept.filter { $0.language.code == code }.compactMap(\.group)
        #expect(groups.count == limit, "\(code)")
        let (shared, pairs) = (groups.count { $0.hasPrefix("all") }, groups.count { $0.hasPrefix("two") })
        #expect(shared == wanted["all"] ?? 0 && pairs == (code == "lv" ? 0 : wanted["two"] ?? 0), "\(code)")
      }
      // What languages share, they keep together.
      let byGroup = Dictionary(grouping: kept) { $0.group ?? "" }
      #expect(byGroup.allSatisfy { !$0.key.hasPrefix("all") || $0.value.count == 3 })
      #expect(byGroup.allSatisfy { !$0.key.hasPrefix("two") || $0.value.count == 2 })
    }
  }

  @Test func aLanguageWithoutPromptsIsAnError() throws {
    let set = try SuiteTests.set.get()
    let error = #expect(throws: DatasetError.self) {
      _ = try PromptSelection(languages: [Language("sw")]).apply(to: set)
    }
    #expect(error?.message.contains("sw") == true)
    #expect(throws: DatasetError.self) { _ = try PromptSelection(limit: 0).apply(to: set) }
  }

  @Test(.enabled(if: hasShared, "shared data is not there"))
  func polyRefuseIsParallelByRow() throws {
    let set = try PromptReader.read(
      "polyrefuse:\(Self.shared.appending(path: "polyrefuse").path)", suites: folder)
    #expect(set.problems.isEmpty)
    #expect(set.isParallel)
    for code in ["en", "de", "es", "fr", "it", "pl"] {
      let rows = set.prompts.filter { $0.language == Language(code) }
      #expect(rows.count { $0.intent == .harmful } == 572)
      #expect(rows.count { $0.intent == .benign } == 500)
    }
  }

  @Test(.enabled(if: hasShared, "shared data is not there"))
  func xsTestHasItsCounts() throws {
    let set = try PromptReader.read("xstest:\(Self.shared.appending(path: "xstest").path)", suites: folder)
    #expect(set.problems.isEmpty)
    #expect(set.prompts.count { $0.intent == .benign } == 250)
    #expect(set.prompts.count { $0.intent == .harmful } == 200)
    #expect(!set.isParallel)
  }

  @Test func csvFollowsTheRules() throws {
    let text = "\u{FEFF}id,prompt\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,d\n3,\n"
    let records = try CSV.records(Data(text.utf8), file: "t.csv")
    #expect(records.map(\.fields) == [["id", "prompt"], ["1", "a, \"b\"\nc"], ["2", "d"], ["3", ""]])
    #expect(records.map(\.line) == [1, 2, 5, 6])
    let old = try CSV.records(Data("a,b\r\"c\rd\",e\r".utf8), file: "t.csv")
    #expect(old.map(\.fields) == [["a", "b"], ["c\rd", "e"]])
    #expect(old.map(\.line) == [1, 2])
    #expect(throws: DatasetError.self) { _ = try CSV.records(Data("a,\"b".utf8), file: "t.csv") }
    #expect(throws: DatasetError.self) { _ = try CSV.records(Data([0xFF]), file: "t.csv") }
  }
}
