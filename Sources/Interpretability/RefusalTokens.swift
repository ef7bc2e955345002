/// The tokens that refusals begin with in a language, found from answers instead of written down: what opens a refusal
/// differs by language and by tokenizer.
public struct RefusalTokens: Hashable, Sendable, Codable {
  /// Token ids, the most frequent first.
  public var ids: [Int32]
  /// Share of refusing answers that begin with one of them.
  public var recall: Double
  /// Share of complying answers that begin with one of them.
  public var falseRate: Double
  /// Refusing answers that were looked at.
  public var refusals: Int
  /// Complying answers that were looked at.
  public var compliances: Int
  /// Whether the answers are all the model's own.
  public var isOwn = false

  /// Tokens that open refusals: those that begin at least `least` of the refusing answers (one at the very least), at
  /// least `ratio` times as large a share as of the complying ones. Null where no token does.
  /// - Parameters:
  ///   - refusals: the first token of each refusing answer.
  ///   - compliances: the first token of each complying answer.
  public init?(
    refusals: [Int32], compliances: [Int32], least: Double = 0.02, ratio: Double = 3
  ) {
    guard !refusals.isEmpty else { return nil }
    func counts(_ tokens: [Int32]) -> [Int32: Int] { tokens.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    let (yes, no) = (counts(refusals), counts(compliances))
    func share(_ token: Int32, _ counts: [Int32: Int], _ total: Int) -> Double {
      total == 0 ? 0 : Double(counts[token] ?? 0) / Double(total)
    }
    ids = yes.keys.filter { token in
      let mine = share(token, yes, refusals.count)
      return mine >= least && mine >= ratio * share(token, no, compliances.count)
    }.sorted { (-(yes[$0] ?? 0), $0) < (-(yes[$1] ?? 0), $1) }
    guard !ids.isEmpty else { return nil }
    let opening = ids
    recall = Double(opening.reduce(0) { $0 + (yes[$1] ?? 0) }) / Double(refusals.count)
    falseRate =
      compliances.isEmpty ? 0 : Double(opening.reduce(0) { $0 + (no[$1] ?? 0) }) / Double(compliances.count)
    self.refusals = refusals.count
    self.compliances = compliances.count
  }
}
