import Foundation
import IsoglossCore
import IsoglossLanguageID
import Testing

/// lid.176.ftz on every line of NTREX-128 in 25 languages, against fastText's own labels and probabilities.
struct NtrexTests {
  struct Golden: Decodable {
    struct Lines: Decodable {
      var labels: [Int]
      /// In ten-thousandths.
      var probabilities: [Int]
      /// Of every twentieth line: position and probability of the best three.
      var top3: [[[Int]]]
    }
    var labels: [String]
    var files: [String: Lines]
  }

  static let folder = Place.shared.appendingPathComponent("ntrex128")

  @Test(
    .enabled(if: Place.isThere(folder), "shared data is not there"),
    .enabled(if: Place.isThere(Home.languageModel), "lid.176.ftz is not there: run make setup"))
  func agreesWithFastText() throws {
    let golden = try Place.golden("ntrex.json", as: Golden.self)
    let model = try FastTextModel(contentsOf: Home.languageModel)
    #expect(model.labels == golden.labels)
    #expect(golden.files.count == 25)
    var lines = 0
    var agreed = 0
    var worst = 0.0
    for (name, expected) in golden.files {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
      // By scalar: a carriage return and a line feed are one Character.
      let rows = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      try #require(rows.count == expected.labels.count, "\(name)")
      for (index, row) in rows.enumerated() {
        let found = model.predict(String(row), count: 3)
        let first = try #require(found.first)
        lines += 1
        if first.label == golden.labels[expected.labels[index]] {
          agreed += 1
          worst = max(worst, abs(first.probability - Double(expected.probabilities[index]) / 10_000))
        }
        guard index % 20 == 0 else { continue }
        let three = expected.top3[index / 20]
        #expect(found.count == three.count)
        for (a, b) in zip(found, three) { #expect(abs(a.probability - Double(b[1]) / 10_000) < 1e-3) }
      }
    }
    #expect(lines == 29_164)
    #expect(Double(agreed) / Double(lines) >= 0.999, "\(agreed) of \(lines) labels agree")
    #expect(worst < 1e-3, "probabilities differ by up to \(worst)")
    print("NTREX-128: \(agreed) of \(lines) labels as fastText's, probabilities within \(worst)")
  }
}
