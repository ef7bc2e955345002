import Foundation
import IsoglossLanguageID
import Testing

/// Small models of every kind, against fastText's own predictions (scripts/goldens/languageid.py).
struct SmallModelTests {
  struct Golden: Decodable {
    struct Results: Decodable {
      var labels: [String]
      var top1: [[Expected]]
      var top4: [[Expected]]
      var above: [[Expected]]
    }
    var lines: [String]
    var models: [String: Results]
    var version11: Results
  }

  static let names = [
    "softmax.bin", "hs.bin", "ova.bin", "ns.bin", "words.bin", "quantised.ftz", "qnorm.ftz", "cutoff.ftz", "qout.ftz",
    "qout-softmax.ftz",
  ]

  @Test(arguments: names)
  func predictsAsFastText(_ name: String) throws {
    let golden = try Place.golden("small-models.json", as: Golden.self)
    let results = try #require(golden.models[name])
    let model = try FastTextModel(contentsOf: Place.goldens.appendingPathComponent(name))
    check(model, results, golden.lines)
  }

  @Test func version11HasNoCharacterNgrams() throws {
    let golden = try Place.golden("small-models.json", as: Golden.self)
    var data = try Data(contentsOf: Place.goldens.appendingPathComponent("softmax.bin"))
    data[4] = 11
    check(try FastTextModel(data: data), golden.version11, golden.lines)
  }

  private func check(_ model: FastTextModel, _ results: Golden.Results, _ lines: [String]) {
    #expect(model.labels == results.labels)
    for (index, line) in lines.enumerated() {
      same(model.predict(line), results.top1[index], line)
      same(model.predict(line, count: 4), results.top4[index], line)
      same(model.predict(line, count: 10, threshold: 0.2), results.above[index], line)
    }
  }

  private func same(_ found: [FastTextModel.Prediction], _ expected: [Expected], _ line: String) {
    #expect(found.map(\.label) == expected.map(\.label), "\(line)")
    for (a, b) in zip(found, expected) { #expect(abs(a.probability - b.probability) < 1e-5, "\(line)") }
  }

  @Test func asksForNothing() throws {
    let model = try FastTextModel(contentsOf: Place.goldens.appendingPathComponent("softmax.bin"))
    #expect(model.predict("kati", count: 0).isEmpty)
    #expect(model.predict("kati", count: -3).isEmpty)
    #expect(model.predict("kati", count: 1000).count == model.labels.count)
  }
}
