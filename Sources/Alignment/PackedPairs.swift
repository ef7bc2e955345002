/// Pairs in one row without padding: [prompt | chosen | rejected] for each, the prompt shared by both answers.
///
/// Positions count on from the prompt in both answers. A token sees its prompt and what stands before it in its own part;
/// the answers do not see each other, and pairs do not see each other. The last token of an answer predicts nothing, so it
/// is not in the row.
public struct PackedPairs: Hashable, Sendable {
  /// A run of tokens that sees all of its context and, within itself, what stands before.
  public struct Segment: Hashable, Sendable {
    /// Where it starts in the row.
    public var start: Int
    /// Its tokens.
    public var count: Int
    /// Where its context starts in the row.
    public var contextStart: Int
    /// Tokens of its context.
    public var contextCount: Int
  }

  /// Which answers are in the row.
  public enum Parts: Hashable, Sendable {
    /// Chosen and rejected.
    case both
    /// Chosen alone, for losses that do not compare.
    case chosen
  }

  /// The pairs.
  public let pairs: [TokenizedPair]
  /// Which answers are in the row.
  public let parts: Parts
  /// Token ids of the row.
  public private(set) var ids: [Int] = []
  /// Position of each token in its text.
  public private(set) var positions: [Int] = []
  /// Which tokens see which.
  public private(set) var segments: [Segment] = []
  /// For each token of an answer the place in the row that predicts it.
  public private(set) var sources: [Int] = []
  /// The tokens of the answers.
  public private(set) var targets: [Int] = []
  /// The answer that each belongs to: 2 i for the chosen one of pair i, 2 i + 1 for the rejected.
  public private(set) var owners: [Int] = []

  /// A row of pairs.
  public init(_ pairs: [TokenizedPair], parts: Parts = .both) {
    self.pairs = pairs
    self.parts = parts
    for (index, pair) in pairs.enumerated() {
      let start = ids.count
      append(pair.prompt, from: 0, context: (start, 0))
      for (part, answer) in [pair.chosen, pair.rejected].enumerated() where part == 0 || parts == .both {
        let first = ids.count
        append(answer.dropLast(), from: pair.prompt.count, context: (start, pair.prompt.count))
        sources += [start + pair.prompt.count - 1] + (0..<answer.count - 1).map { first + $0 }
        targets += answer.map { Int($0) }
        owners += [Int](repeating: 2 * index + part, count: answer.count)
      }
    }
  }

  /// Tokens in the row.
  public var count: Int { ids.count }

  private mutating func append(_ tokens: some Collection<Int32>, from position: Int, context: (Int, Int)) {
    guard !tokens.isEmpty else { return }
    segments.append(
      Segment(start: ids.count, count: tokens.count, contextStart: context.0, contextCount: context.1))
    ids += tokens.map { Int($0) }
    positions += (0..<tokens.count).map { position + $0 }
  }

  /// Tokens that a pair takes in a row.
  static func tokens(of pair: TokenizedPair, parts: Parts) -> Int {
    pair.prompt.count + pair.chosen.count - 1 + (parts == .both ? pair.rejected.count - 1 : 0)
  }

  /// Rows of neighbouring pairs, none above the budget.
  /// - Throws: `AlignmentError.badPair` for a pair without a prompt or an answer, with tokens outside of the vocabulary, or
  ///   above the budget by itself.
  public static func rows(
    _ pairs: [TokenizedPair], parts: Parts = .both, budget: Int, vocabulary: Int
  ) throws -> [PackedPairs] {
    var rows: [[TokenizedPair]] = []
    var room = 0
    for pair in pairs {
      try check(pair, parts, vocabulary)
      let need = tokens(of: pair, parts: parts)
      guard need <= budget else {
        throw AlignmentError(
          .badPair, "Pair \(pair.id) has \(need) tokens; rows have room for \(budget). Shorten it or raise the budget.")
      }
      if need > room {
        rows.append([])
        room = budget
      }
      rows[rows.count - 1].append(pair)
      room -= need
    }
    return rows.map { PackedPairs($0, parts: parts) }
  }

  private static func check(_ pair: TokenizedPair, _ parts: Parts, _ vocabulary: Int) throws {
    func need(_ holds: Bool, _ message: String) throws {
      if !holds { throw AlignmentError(.badPair, "Pair \(pair.id) \(message).") }
    }
    try need(!pair.prompt.isEmpty, "has no prompt")
    try need(!pair.chosen.isEmpty, "has no chosen answer")
    try need(parts == .chosen || !pair.rejected.isEmpty, "has no rejected answer")
    for token in [pair.prompt, pair.chosen, parts == .both ? pair.rejected : []].joined() {
      try need(token >= 0 && token < vocabulary, "has token \(token); the vocabulary has \(vocabulary)")
    }
  }
}
