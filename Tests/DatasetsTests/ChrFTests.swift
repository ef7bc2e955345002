import Foundation
import Testing

@testable import IsoglossDatasets

struct ChrFTests {
  private struct Golden: Decodable {
    struct Row: Decodable {
      var hypothesis: String
      var reference: String
      var score: Double

      init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        hypothesis = try row.decode(String.self)
        reference = try row.decode(String.self)
        score = try row.decode(Double.self)
      }
    }
    var rows: [Row]
  }

  @Test func scoresAreSacrebleus() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/chrf.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    #expect(golden.rows.count > 100)
    for row in golden.rows {
      let score = ChrF.score(row.hypothesis, reference: row.reference)
      #expect(abs(score - row.score) < 1e-9, "\(row.hypothesis) | \(row.reference): \(score), not \(row.score)")
    }
  }
}
