import Foundation
import IsoglossCore
import IsoglossDatasets
import Testing

@testable import IsoglossJudges

/// The file of a probe: what is written is read again, and what was altered is refused in words.
struct ProbeFileTests {
  private func code(_ data: Data) -> JudgingError.Code? {
    do {
      _ = try Probe(data, from: "test.json")
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aFileIsReadAsItWasWritten() async throws {
    let probe = try await ProbeFixture.probe()
    let data = try probe.file()
    let read = try Probe(data, from: "test.json")
    #expect(read == probe)
    #expect(try read.file() == data)
  }

  @Test func everyCutIsRefused() async throws {
    let data = try await ProbeFixture.probe().file()
    for length in stride(from: 0, to: data.count - 2, by: 7) {
      #expect(code(data.prefix(length)) == .badProbe, "\(length) of \(data.count) bytes")
    }
  }

  @Test func flippedBytesNeverTrap() async throws {
    let data = try await ProbeFixture.probe().file()
    for place in stride(from: 0, to: data.count, by: 3) {
      var copy = data
      copy[place] ^= UInt8(1 + place % 255)
      if let found = code(copy) { #expect(found == .badProbe) }
    }
  }

  @Test(arguments: [
    ("\"width\" : 6", "\"width\" : 7"), ("\"width\" : 6", "\"width\" : 0"), ("\"width\" : 6", "\"width\" : 9000000000"),
    ("\"width\" : 6", "\"width\" : -6"), ("\"width\" : 6", "\"width\" : \"6\""), ("\"layer\" : 2", "\"layer\" : -1"),
    ("\"layer\" : 2", "\"layer\" : 100000"), ("\"pooling\" : \"mean\"", "\"pooling\" : \"median\""),
    ("isogloss-probe-1", "isogloss-probe-9"), ("\"weights\" : \"", "\"weights\" : \"!"),
    ("\"threshold\"", "\"treshold\""), ("\"bias\" :", "\"bias\" : null, \"was\" :"),
    ("\"fingerprint\" : \"f\"", "\"fingerprint\" : 1"), ("\"languages\" : [", "\"languages\" : [[],"),
  ])
  func alteredFieldsAreNamed(old: String, new: String) async throws {
    let text = String(decoding: try await ProbeFixture.probe().file(), as: UTF8.self)
    #expect(text.contains(old), "\(old)")
    let altered = Data(text.replacingOccurrences(of: old, with: new).utf8)
    let error = #expect(throws: JudgingError.self) { try Probe(altered, from: "test.json") }
    #expect(error?.code == .badProbe)
    #expect(error?.message.contains("test.json is no probe") == true && error?.message.contains("judge train") == true)
  }

  @Test func weightsThatAreNotFiniteAreRefused() throws {
    let head = ProbeHead(layer: 1, pooling: .mean, weights: [1, .nan], bias: 0, threshold: 0)
    let data = try JSONEncoder().encode(head)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ProbeHead.self, from: data) }
  }

  @Test func otherFilesAreRefused() {
    for text in ["", "{}", "[]", "null", "{\"format\":1}", String(repeating: "[", count: 100_000), "\u{0}"] {
      #expect(code(Data(text.utf8)) == .badProbe, "\(text.prefix(20))")
    }
    #expect(code(Data(count: 5 << 20)) == .badProbe)
    let error = #expect(throws: JudgingError.self) { try Probe(contentsOf: URL(filePath: "/nowhere/probe.json")) }
    #expect(error?.message.contains("/nowhere/probe.json") == true)
  }
}

/// The probe that comes with the project, against the examples that it says it was trained on.
struct ShippedProbeTests {
  private static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "data")

  private static let file = data.appending(path: "probe/probe-1.json")

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: file.path),
      "data/probe/probe-1.json is not there: isogloss judge train --name probe/1 --out data/probe/probe-1.json"))
  func itIsSmallAndWasTrainedOnTheDataAtHand() throws {
    let file = Self.file
    #expect(try Data(contentsOf: file).count < 100_000)
    let probe = try Probe(contentsOf: file)
    #expect(probe.name == "probe/1" && probe.languages == Language.refusEU)
    #expect(probe.model.name == "gemma-3-270m" && probe.refusal.weights.count == 640)
    let labels = try LabelReader.read(Self.data.appending(path: "labels/isogloss-12/labels.jsonl"))
    let wordings = try LabelReader.read(Self.data.appending(path: "probe/wordings.jsonl"))
    let requests = try PromptReader.read(
      Self.data.appending(path: "probe/requests.jsonl").path, suites: Self.data.appending(path: "suites"))
    #expect(labels.problems.isEmpty && wordings.problems.isEmpty && requests.problems.isEmpty)
    let examples = ProbeExamples(labels: labels.answers, wordings: wordings.answers, requests: requests.prompts)
    #expect(probe.training.dataHash == examples.hash)
  }

  /// `scripts/probe-wordings` made the file; the tables have gone on being edited since if this fails.
  @Test(arguments: Language.refusEU.map(\.code)) func wordingsAreTheCasesOfThePatterns(_ language: String) throws {
    let wordings = try LabelReader.read(Self.data.appending(path: "probe/wordings.jsonl")).answers
      .filter { $0.language.code == language }
    let cases = try Case.table(language)
    #expect(wordings.map(\.response) == cases.map(\.answer))
    #expect(wordings.map(\.refusal) == cases.map(\.declines))
    #expect(wordings.allSatisfy { $0.split == .train && $0.labeller == "model-written" })
  }

  @Test func requestsAreParallelAndBalanced() throws {
    let set = try PromptReader.read(
      Self.data.appending(path: "probe/requests.jsonl").path, suites: Self.data.appending(path: "suites"))
    #expect(set.prompts.count == 480)
    for (group, rows) in Dictionary(grouping: set.prompts, by: \.group) {
      #expect(rows.map(\.language) == Language.refusEU, "\(group ?? "none")")
      #expect(Set(rows.map(\.intent)).count == 1 && Set(rows.map(\.text)).count == rows.count)
    }
    #expect(set.prompts.count { $0.intent == .harmful } == 240)
  }
}
