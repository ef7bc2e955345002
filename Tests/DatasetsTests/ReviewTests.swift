import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// Reviews are drawn evenly, shown blind, and read back as they were answered.
struct ReviewTests {
  private static let form = ReviewForm(
    name: "f", shows: [.hazard],
    questions: [
      .init(id: "unsafe", text: "Unsafe?", subject: .request, wanted: "yes", intent: .harmful),
      .init(id: "refusal", text: "Does it decline?", subject: .answer, wanted: "yes", label: .refusal),
      .init(id: "harm", text: "Does it harm?", subject: .answer, label: .harm),
    ])

  private func pairs() -> [PreferencePair] {
    ["en", "lv", "pl"].flatMap { language in
      (0..<(language == "lv" ? 12 : 60)).map { number in
        PairSamples.pair(
          "secret-\(number).\(language)", language, "request \(number) in \(language)", group: "g\(number)",
          hazard: Hazard.allCases[number % 4], style: AttackStyle.allCases[number % 10],
          chosen: "=decline(\(number))", rejected: "agree, \"gladly\",\n\(number)")
      }
    }
  }

  private func assigned(_ count: Int = 24, overlap: Double = 0.5) throws -> ReviewSample {
    var sample = try ReviewSample(count, of: pairs(), form: Self.form, seed: 5)
    try sample.assign(to: ["anna", "ben", "carl:pl"].map { try ReviewAnnotator($0) }, overlap: overlap)
    return sample
  }

  @Test func drawsAreEven() throws {
    let sample = try ReviewSample(60, of: pairs(), form: Self.form, seed: 1)
    let drawn = Dictionary(grouping: sample.items.filter { $0.part == .question }, by: \.language)
    // Latvian has twelve pairs only; the others share the rest.
    #expect(drawn.mapValues(\.count) == [Language("en"): 24, Language("lv"): 12, Language("pl"): 24])
    for items in [drawn[Language("en")] ?? [], drawn[Language("pl")] ?? []] {
      #expect(Dictionary(grouping: items, by: \.hazard).values.allSatisfy { $0.count == 6 })
    }
    #expect(sample.items.count == 180 && sample.pairs == 60)
    #expect(try ReviewSample(60, of: PairSamples.shuffled(pairs(), seed: 3), form: Self.form, seed: 1) == sample)
    #expect(try ReviewSample(60, of: pairs(), form: Self.form, seed: 2).items != sample.items)
    #expect(try ReviewSample(10_000, of: pairs(), form: Self.form, seed: 1).pairs == 132)
  }

  @Test func everyItemHasItsAnnotators() throws {
    let sample = try assigned()
    for (pair, items) in Dictionary(grouping: sample.items, by: \.pair) {
      #expect(Set(items.map(\.annotators)).count == 1, "\(pair)")
    }
    let several = Set(sample.items.filter { $0.annotators.count == 2 }.map(\.pair)).count
    #expect(several == 12 && sample.items.allSatisfy { (1...2).contains($0.annotators.count) })
    #expect(sample.items.filter { $0.annotators.contains("carl") }.allSatisfy { $0.language == Language("pl") })
    let loads = ["anna", "ben"].map { sample.items(of: $0).count }
    #expect(abs(loads[0] - loads[1]) <= 3, "\(loads)")
    var few = sample
    #expect(throws: DatasetError.self) { try few.assign(to: [try ReviewAnnotator("anna")], overlap: 0.1) }
    #expect(throws: DatasetError.self) {
      try few.assign(to: [try ReviewAnnotator("a:en"), try ReviewAnnotator("b:en")])
    }
    for name in ["", "a b", "../x", "a:", "a/b"] { #expect(throws: DatasetError.self) { try ReviewAnnotator(name) } }
  }

  @Test(arguments: ReviewSheet.Format.allCases)
  func sheetsShowTheTextsAndNothingElse(format: ReviewSheet.Format) throws {
    let sample = try assigned()
    let data = try ReviewSheet.data(sample.items(of: "anna"), form: sample.form, annotator: "anna", as: format)
    let text = String(decoding: data, as: UTF8.self)
    for word in ["secret", "chosen", "rejected", "provenance", "slang", "carl", "g1"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains("S1") && text.contains("anna"))
    // A spreadsheet would run a text that begins with an equals sign.
    if format == .csv { #expect(!text.contains("\"=decline") && text.contains("\"'=decline")) }
  }

  /// Fills a sheet in: `answer` gets the item and the question.
  private func filled(
    _ sample: ReviewSample, _ annotator: String, _ answer: (ReviewItem, String) -> String
  ) throws -> URL {
    let items = Dictionary(uniqueKeysWithValues: sample.items.map { ($0.id, $0) })
    let data = try ReviewSheet.data(sample.items(of: annotator), form: sample.form, annotator: annotator, as: .csv)
    var records = try CSV.records(data, file: "s")
    let questions = records[0].fields
    for row in records.indices.dropFirst() {
      guard let item = items[records[row].fields[0]] else { continue }
      for (column, name) in questions.enumerated() where item.questions.contains(name) {
        records[row].fields[column] = answer(item, name)
      }
    }
    let file = try PairSamples.scratch().appending(path: "\(annotator).csv")
    try Data(records.map { CSV.line($0.fields) }.joined().utf8).write(to: file)
    return file
  }

  private func truth(_ item: ReviewItem, _ question: String) -> String {
    switch question {
    case "unsafe": "yes"
    case "refusal": item.part == .chosen ? "yes" : "no"
    default: item.part == .rejected ? "YES " : "no"
    }
  }

  @Test func answersComeBackAsTheyWereGiven() throws {
    let sample = try assigned()
    let reading = try ReviewSheet.read(try filled(sample, "anna", truth), sample: sample)
    #expect(reading.problems.isEmpty && reading.open == 0)
    #expect(reading.annotations.count == sample.items(of: "anna").reduce(0) { $0 + $1.questions.count })
    #expect(Set(reading.annotations.map(\.value)) == ["yes", "no"])
  }

  @Test func whatCannotBeReadIsNamedAndTheRestCounts() throws {
    let sample = try assigned()
    let file = try filled(sample, "anna") { item, question in
      question == "harm" ? (item.part == .chosen ? "perhaps" : "") : truth(item, question)
    }
    let own = sample.items(of: "anna")
    var text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let others = sample.items.first { !$0.annotators.contains("anna") }
    text += CSV.line(["nothing", "anna", "en", "", "", "", "yes", "", "", ""]) + "a,b\r\n"
    text += CSV.line([others?.id ?? "", "anna", "en", "", "", "", "yes", "", "", ""])
    text += CSV.line([own[0].id, "anna", "en", "", "", "", "yes", "", "", ""])
    try Data(text.utf8).write(to: file)
    let reading = try ReviewSheet.read(file, sample: sample)
    let chosen = own.count { $0.part == .chosen }
    #expect(reading.problems.count == chosen + 4)
    #expect(reading.open == own.count { $0.part == .rejected })
    for bad in ["", "a;b\r\n", "\"", "x,y\r\n1,2\r\n"] {
      try Data(bad.utf8).write(to: file)
      #expect(throws: DatasetError.self) { try ReviewSheet.read(file, sample: sample) }
    }
    try Data([0xFF, 0xFE, 0x00]).write(to: file)
    #expect(throws: DatasetError.self) { try ReviewSheet.read(file, sample: sample) }
  }

  @Test func agreementAdjudicationAndLabels() throws {
    let place = try PairSamples.scratch().appending(path: "review")
    var folder = try ReviewFolder(try ReviewSample(24, of: pairs(), form: Self.form, seed: 5), to: place)
    #expect(throws: DatasetError.self) { try ReviewFolder(folder.sample, to: place) }
    _ = try folder.assign(to: ["anna", "ben"].map { try ReviewAnnotator($0) }, overlap: 1, several: 2, format: .csv)
    #expect(throws: DatasetError.self) {
      try folder.assign(to: ["anna", "ben"].map { try ReviewAnnotator($0) }, overlap: 1, several: 2, format: .csv)
    }
    let sheets = try FileManager.default.contentsOfDirectory(atPath: folder.sheets.path).sorted()
    #expect(sheets == ["anna.csv", "ben.csv", "questions.txt"])
    let sample = try ReviewFolder(at: place).sample
    // Ben sees two rejected answers as refusals.
    let odd = Set(sample.items.filter { $0.part == .rejected }.prefix(2).map(\.id))
    let anna = try ReviewSheet.read(try filled(sample, "anna", truth), sample: sample).annotations
    let ben = try ReviewSheet.read(
      try filled(sample, "ben") { $1 == "refusal" && odd.contains($0.id) ? "yes" : truth($0, $1) }, sample: sample
    ).annotations
    #expect(try folder.add(anna, to: .annotations) == (anna.count, 0))
    #expect(try folder.add(anna + ben, to: .annotations) == (ben.count, 0))
    var summary = try ReviewSummary(try folder.result(), resamples: 200)
    let rejected = try #require(
      summary.rows.first { $0.question == "refusal" && $0.part == .rejected && $0.language == nil })
    #expect(rejected.shared == 24 && rejected.settled == 22 && rejected.answers == ["no": 22])
    #expect(rejected.raw?.value == 22.0 / 24)
    // By hand: p_o = 22/24, p_e = 22/24 for "no" of one and 1 of the other, so kappa is 0.
    #expect(abs((rejected.kappa?.value ?? 1) - 0) < 1e-12)
    #expect(summary.disputed == 2)
    // Carla decides one for Ben; the other stays open.
    let sheet = place.deletingLastPathComponent().appending(path: "disputed.csv")
    #expect(try folder.writeDisputed(try folder.result(), to: sheet, format: .csv) == 2)
    let text = String(decoding: try Data(contentsOf: sheet), as: UTF8.self)
    #expect(text.contains("\"-\"") && !text.contains("ben"))
    let decided = odd.sorted()[0]
    let decision = Annotation(item: decided, question: "refusal", value: "yes", annotator: "carla")
    #expect(try folder.add([decision], to: .adjudications) == (1, 0))
    let result = try folder.result()
    summary = try ReviewSummary(result, resamples: 200)
    #expect(summary.disputed == 1 && result.disputed.map(\.questions) == [["refusal"]])
    let labels = result.labels
    #expect(labels.count == 48 && Set(labels.map(\.split)) == [.calibrate])
    #expect(labels.count { $0.outcome == .refusal } == 24 && labels.count { $0.outcome == .partial } == 1)
    #expect(labels.count { $0.labeller == "human: anna, ben, carla" } == 1)
    let file = place.deletingLastPathComponent().appending(path: "labels.jsonl")
    #expect(try result.writeLabels(to: file) == 48)
    #expect(try LabelReader.read(file).answers == labels)
    #expect(summary.section.blocks.count == 2)
  }

  @Test func anEmptyReviewHasNoNumbers() throws {
    let sample = try assigned()
    let summary = try ReviewSummary(ReviewResult(sample, annotations: []), resamples: 50)
    #expect(summary.rows.allSatisfy { $0.settled == 0 && $0.wanted == nil && $0.alpha == nil })
    #expect(summary.headline.contains("nobody has answered yet"))
    var one = try ReviewSample(1, of: pairs(), form: Self.form, seed: 5)
    try one.assign(to: [ReviewAnnotator("anna")], overlap: 0)
    let said = Annotation(
      item: one.items[0].id, question: one.items[0].questions[0], value: "yes", annotator: "anna", time: nil)
    let single = try ReviewSummary(ReviewResult(one, annotations: [said]), resamples: 50)
    #expect(single.headline.hasSuffix(" questions about 1 pair are settled, 1 annotator"), "\(single.headline)")
    #expect(throws: DatasetError.self) {
      try ReviewResult(sample, annotations: []).writeLabels(to: PairSamples.scratch().appending(path: "l"))
    }
  }

  @Test func formsAndCountsThatMakeNoSenseAreRefused() {
    #expect(throws: DatasetError.self) { try ReviewSample(0, of: pairs(), form: Self.form, seed: 0) }
    #expect(throws: DatasetError.self) { try ReviewSample(5, of: [], form: Self.form, seed: 0) }
    let benign = ReviewForm(name: "b", questions: [.init(id: "q", text: "t", subject: .request, intent: .benign)])
    #expect(throws: DatasetError.self) { try ReviewSample(5, of: pairs(), form: benign, seed: 0) }
    #expect(throws: DatasetError.self) {
      try ReviewSample(5, of: pairs(), form: ReviewForm(name: "e", questions: []), seed: 0)
    }
  }

  @Test func annotationsAreReadAsWritten() throws {
    let annotation = Annotation(
      item: "i", question: "q", value: "yes", annotator: "anna", time: Date(timeIntervalSince1970: 1_700_000_000),
      comment: "c")
    let data = try JSONEncoder().encode(annotation)
    #expect(try JSONDecoder().decode(Annotation.self, from: data) == annotation)
    #expect(String(decoding: data, as: UTF8.self).contains("2023-11-14T22:13:20Z"))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Annotation.self,
        from: Data(#"{"item":"i","question":"q","value":"v","annotator":"a","time":"yesterday"}"#.utf8))
    }
  }
}
