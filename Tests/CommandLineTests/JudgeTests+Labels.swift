import Foundation
import IsoglossCore
import IsoglossStore
import Testing

@testable import TestServers

/// Judges that are asked at a server, measured on labelled answers, and a run's own verdicts.
extension JudgeTests {
  /// Twelve answers, the same in English and Latvian; a third of them harmful, and Llama Guard's server takes a banana,
  /// which one Latvian answer should not have, for nothing.
  private func labels(_ name: String) throws -> String {
    let texts = [
      "en": "Here is the plan that you asked me for, written out as a", "lv": "Lūk, plāns, ko jūs man lūdzāt, tas ir",
    ]
    let answers = (0..<12).flatMap { group in
      texts.sorted { $0.key < $1.key }.map { language, text in
        let isHarmful = group % 3 == 0
        let isMisread = language == "lv" && group % 6 == 0
        return LabelledAnswer(
          id: "a\(group).\(language)", group: "a\(group)", language: Language(language), prompt: "Question \(group)?",
          response: "\(text) \(!isHarmful ? "plum" : isMisread ? "banana" : "apple") \(group).",
          outcome: isHarmful ? .compliance : .neutralSafe, harm: isHarmful, refusal: false, labeller: "anna",
          split: .test, intent: .harmful)
      }
    }
    let encoder = JSONEncoder()
    let lines = try answers.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    let file = folder.appending(path: name)
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  private func rates(_ ending: Program.Ending, _ name: String) throws -> [String: Double] {
    let rows = try #require(try object(ending)["rows"] as? [[String: Any]])
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        guard let language = row["language"] as? String, let value = (row[name] as? [String: Any])?["value"] as? Double
        else { return nil }
        return (language, value)
      })
  }

  @Test func aServedGuardIsCalibratedAndComparedAcrossLanguages() async throws {
    try await withServers { servers in
      let spec = "llama-guard-3@\(servers.url(servers.llamaGuard))"
      let file = try labels("labels.jsonl")
      let calibrate = try Program.run(["judge", "calibrate", "--judge", spec, "--labels", file, "--json"])
      #expect(calibrate.status == 0, "\(calibrate.errors)")
      // A guard that tells no refusal is measured on harm.
      #expect(try object(calibrate)["field"] as? String == "harm")
      #expect(try rates(calibrate, "sensitivity") == ["en": 1, "lv": 0.5])
      #expect(try rates(calibrate, "specificity") == ["en": 1, "lv": 1])
      #expect(servers.counts == [0, 24, 0, 0], "every answer is asked about once")

      let parity = try Program.run(["judge", "parity", "--judge", spec, "--labels", file, "--json"])
      #expect(parity.status == 0, "\(parity.errors)")
      #expect(try object(parity)["field"] as? String == "harm")
      #expect(try rates(parity, "errors") == ["en": 0, "lv": 2.0 / 12])

      let other = try Program.run([
        "judge", "calibrate", "--judge", "polyguard@\(servers.url(servers.polyGuard))", "--labels", file,
      ])
      #expect(other.status == 0 && other.output.contains("error of the judge polyguard"), "\(other.errors)")

      let readings = folder.appending(path: "readings.jsonl")
      let read = try Program.run([
        "judge", "read", "--judge", servers.ensemble, "--labels", file, "--to", readings.path,
      ])
      #expect(read.status == 0, "\(read.errors)")
      let rows = try String(contentsOf: readings, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(LabelledAnswer.self, from: Data($0.utf8))
      }
      #expect(rows.count == 24 && rows.allSatisfy { $0.labeller.hasPrefix("ensemble-paper") })
      // A banana is harmful to PolyGuard alone, and the adjudicator clears it.
      #expect(rows.filter { $0.harm == true }.allSatisfy { $0.response.contains("apple") })
    }
  }

  @Test func aRunsJudgeIsAskedAgainAboutLabelsOrItsVerdictsAreTaken() async throws {
    try await withServers { servers in
      let made = try Program.run(
        eval(servers, "r", ["--limit", "30", "--judge", servers.ensemble, "--judge", "lexical"]))
      #expect(made.status == 0, "\(made.errors)")
      let file = try labels("labels.jsonl")
      let before = servers.counts
      // The run's primary judge, as the run says that it is asked.
      let calibrate = try Program.run(["judge", "calibrate", "--run", run("r"), "--labels", file, "--json"])
      #expect(calibrate.status == 0, "\(calibrate.errors)")
      #expect((try object(calibrate)["judge"] as? String)?.hasPrefix("ensemble-paper") == true)
      #expect(try rates(calibrate, "corrected").keys.sorted() == ["en"])
      #expect(servers.counts[1] == before[1] + 24)
      // One of its voices by the start of its name.
      let member = try Program.run([
        "judge", "calibrate", "--run", run("r"), "--judge", "llama-guard-3-8b", "--labels", file, "--json",
      ])
      #expect(member.status == 0, "\(member.errors)")
      #expect(servers.counts[1] == before[1] + 48)
      // A judge that has not read the run cannot correct it.
      let stranger = try Program.run([
        "judge", "calibrate", "--run", run("r"), "--judge",
        "llama-guard-3-1b@\(servers.url(servers.llamaGuard))#llama-guard",
        "--labels", file,
      ])
      #expect(stranger.status == 1 && stranger.errors.contains("no verdict of llama-guard-3-1b"), "\(stranger.errors)")

      // Labels of the run's own answers: what PolyGuard said is there already.
      let sheet = folder.appending(path: "own.jsonl")
      let own = try items("r").map { item in
        LabelledAnswer(
          id: item.id, group: nil, language: item.prompt.language, prompt: item.prompt.text,
          response: item.completion?.text ?? "", outcome: .unscored("harm alone"),
          harm: item.completion?.text.contains("apple") == true, refusal: nil, labeller: "ben", split: .test)
      }
      try own.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }.joined(separator: "\n")
        .write(to: sheet, atomically: true, encoding: .utf8)
      let asked = servers.counts
      let parity = try Program.run([
        "judge", "parity", "--run", run("r"), "--judge", "polyguard", "--labels", sheet.path, "--field", "harm",
        "--json",
      ])
      #expect(parity.status == 0, "\(parity.errors)")
      let bananas = own.count { $0.response.contains("banana") }
      #expect(try rates(parity, "errors") == ["en": Double(bananas) / Double(own.count)] && bananas > 0)
      #expect(servers.counts == asked, "nobody is asked")
      let foreign = try Program.run(["judge", "parity", "--run", run("r"), "--labels", file])
      #expect(foreign.status == 1 && foreign.errors.contains("not of this run's answers"))
    }
  }

  @Test func anEnsembleIsNotCountedBesideItsMembers() async throws {
    try await withServers { servers in
      let page = folder.appending(path: "r.html")
      let made = try Program.run(
        eval(servers, "r", ["--limit", "30", "--judge", servers.ensemble, "--judge", "lexical", "--html", page.path]))
      #expect(made.status == 0, "\(made.errors)")
      #expect(try String(contentsOf: page, encoding: .utf8).contains("is not counted: it is made of the readings of"))
      let agree = try Program.run(["judge", "agree", run("r"), "--json"])
      #expect(agree.status == 0, "\(agree.errors)")
      let found = try object(agree)
      let judges = try #require(found["judges"] as? [String])
      #expect(judges.count == 3 && !judges.contains { $0.hasPrefix("ensemble") || $0.hasPrefix("adjudicator") })
      #expect((found["leftOut"] as? [[String: String]])?.count == 2)
      // Named, they are counted.
      let named = try Program.run(["judge", "agree", run("r"), "--judges", "ensemble,polyguard", "--json"])
      #expect(named.status == 0, "\(named.errors)")
      #expect((try object(named)["judges"] as? [String])?.count == 2)
    }
  }

  @Test(arguments: [
    ["judge", "calibrate", "--judge", "polyguard"], ["judge", "parity", "--judge", "ensemble:lexical"],
    ["judge", "read", "--judge", "nobody", "--to", "/tmp/x.jsonl"],
    ["judge", "calibrate", "--judge", "lexical", "--judge-key-variable", "KEY"],
    ["judge", "parity", "--run", "r.sqlite"],
  ])
  func aJudgeThatCannotBeReadIsAMistakeOfUse(arguments: [String]) throws {
    let ending = try Program.run(arguments)
    #expect(ending.status == 2 && !ending.errors.isEmpty, "\(ending.errors)")
  }

  @Test func aRubricMayBeWrittenInYAML() async throws {
    let file = folder.appending(path: "fruit.yaml")
    try Data(
      """
      name: fruit
      template: "Answer: {response}"
      output: {labels: [YES, NO]}   # words, and no truth values
      outcomes:
        - {is: YES, outcome: compliance, harm: true}
        - {is: NO, outcome: refusal, harm: false}
      languages: [en, no]
      """.utf8
    ).write(to: file)
    try await withServers { servers in
      try await LoopbackServer.with { seen in
        .answer(seen.prompt.contains("plan") ? "YES" : "NO")
      } body: { grader in
        let spec = "rubric:\(file.path)@\(grader.address)"
        let ending = try Program.run(eval(servers, "r", ["--limit", "9", "--judge", spec]))
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(try items("r").allSatisfy { $0.verdicts.values.first?.harm.value != nil })
        try Data("name: [".utf8).write(to: file)
        let broken = try Program.run(eval(servers, "s", ["--limit", "9", "--judge", spec]))
        #expect(broken.status == 1 && broken.errors.contains("fruit.yaml"), "\(broken.errors)")
      }
    }
  }
}
