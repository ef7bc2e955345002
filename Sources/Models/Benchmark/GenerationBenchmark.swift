internal import Foundation
internal import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

/// Measures how fast a model generates, and how fast its linear layers alone would let it.
///
/// What `make bench-generate` runs: prompts are already templated, generation is greedy, and every text gets exactly its
/// number of new tokens, so that two programs do the same work.
public struct GenerationBenchmark: Sendable {
  /// What was measured.
  public struct Result: Sendable, CustomStringConvertible {
    /// Texts made.
    public var texts: Int
    /// New tokens made.
    public var tokens: Int
    /// Wall time of everything after loading: encoding, prompts, new tokens, decoding.
    public var seconds: Double
    /// Tokens a second at which the linear layers alone, head included, would make new tokens at the same rows.
    public var ceiling: Double
    /// Bytes of the weights as they are held.
    public var weightBytes: Int

    /// New tokens a second.
    public var rate: Double { Double(tokens) / seconds }
    /// One line: texts, tokens, time, rate, ceiling.
    public var description: String {
      func number(_ x: Double) -> String { String(format: "%.1f", x) }
      return "\(texts) prompts, \(tokens) new tokens in \(number(seconds)) s, \(number(rate)) tokens/s"
        + " (linear layers alone: \(number(ceiling)) tokens/s; weights \(weightBytes >> 20) MB)"
    }
  }

  /// Prompts and new tokens of each.
  public var work: [(prompt: String, tokens: Int)]
  /// Texts that run at once.
  public var rows: Int

  /// Reads prompts, one a line with `\n` as two characters; a line may start with its number of new tokens and a tab.
  /// - Parameter tokens: new tokens of lines that name none.
  public init(lines: [String], tokens: Int, rows: Int) {
    work = lines.filter { !$0.isEmpty }.map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      let own = parts.count == 2 ? Int(parts[0]) : nil
      let text = own == nil ? line : String(parts[1])
      return (text.replacingOccurrences(of: "\\n", with: "\n"), own ?? tokens)
    }
    self.rows = rows
  }

  /// Runs everything once, after the ceiling has been measured.
  public func run(_ model: LocalModel) async throws -> Result {
    let (work, rows, tokenizer) = (work, rows, model.tokenizer)
    return try await model.perform { decoder in
      let step = try decoder.linearLayerSeconds(rows: rows)
      let start = ContinuousClock.now
      let longestFirst = work.sorted { $0.prompt.count > $1.prompt.count }
      let requests = longestFirst.enumerated().map { index, item in
        GenerationRequest(
          id: "\(index)", prompt: tokenizer.encode(item.prompt, addSpecialTokens: false), maxNewTokens: item.tokens)
      }
      var loop = GenerationLoop(decoder, tokenizer)
      loop.rows = rows
      loop.ignoresEnd = true
      let longest = work.map(\.tokens).max() ?? 0
      let texts = try loop.run(requests, decoding: Decoding(maxNewTokens: longest))
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      return Result(
        texts: texts.count, tokens: texts.reduce(0) { $0 + $1.tokens.count }, seconds: seconds,
        ceiling: Double(rows) / step, weightBytes: decoder.byteCount)
    }
  }
}

extension PackedDecoder {
  /// Median seconds that all linear layers and the head take for one step of `rows` rows, and nothing else.
  public func linearLayerSeconds(rows: Int, repeats: Int = 9) throws -> Double {
    try inference {
      let x = try RandomStream(seed: 1).normal([rows, configuration.width])
      let heads = try RandomStream(seed: 2).normal([rows, configuration.heads * configuration.headWidth])
      let hidden = try RandomStream(seed: 3).normal([rows, configuration.hiddenWidth])
      let times = try (0..<repeats + 1).map { _ in
        let start = ContinuousClock.now
        try runLinearLayers(x, heads: heads, hidden: hidden)
        return (ContinuousClock.now - start) / .seconds(1)
      }
      return times.dropFirst().sorted()[repeats / 2]
    }
  }
}
