import Foundation
import Testing

@testable import IsoglossStatistics

/// Python's own draws (scripts/goldens/python_random.py).
struct MersenneTwisterTests {
  private struct Drawn: Decodable {
    struct Sample: Decodable {
      var count: Int
      var chosen: Int
      var drawn: [Int]
    }
    struct Row: Decodable {
      var seed: UInt32
      var words: [UInt32]
      var samples: [Sample]
    }
    var rows: [Row]
  }

  @Test func drawsAreThoseOfPython() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/python-random.json")
    let golden = try JSONDecoder().decode(Drawn.self, from: Data(contentsOf: url))
    #expect(golden.rows.count == 4)
    for row in golden.rows {
      var words = MersenneTwister(seed: row.seed)
      let all = (0..<1300).map { _ in words.next() }
      #expect(stride(from: 0, to: 1300, by: 50).map { all[$0] } == row.words)
      var samples = MersenneTwister(seed: row.seed)
      for sample in row.samples {
        #expect(samples.sample(sample.chosen, of: sample.count) == sample.drawn, "\(sample)")
      }
    }
  }
}
