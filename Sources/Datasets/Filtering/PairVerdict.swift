public import Foundation
public import IsoglossCore

/// What a judge says of one text of a pair: a line of a verdict file.
public struct PairVerdict: Hashable, Sendable, Codable {
  /// Id of the pair.
  public var pair: String
  /// Which of its texts.
  public var part: PairPart
  /// SHA-256 of what the judge was shown: a verdict on a text that was changed since counts for nothing.
  public var text: String
  /// What the judge says; of a question, `harm` is about the request.
  public var verdict: Verdict

  /// A verdict on a part of a pair as it is now.
  public init(on part: PairPart, of pair: PreferencePair, _ verdict: Verdict) {
    self.pair = pair.id
    self.part = part
    text = Self.hash(part, pair)
    self.verdict = verdict
  }

  /// SHA-256 of what a judge is shown of a pair.
  static func hash(_ part: PairPart, _ pair: PreferencePair) -> String {
    switch part {
    case .question: ContentHash.of([pair.prompt])
    case .chosen: ContentHash.of([pair.prompt, pair.chosen])
    case .rejected: ContentHash.of([pair.prompt, pair.rejected])
    }
  }

  /// The verdicts of a file, one a line, with the lines that could not be read: a last line that was cut off by a crash is
  /// one of them.
  /// - Throws: `DatasetError` where the file cannot be read.
  public static func read(_ url: URL) throws -> (verdicts: [PairVerdict], problems: [RowProblem]) {
    let read = JSONLines.read(PairVerdict.self, from: try PromptReader.bytes(of: url), file: url.lastPathComponent)
    return (read.rows.map(\.row), read.problems)
  }
}
