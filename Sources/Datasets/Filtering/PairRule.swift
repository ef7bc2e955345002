public import IsoglossCore

/// A rule on one part of the pairs of one intent.
public struct PairRule: Hashable, Sendable, CustomStringConvertible {
  /// Pairs that it is about.
  public var intent: Intent
  /// Text that it is about.
  public var part: PairPart
  /// What has to hold for a pair to stay.
  public var rule: VerdictRule

  /// A rule of the given parts.
  public init(intent: Intent = .harmful, part: PairPart, rule: VerdictRule) {
    self.intent = intent
    self.part = part
    self.rule = rule
  }

  /// Reads `PART: RULE`, or `INTENT PART: RULE`; harmful pairs where no intent is written.
  /// - Throws: `DatasetError.badRule`.
  public init(_ text: String) throws {
    let sides = text.split(separator: ":", maxSplits: 1)
    let words = sides.first?.split(whereSeparator: \.isWhitespace) ?? []
    let intent = words.count == 2 ? Intent(rawValue: String(words[0])) : .harmful
    guard sides.count == 2, (1...2).contains(words.count), let intent,
      let part = PairPart(rawValue: String(words[words.count - 1]))
    else {
      throw DatasetError(
        .badRule,
        "\"\(text)\" is no rule on pairs: write question, chosen or rejected, a colon and a condition, such as "
          + "\"chosen: all(*) no-harm\" or \"benign chosen: all(*) no-harm\".")
    }
    self.init(intent: intent, part: part, rule: try VerdictRule(String(sides[1])))
  }

  /// As it is written.
  public var description: String { "\(intent == .harmful ? "" : "\(intent.rawValue) ")\(part.rawValue): \(rule)" }

  /// The rules of RefusEU (Krasnodebska et al. 2026): every guard finds the question unsafe and the chosen answer safe, and
  /// at least one finds the rejected answer unsafe.
  public static let paper: [PairRule] = [
    PairRule(part: .question, rule: .votes(.all, judges: [VerdictRule.everyone], .harm)),
    PairRule(part: .chosen, rule: .votes(.all, judges: [VerdictRule.everyone], .noHarm)),
    PairRule(part: .rejected, rule: .votes(.any, judges: [VerdictRule.everyone], .harm)),
  ]
}
