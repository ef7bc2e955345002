import Foundation
import IsoglossCore
import Testing

@testable import IsoglossAlignment

/// Records reach their files whole, once, and readable by others.
struct WatchingTests {
  private let folder: URL

  init() throws { folder = try Place.scratch() }

  private func record(_ step: Int, loss: Double = 0.5) -> TrainingRecord {
    let scores = ["en", "lv"].enumerated().map { index, code in
      PairScore(
        id: "p.\(code)", language: code, loss: loss + Double(index), chosen: -10, rejected: -12, chosenReward: 0.5,
        rejectedReward: 0.25, chosenTokens: 4, rejectedTokens: 5, entropy: 1, correct: 2)
    }
    return TrainingRecord(
      StepMetrics(step: step, rate: 1e-4, loss: loss + 0.5, gradientNorm: 2, pairs: scores, tokens: 30, seconds: 2),
      epoch: Double(step) / 4, tokens: 30 * (step - 1))
  }

  @Test func meansAreByLanguage() throws {
    let record = record(3)
    #expect(record.all?.loss == 1 && record.languages[Language("en")]?.loss == 0.5)
    #expect(record.languages[Language("lv")]?.loss == 1.5)
    #expect(record.tokensPerSecond == 15 && record.tokens == 90)
    let scalars = Dictionary(uniqueKeysWithValues: record.scalars.map { ($0.tag, $0.value) })
    #expect(scalars["train/loss/lv"] == 1.5 && scalars["train/margin"] == 0.25 && scalars["train/log-ratio/en"] == 2)
    #expect(scalars.count == record.scalars.count)
  }

  @Test func aLogGoesOnWithoutDuplicatesWhateverItsEnd() throws {
    let url = folder.appending(path: "m.jsonl")
    let log = try MetricsLog(at: url, goingOnFrom: -1)
    for step in 1...6 { try log.append(record(step)) }
    let whole = try Data(contentsOf: url)
    let lineEnds = whole.indices.filter { whole[$0] == 0x0A }
    // Cut at every byte of the last two lines, as a killed process might leave it.
    for cut in stride(from: lineEnds[3] + 1, through: whole.count, by: 7) {
      try whole.prefix(cut).write(to: url)
      let again = try MetricsLog(at: url, goingOnFrom: 4)
      for step in 5...6 { try again.append(record(step)) }
      #expect(try MetricsLog.read(url).map(\.step) == [1, 2, 3, 4, 5, 6])
    }
    try (Data("{}\n".utf8) + whole).write(to: url)
    let error = #expect(throws: AlignmentError.self) { _ = try MetricsLog(at: url, goingOnFrom: 4) }
    #expect(error?.message.contains("m.jsonl:1") == true)
  }

  @Test func numbersThatAreNoneSurvive() throws {
    let url = folder.appending(path: "n.jsonl")
    try MetricsLog(at: url, goingOnFrom: 0).append(record(1, loss: .infinity))
    #expect(try MetricsLog.read(url).first?.all?.loss == .infinity)
  }

  @Test func checksumsAreCastagnolis() {
    // RFC 3720, B.4.
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.of([UInt8](0..<32)) == 0x46DD_794E)
    #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func eventsEqualThoseThatTensorBoardReads() throws {
    struct Golden: Decodable {
      struct Event: Decodable {
        var step: Int
        var wallTime: Double
        var values: [String: Double]
      }
      var file: String
      var version: String
      var events: [Event]
    }
    let file = try EventFile(in: folder, goingOnFrom: -1, now: Date(timeIntervalSince1970: 1000))
    for step in [1, 2, 300] {
      var record = record(step)
      record.residentBytes = 1 << 20
      try file.append(record, now: Date(timeIntervalSince1970: 1000 + Double(step)))
    }
    let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    #expect(name.hasPrefix("events.out.tfevents.1000."))
    let bytes = try Data(contentsOf: folder.appending(path: name))
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: Place.goldens.appending(path: "events.json")))
    if ProcessInfo.processInfo.environment["ISOGLOSS_RECORD"] != nil {
      try bytes.write(to: Place.goldens.appending(path: golden.file))
      Issue.record("the event file was recorded: run scripts/goldens/events.py, then test without ISOGLOSS_RECORD")
    }
    #expect(try bytes == Data(contentsOf: Place.goldens.appending(path: golden.file)))
    #expect(golden.version == "brain.Event:2" && golden.events.map(\.step) == [1, 2, 300])
    for event in golden.events {
      var record = record(event.step)
      record.residentBytes = 1 << 20
      #expect(event.wallTime == 1000 + Double(event.step))
      #expect(
        event.values == Dictionary(uniqueKeysWithValues: record.scalars.map { ($0.tag, Double(Float($0.value))) }))
    }
  }

  @Test func anEventFileGoesOnFromAStepWhateverItsEnd() throws {
    func events(_ folder: URL, _ steps: [Int], from step: Int) throws {
      let file = try EventFile(in: folder, goingOnFrom: step, now: Date(timeIntervalSince1970: 5))
      for step in steps {
        var record = record(step)
        record.residentBytes = nil
        try file.append(record, now: Date(timeIntervalSince1970: 5))
      }
    }
    try events(folder, [1, 2, 3, 4], from: -1)
    let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    let url = folder.appending(path: name)
    let whole = try Data(contentsOf: url)
    for cut in stride(from: whole.count - 900, through: whole.count, by: 53) {
      try whole.prefix(cut).write(to: url)
      try events(folder, [3, 4], from: 2)
      #expect(try Data(contentsOf: url) == whole)
    }
    try Data("no events".utf8).write(to: url)
    try events(folder, [1, 2, 3, 4], from: 2)
    #expect(try Data(contentsOf: url) == whole)
  }

  @Test func aFileThatCannotBeWrittenIsAnError() {
    #expect(throws: AlignmentError.self) { _ = try MetricsLog(at: URL(filePath: "/nowhere/m.jsonl"), goingOnFrom: 0) }
    #expect(throws: AlignmentError.self) { _ = try EventFile(in: URL(filePath: "/proc/x"), goingOnFrom: 0) }
  }
}
