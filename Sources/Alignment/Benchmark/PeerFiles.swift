package import Foundation
internal import IsoglossCore
internal import IsoglossModelFiles
package import IsoglossModels

/// What peers of benches write for our side to read: the same tokens and the same adapter.
package enum PeerFiles {
  /// A pair as the peer tokenised it: one JSON object a line.
  private struct Line: Decodable {
    var prompt: [Int32]
    var chosen: [Int32]
    var rejected: [Int32]
  }

  /// The pairs of a file, each with its place as its id.
  package static func pairs(_ url: URL) throws -> [TokenizedPair] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").enumerated().map { index, line in
      let pair = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      return TokenizedPair(
        id: "\(index)", language: Language("en"), prompt: pair.prompt, chosen: pair.chosen, rejected: pair.rejected)
    }
  }

  /// The adapter of a PEFT file.
  /// - Parameter scale: α over the rank.
  package static func adapter(_ url: URL, scale: Double) throws -> AdapterWeights {
    let file = try SafetensorsFile(contentsOf: url)
    let ending = ".lora_A.weight"
    return AdapterWeights(
      layers: try file.entries.filter { $0.name.hasSuffix(ending) }.map { entry in
        let name = entry.name.dropFirst("base_model.model.".count).dropLast(ending.count)
        let other = try file.entry(entry.name.replacingOccurrences(of: "lora_A", with: "lora_B"))
        return AdapterWeights.Layer(
          name: String(name), rank: entry.shape[0], inputs: entry.shape[1], outputs: other.shape[0],
          a: try file.float32(of: entry.name), b: try file.float32(of: other.name), scale: scale)
      })
  }

  /// Seconds that all threads of the process have run.
  package static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
