/// Which venues count: short names, or `star-acl` for the *ACL venues and the workshops held with them.
public struct VenueFilter: Hashable, Sendable, CustomStringConvertible {
  /// As it was written; empty takes every venue.
  public let description: String
  private let names: Set<String>

  /// The name that stands for *ACL venues and the workshops held with them.
  public static let starACL = "star-acl"
  /// Conferences, journals and Findings of the ACL and its chapters, with CoNLL.
  public static let starVenues: Set<String> = [
    "aacl", "acl", "cl", "conll", "eacl", "emnlp", "findings", "naacl", "tacl",
  ]
  /// Conferences whose workshops count as *ACL.
  static let starEvents: Set<String> = ["aacl", "acl", "eacl", "emnlp", "naacl"]

  /// Reads names parted by commas; nothing takes every venue.
  public init(_ text: String = "") {
    let names = PaperText.names(text.split(separator: ",").map(String.init))
    self.names = Set(names)
    description = names.joined(separator: ",")
  }

  /// Whether a paper is of a venue.
  public func holds(_ paper: Paper) -> Bool {
    guard !names.isEmpty else { return true }
    if paper.venues.contains(where: names.contains) { return true }
    return names.contains(Self.starACL) && Self.isStar(paper)
  }

  private static func isStar(_ paper: Paper) -> Bool {
    paper.venues.contains(where: starVenues.contains)
      || paper.events.contains { event in starEvents.contains { event.hasPrefix("\($0)-") } }
  }
}
