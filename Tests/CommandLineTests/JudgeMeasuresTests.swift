import Foundation
import IsoglossCore
import IsoglossStore
import Testing

/// `judge agree|calibrate|parity`, run as a user would on a run with two judges.
@Suite(.waitsForPrograms)
struct JudgeMeasuresTests {
  /// A run of 40 harmful prompts in two languages, judged by `a`, and by `b` which reads Latvian worse.
  private static func makeRun(at url: URL) throws {
    let prompts = (0..<80).map { index in
      Prompt(
        id: "p\(index)", group: "g\(index / 2)", language: Language(index % 2 == 0 ? "en" : "lv"), hazard: .S1,
        intent: .harmful, text: "prompt \(index)", provenance: Provenance(source: "test"))
    }
    let manifest = RunManifest(
      model: .init(name: "tiny", summary: "none", fingerprint: "f", dtype: "float32", template: "model"),
      dataset: .init(name: "d", fileHash: "1", promptHash: "2", count: 80, selection: "all", isParallel: true),
      decoding: Decoding(), systemPrompt: nil, judge: "a", languageIdentifier: "l")
    let store = try RunStore.open(
      at: url, manifest: manifest, prompts: prompts,
      session: .init(started: "2026", version: "0", machine: "m", engine: "e"))
    func verdict(_ judge: String, _ refuses: Bool) -> Verdict {
      Verdict(
        judge: judge, outcome: refuses ? .refusal : .compliance, harm: .unscored("not read"), refusal: .scored(refuses))
    }
    try store.record(
      prompts.enumerated().map { index, prompt in
        let refuses = index / 2 % 2 == 0
        let wrong = index % 2 == 1 && index % 10 == 1
        return (
          id: prompt.id,
          completion: Completion(
            text: "answer \(index)", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0.1),
          verdicts: [verdict("a", refuses), verdict("b", refuses != wrong)]
        )
      })
  }

  private func withRun(_ body: (URL, URL) throws -> Void) throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = folder.appending(path: "r.sqlite")
    try Self.makeRun(at: run)
    try body(run, folder)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func agreeShowsTheWorseLanguage() throws {
    try withRun { run, folder in
      let page = folder.appending(path: "a.html")
      let ending = try Program.run(["judge", "agree", run.path, "--full", "--html", page.path])
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.output.contains("Least agreement on refusal: Latvian, kappa 0.60"))
      #expect(ending.errors.contains("field refusal"))
      #expect(
        try String(contentsOf: page, encoding: .utf8).contains("Cohen&#39;s kappa by language")
          || String(contentsOf: page, encoding: .utf8).contains("Cohen's kappa by language"))
      let machine = try json(try Program.run(["judge", "agree", run.path, "--judges", "b,a", "--json"]).output)
      #expect(machine["judges"] as? [String] == ["b", "a"])
      let harm = try Program.run(["judge", "agree", run.path, "--field", "harm"])
      #expect(harm.status == 0 && harm.output.contains("No answer was read by two judges"))
    }
  }

  @Test func agreeRefusesWhatIsNoPair() throws {
    try withRun { (run, _) throws -> Void in
      #expect(try Program.run(["judge", "agree", run.path, "--judges", "a"]).status == 1)
      #expect(try Program.run(["judge", "agree", run.path, "--judges", "a,zebra"]).status == 2)
      #expect(try Program.run(["judge", "agree"]).status == 2)
      #expect(try Program.run(["judge", "agree", "/nowhere.sqlite"]).status == 1)
    }
  }

  @Test func labelSetsOfOneFileNameAreToldApart() throws {
    let folder = try Program.scratch()
    let row =
      #"{"id":"a","language":"en","prompt":"p","response":"r","outcome":"refusal","labeller":"x","split":"test"}"#
    var files: [String] = []
    for name in ["anna", "ben"] {
      let file = folder.appending(path: "\(name)/labels.jsonl")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("\(row)\n".utf8).write(to: file)
      files.append(file.path)
    }
    let agree = ["judge", "agree", "--field", "outcome", "--json", "--labels"]
    let both = try Program.run(agree + [files[0], "--labels", files[1]])
    #expect(both.status == 0 && both.output.contains("anna/labels.jsonl"), "\(both.errors)")
    #expect(try Program.run(agree + [files[0], "--labels", files[0]]).status == 1, "a set agrees with itself")
  }

  /// Draw, fill in, correct: the way from a run to corrected rates.
  @Test func ownLabelsCorrectARun() throws {
    try withRun { run, folder in
      let sheet = folder.appending(path: "labels.csv")
      let draw = ["judge", "calibrate", "--run", run.path, "--draw", "25", "--to", sheet.path]
      #expect(try Program.run(draw).status == 0)
      #expect(try Program.run(draw).status == 2, "a sheet is never written over")
      var lines = try String(contentsOf: sheet, encoding: .utf8).components(separatedBy: "\r\n")
      #expect(lines.count == 52)
      let empty = try Program.run(["judge", "calibrate", "--run", run.path, "--own-labels", sheet.path])
      #expect(empty.status == 1 && empty.errors.contains("no readable label"))
      #expect(empty.errors.contains("outcome is one of refusal, "), "what the column takes")
      for index in lines.indices.dropFirst() where !lines[index].isEmpty {
        // Prompts p0, p1, p4, p5, ... were refused.
        let number = try #require(Int(lines[index].dropFirst(2).prefix { $0.isNumber }))
        let outcome = number / 2 % 2 == 0 ? "refusal" : "compliance"
        lines[index] = lines[index].replacing(
          "\"\",\"\",\"\",\"\",\"calibrate\"", with: "\"\(outcome)\",\"\",\"\",\"anna\",\"calibrate\"")
      }
      try Data(lines.joined(separator: "\r\n").utf8).write(to: sheet)
      let ending = try Program.run([
        "judge", "calibrate", "--run", run.path, "--own-labels", sheet.path, "--judge", "b", "--json",
      ])
      #expect(ending.status == 0, "\(ending.errors)")
      let found = try json(ending.output)
      #expect(found["design"] as? String == "own" && found["labellers"] as? [String] == ["anna"])
      let rows = try #require(found["rows"] as? [[String: Any]])
      let english = try #require(rows.first?["corrected"] as? [String: Any])
      #expect(english["value"] as? Double == 0.5)
      #expect(rows.allSatisfy { $0["labelsMissing"] is Int || $0["labelsMissing"] == nil })
      // Kept in the run, the labels say the same.
      let kept = try Program.run(["judge", "annotate", run.path, "--labels", sheet.path])
      #expect(kept.status == 0 && kept.errors.contains("annotations of 50 answers by anna"), "\(kept.errors)")
      let again = try Program.run([
        "judge", "calibrate", "--run", run.path, "--own-labels", run.path, "--judge", "b", "--json",
      ])
      #expect(again.status == 0 && again.output == ending.output, "\(again.errors)")
      let points = try Program.run([
        "judge", "calibrate", "--run", run.path, "--own-labels", run.path, "--half-width", "0.025", "--full",
      ])
      #expect(points.output.contains("2.5 points"))
      let parity = try Program.run(["judge", "parity", "--run", run.path, "--labels", run.path, "--json"])
      #expect(parity.status == 0, "\(parity.errors)")
      let compared = try json(parity.output)
      #expect(compared["judge"] as? String == "a")
      #expect(compared["completeGroups"] as? Int ?? 0 > 0, "the run knows which prompts are the same")
      // As external labels the same file is a question of another kind.
      #expect(
        try Program.run(["judge", "calibrate", "--run", run.path, "--own-labels", sheet.path, "--labels", sheet.path])
          .status == 2)
      #expect(try Program.run(["judge", "calibrate", "--own-labels", sheet.path]).status == 2)
    }
  }

  @Test func parityReadsTheProjectsLabels() throws {
    let ending = try Program.run(["judge", "parity", "--json"])
    #expect(ending.status == 0, "\(ending.errors)")
    let found = try json(ending.output)
    #expect((found["rows"] as? [Any])?.count == 12)
    #expect(found["labellers"] as? [String] == ["model-written"])
    #expect(try Program.run(["judge", "parity", "--judge", "nobody"]).status == 2)
    let text = try Program.run(["judge", "parity", "--full"])
    #expect(text.output.contains("not human") && text.output.contains("Cochran"))
  }

  @Test func calibrateWithoutARunShowsErrorRates() throws {
    let ending = try Program.run(["judge", "calibrate", "--field", "outcome", "--split", "test", "--full"])
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("Sensitivity") && !ending.output.contains("Corrected"))
    #expect(try Program.run(["judge", "calibrate", "--half-width", "0"]).status == 2)
    #expect(try Program.run(["judge", "calibrate", "--draw", "5"]).status == 2)
  }

  @Test func aRunWithoutAnnotationsHasNoLabels() throws {
    try withRun { run, _ in
      let ending = try Program.run(["judge", "calibrate", "--run", run.path, "--own-labels", run.path])
      #expect(ending.status == 1 && ending.errors.contains("judge annotate"), "\(ending.errors)")
      let foreign = try Program.run([
        "judge", "annotate", run.path, "--labels",
        Program.root.appending(path: "data/labels/isogloss-12/labels.jsonl").path,
      ])
      #expect(foreign.status == 1 && foreign.errors.contains("not of this run's answers"), "\(foreign.errors)")
    }
  }

  @Test func theReportHasTheSections() throws {
    try withRun { run, folder in
      let page = folder.appending(path: "r.html")
      let ending = try Program.run(["report", run.path, "--html", page.path])
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(try String(contentsOf: page, encoding: .utf8).contains("How far the judges agree"))
    }
  }
}
