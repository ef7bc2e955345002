/// What a finished stage says of itself: written last, so that a stage with a manifest is whole. It holds no time and no
/// cost, which differ between a run that was killed and one that was not.
public struct StageManifest: Hashable, Sendable, Codable {
  /// Format of the folder.
  public var format = 1
  /// The stage's name.
  public var stage: String
  /// The stage's fingerprint.
  public var fingerprint: String
  /// SHA-256 of the bytes of the rows that it was given.
  public var input: String
  /// Number of rows that it was given.
  public var received: Int
  /// Number of its rows.
  public var rows: Int
  /// Number of rows that it dropped.
  public var dropped: Int
  /// SHA-256 of its files, by path below its folder.
  public var files: [String: String]
}
