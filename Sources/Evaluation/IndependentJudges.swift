public import IsoglossCore
internal import IsoglossJudges

/// Which judges of a run stand for a reading of their own: only the agreement of these says anything.
///
/// An ensemble beside one of its voices would agree with it by construction, and an adjudicator has read those answers alone
/// on which others differ.
public struct IndependentJudges: Sendable {
  /// A judge that is not counted.
  public struct LeftOut: Hashable, Sendable, Codable {
    /// The judge.
    public var judge: String
    /// Why, as the end of a sentence that begins with its name.
    public var reason: String
  }

  /// Judges that count, in the order given.
  public private(set) var names: [String] = []
  /// Judges that do not.
  public private(set) var leftOut: [LeftOut] = []

  /// Of judges by their names, as the run recorded them.
  public init(_ names: [String], records: [JudgeRecord], items: [RunItem]) {
    let byName = Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
    let adjudicators = Set(records.compactMap(\.adjudicator))
    let answered = items.count { $0.completion != nil }
    for name in names {
      let voices = byName[name].map { record in record.members.isEmpty ? [] : record.voices } ?? []
      let inside = voices.filter(names.contains)
      let read = items.count { $0.completion != nil && $0.verdicts[name] != nil }
      if !inside.isEmpty {
        let known = Wording.list(JudgeLabel.short(inside))
        leftOut.append(LeftOut(judge: name, reason: "is made of the readings of \(known)"))
      } else if adjudicators.contains(name), read < answered {
        leftOut.append(
          LeftOut(judge: name, reason: "was asked about the answers on which others differ: \(read) of \(answered)"))
      } else {
        self.names.append(name)
      }
    }
  }
}
