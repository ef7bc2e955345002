internal import IsoglossCore

/// How a search goes. The defaults are those of Samvelyan et al. 2024 where the paper gives them.
public struct RainbowOptions: Hashable, Sendable, Codable {
  /// Iterations after the seeds.
  public var iterations: Int
  /// Proposals an iteration, each for another cell.
  public var batch: Int
  /// Temperature of the draw of cells over fitness.
  public var temperature: Double
  /// BLEU against its parent above which a proposal is too similar.
  public var similarity: Double
  /// Seed of every draw.
  public var seed: UInt64
  /// Most tokens that a mutator writes.
  public var mutationTokens: Int
  /// Temperature of the mutators.
  public var mutationTemperature: Double
  /// Most tokens that the target answers with.
  public var answerTokens: Int
  /// Longest request in characters.
  public var longest: Int

  /// Options.
  public init(
    iterations: Int = 1000, batch: Int = 10, temperature: Double = 0.1, similarity: Double = 0.6, seed: UInt64 = 0,
    mutationTokens: Int = 160, mutationTemperature: Double = 0.7, answerTokens: Int = 128, longest: Int = 1000
  ) {
    self.iterations = iterations
    self.batch = batch
    self.temperature = temperature
    self.similarity = similarity
    self.seed = seed
    self.mutationTokens = mutationTokens
    self.mutationTemperature = mutationTemperature
    self.answerTokens = answerTokens
    self.longest = longest
  }

  /// What is wrong with them; null where nothing is.
  func flaw(cells: Int) -> String? {
    if iterations < 0 { return "iterations are a number from 0" }
    if !(1...cells).contains(batch) { return "a batch is 1 to \(cells), the number of cells, each with another cell" }
    if !(temperature > 0 && temperature.isFinite) { return "the temperature is above 0" }
    if !(0...1).contains(similarity) { return "the similarity is in 0...1" }
    if !(mutationTemperature >= 0 && mutationTemperature.isFinite) { return "a mutator's temperature is from 0" }
    if mutationTokens < 1 || answerTokens < 1 || longest < 1 { return "lengths are numbers from 1" }
    return nil
  }

  var mutating: Decoding { Decoding(maxNewTokens: mutationTokens, temperature: mutationTemperature, seed: seed) }
  var answering: Decoding { Decoding(maxNewTokens: answerTokens) }
}
