import Foundation
import IsoglossCore
import Testing

/// Measures of capability through the command line, in float32, against lm-eval's and transformers' own numbers.
@Suite(.serialized, .waitsForPrograms)
struct CapabilityTests {
  private static let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  private static let models = ["gemma-3-270m", "smollm2-135m-instruct"]
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  /// A line of a golden, and of a file of scores.
  private struct Line: Decodable {
    var model: String?
    var shots: Int?
    var id: String
    var values: [Double]?
    var logLikelihoods: [Double]?
    var choice: Int?
  }

  private static func lines(_ url: URL) throws -> [Line] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  /// Scores the questions and compares them with what lm-eval gave.
  private func compare(
    _ model: String, _ questions: String, shots: Int, with file: String, more: [String] = []
  ) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let scores = folder.appending(path: "scores.jsonl")
    let run = try Program.run(
      [
        "capability", "mmlu", "--model", model, "--dtype", "float32", "--questions", questions, "--shots", "\(shots)",
        "--scores", scores.path,
      ] + more)
    try #require(run.status == 0, "\(run.errors)")
    let mine = Dictionary(uniqueKeysWithValues: try Self.lines(scores).map { ($0.id, $0) })
    let golden = try Self.lines(Self.goldens.appending(path: file)).filter { $0.model == model && $0.shots == shots }
    #expect(golden.count >= 50 && mine.count == golden.count)
    var same = 0
    for line in golden {
      let values = try #require(line.values)
      let own = try #require(mine[line.id], "\(line.id)")
      let scores = try #require(own.logLikelihoods)
      for (value, score) in zip(values, scores) {
        #expect(abs(value - score) < 2e-3 * max(1, abs(value)), "\(line.id): \(values) and \(scores)")
      }
      if values.firstIndex(of: values.max() ?? 0) == own.choice { same += 1 }
    }
    #expect(Double(same) / Double(golden.count) >= 0.995, "\(same) of \(golden.count)")
  }

  @Test(arguments: models, [0, 5])
  func ownQuestionsAreScoredAsLmEvalDoes(model: String, shots: Int) throws {
    try compare(
      model, "global-mmlu:\(Self.goldens.appending(path: "choice").path)", shots: shots, with: "choice.json")
  }

  private static let latvian = Program.shared.appending(path: "mmlu_lv/mmlu_first15")
  private static let hasLatvian =
    FileManager.default.fileExists(atPath: latvian.path)
    && FileManager.default.fileExists(atPath: goldens.appending(path: "choice-lv.json").path)

  /// One question of each of 57 subjects.
  @Test(.enabled(if: hasLatvian, "needs ../shared/data/mmlu_lv"), arguments: models)
  func theLatvianMMLUIsScoredAsLmEvalDoes(model: String) throws {
    try compare(
      model, "mmlu:\(Self.latvian.path)#language:=lv,dev:=5", shots: 0, with: "choice-lv.json", more: ["--limit", "1"])
  }

  @Test func scoresAreGoneOnWithAndReported() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let scores = folder.appending(path: "scores.jsonl")
    let arguments = [
      "capability", "mmlu", "--model", "smollm2-135m-instruct", "--dtype", "float32", "--questions",
      "global-mmlu:\(Self.goldens.appending(path: "choice").path)", "--languages", "en,lv", "--limit", "6", "--scores",
      scores.path,
    ]
    let whole = try Program.run(arguments)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("Worst language:") && whole.output.contains("at chance"))
    let text = try String(contentsOf: scores, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 1 + 24 + 1)
    // Killed in the middle of a line.
    try lines.prefix(9).joined(separator: "\n").write(to: scores, atomically: true, encoding: .utf8)
    let again = try Program.run(arguments)
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      Set(try String(contentsOf: scores, encoding: .utf8).split(separator: "\n")) == Set(text.split(separator: "\n")))
    let other = try Program.run(arguments + ["--shots", "2"])
    #expect(other.status == 1 && other.errors.contains("other settings"), "\(other.errors)")
    for bad in [["--shots", "-1"], ["--limit", "0"], ["--languages", ","], ["--generate"]] {
      #expect(try Program.run(arguments + bad).status == 2, "\(bad)")
    }
    let missing = try Program.run(arguments.map { $0 == "en,lv" ? "en,de,sk" : $0 })
    #expect(missing.status == 1 && missing.errors.contains("sk"), "\(missing.errors)")
  }

  private struct BitsGolden: Decodable {
    var lines: [String: [String]]
    var models: [String: [String: [Double]]]
  }
  private struct BitsOutput: Decodable {
    struct Measures: Decodable {
      struct Row: Decodable {
        struct Value: Decodable { var value: Double }
        var language: String
        var perByte: Value
        var overEnglish: Value?
      }
      var rows: [Row]
    }
    var measures: Measures
  }

  @Test(arguments: models)
  func bitsPerByteAreTransformers(model: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let golden = try JSONDecoder().decode(
      BitsGolden.self, from: Data(contentsOf: Self.goldens.appending(path: "bits.json")))
    #expect(golden.lines.count == 12)
    for (language, lines) in golden.lines {
      try (lines.joined(separator: "\n") + "\n").write(
        to: folder.appending(path: "\(language).txt"), atomically: true, encoding: .utf8)
    }
    let run = try Program.run(
      ["capability", "bits", "--model", model, "--dtype", "float32", "--text", folder.path, "--json"])
    try #require(run.status == 0, "\(run.errors)")
    let output = try JSONDecoder().decode(BitsOutput.self, from: Data(run.output.utf8))
    #expect(output.measures.rows.count == 12)
    let values = try #require(golden.models[model])
    let english = try #require(values["en"]).reduce(0, +)
    for row in output.measures.rows {
      let bytes = try #require(golden.lines[row.language]).reduce(0) { $0 + $1.utf8.count }
      let nats = try #require(values[row.language]).reduce(0, +)
      #expect(abs(row.perByte.value - -nats / log(2) / Double(bytes)) < 2e-4, "\(row.language)")
      #expect(row.language == "en" || abs((row.overEnglish?.value ?? 0) - nats / english) < 2e-4, "\(row.language)")
    }
  }
}
