public import IsoglossCore
internal import IsoglossJudges

/// Which judges of a run also filtered what its model was trained on: such a judge grades its own work.
public struct Circularity: Sendable, Codable {
  /// The judges that filtered.
  public var filters: [String]
  /// Judges of the run that filtered, or have a voice that did.
  public var overlapping: [String]
  /// Judges of the run that did not.
  public var independent: [String]

  /// Of a run; null where nothing says that a judge filtered the training data.
  public init?(_ manifest: RunManifest) {
    guard let filters = manifest.filterJudges, !filters.isEmpty else { return nil }
    self.filters = filters
    overlapping = manifest.judges.filter { Self.overlaps($0, filters) }.map(\.name)
    independent = manifest.judges.filter { !Self.overlaps($0, filters) }.map(\.name)
  }

  /// Whether a judge, or a voice of it, is among the filters. Judges are compared by kind, wherever they are asked; a
  /// family (`llama-guard-3`) counts as each of its members.
  static func overlaps(_ record: JudgeRecord, _ filters: [String]) -> Bool {
    let kinds = filters.flatMap { JudgeLabel.kinds($0) }
    return record.voices.flatMap { JudgeLabel.kinds($0) }.contains { voice in
      kinds.contains { JudgeLabel.mayBeSame($0, voice) }
    }
  }
}
