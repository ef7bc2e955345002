internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// How many bits a model needs for the same text in several languages: a measure of what it knows of each that needs no
/// answer, no judge and no ability to follow instructions.
///
/// Bits per byte are -Σ log₂ p(line) / Σ bytes, as lm-evaluation-harness counts them, each line by itself after the start
/// token. Since the text is parallel, the bits of a language over the bits of English on the same lines can be compared
/// across scripts, which bits per byte cannot.
public struct TextBits: Sendable, Codable {
  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Bits per UTF-8 byte, with a bootstrap interval over lines.
    public var perByte: IsoglossCore.Estimate
    /// Bits of the text over bits of the English text, with a bootstrap interval over lines; null without English.
    public var overEnglish: IsoglossCore.Estimate?
    /// Bytes of the text.
    public var bytes: Int
  }

  /// Languages in the order of the text.
  public var rows: [Row]
  /// Lines of each language.
  public var lines: Int
  /// Confidence of every interval.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// Measures a text.
  /// - Parameters:
  ///   - text: lines by language, the same number in each; a line that is blank in one language is left out of all.
  ///   - progress: told how many languages are done, of how many.
  /// - Throws: `EvaluationError.nothingToScore` where no line is left, the model's error.
  public init(
    _ text: [(language: Language, lines: [String])], model: any ScoringModel, confidence: Double = 0.95,
    resamples: Int = 2_000, seed: UInt64 = 0,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    precondition(Set(text.map(\.lines.count)).count <= 1, "parallel text has the same lines in every language")
    let kept = (text.first?.lines.indices ?? 0..<0).filter { line in
      text.allSatisfy { !$0.lines[line].allSatisfy(\.isWhitespace) }
    }
    guard !kept.isEmpty else {
      throw EvaluationError(.nothingToScore, "There is no line that has text in every language.")
    }
    var bits: [Language: [Double]] = [:]
    progress(0, text.count)
    for (done, (language, lines)) in text.enumerated() {
      try Task.checkCancellation()
      bits[language] = try await Self.bits(of: kept.map { lines[$0] }, by: model)
      progress(done + 1, text.count)
    }
    self.init(
      text.map { language, lines in
        (language, bits[language] ?? [], kept.map { lines[$0].utf8.count })
      }, confidence: confidence, resamples: resamples, seed: seed)
  }

  /// −log₂ p of each line by itself, in their order: what all measures of a text's bits are made of.
  /// - Throws: the model's error.
  public static func bits(of lines: [String], by model: any ScoringModel) async throws -> [Double] {
    try await model.logLikelihoods(lines.map { (prompt: "", continuation: $0) }).map { -$0 / log(2) }
  }

  /// Measures from bits and bytes of each line.
  init(
    _ text: [(language: Language, bits: [Double], bytes: [Int])], confidence: Double, resamples: Int, seed: UInt64
  ) {
    let bootstrap = Bootstrap(resamples: resamples, confidence: confidence, method: .percentile, seed: seed)
    func ratio(_ above: [Double], _ below: [Double]) -> IsoglossCore.Estimate? {
      let found = try? bootstrap.estimate(of: above.count) { lines in
        lines.reduce(0) { $0 + above[$1] } / lines.reduce(0) { $0 + below[$1] }
      }
      return found.map {
        IsoglossCore.Estimate(
          value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: above.count)
      }
    }
    let english = text.first { $0.language == .english }?.bits
    lines = text.first?.bits.count ?? 0
    self.confidence = confidence
    self.seed = seed
    rows = text.compactMap { language, bits, bytes in
      guard let perByte = ratio(bits, bytes.map(Double.init)) else { return nil }
      return Row(
        language: language, perByte: perByte,
        overEnglish: language == .english ? nil : english.flatMap { ratio(bits, $0) }, bytes: bytes.reduce(0, +))
    }
  }

  /// The language whose text costs the most bits over English; by bits per byte where there is no English.
  public var worst: Row? {
    rows.max { ($0.overEnglish?.value ?? $0.perByte.value) < ($1.overEnglish?.value ?? $1.perByte.value) }
  }
}
