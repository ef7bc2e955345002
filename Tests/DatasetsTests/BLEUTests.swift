import Foundation
import Testing

@testable import IsoglossDatasets

/// Sentence BLEU against sacrebleu (scripts/goldens/bleu.py).
struct BLEUTests {
  private struct Golden: Decodable {
    struct Row: Decodable {
      var tokens: String
      var text: String
      var reference: String
      var score: Double
    }
    var rows: [Row]
  }

  @Test func everyScoreIsSacrebleus() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/bleu.json")
    let rows = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url)).rows
    #expect(rows.count > 250)
    for row in rows {
      let tokens = try #require(BLEU.Tokens(rawValue: row.tokens))
      let score = BLEU.similarity(row.text, to: row.reference, tokens: tokens)
      #expect(
        abs(score - row.score) < 1e-9, "\(row.tokens): \(row.text) | \(row.reference): \(score), not \(row.score)")
    }
  }

  @Test(arguments: [("Hans", BLEU.Tokens.characters), ("Thai", .characters), ("Latn", .words), ("Beng", .words)])
  func theCutFitsTheScript(script: String, tokens: BLEU.Tokens) {
    #expect(BLEU.Tokens.fitting(script: script) == tokens)
  }
}
