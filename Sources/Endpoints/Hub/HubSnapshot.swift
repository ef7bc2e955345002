/// A repository at one commit: what a folder holds, or is to hold.
public struct HubSnapshot: Hashable, Sendable, Codable {
  /// `OWNER/NAME`.
  public var repository: String
  /// What was asked for: a branch, a tag or a commit.
  public var revision: String
  /// The commit that it stood for when the folder was begun: every later fetch into the folder is of this one.
  public var commit: String
  /// Where it comes from.
  public var endpoint: String
  /// Every file of the commit, in order of path.
  public var files: [HubFile]

  /// The files whose paths fit any of some patterns, or all where there is none.
  func selected(_ patterns: [String]) -> [HubFile] {
    patterns.isEmpty ? files : files.filter { file in patterns.contains { HubFolder.fits(file.path, $0) } }
  }
}
