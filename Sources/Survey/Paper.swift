/// A publication as its source describes it.
public struct Paper: Hashable, Sendable, Codable, Identifiable {
  /// The Anthology's id (`2024.acl-long.1`), or the source's own.
  public var id: String
  /// Title, without markup.
  public var title: String
  /// Abstract, without markup; null where the source has none.
  public var abstract: String?
  /// Year of publication; null where the source does not say.
  public var year: Int?
  /// Short names of its venues in lower case: `acl`, `findings`, `ws`.
  public var venues: [String]
  /// Events that its volume belongs to: `acl-2024`.
  public var events: [String]
  /// The volume or file that coverage is counted by: `2024.acl`.
  public var collection: String?
  /// Page of the paper; null where the source has none.
  public var url: String?
  /// Language that the paper is written in, as the source codes it; null where it does not say.
  public var language: String?
  /// Names of the sources that have it.
  public var sources: [String]

  /// A paper of the given parts.
  public init(
    id: String, title: String, abstract: String? = nil, year: Int? = nil, venues: [String] = [], events: [String] = [],
    collection: String? = nil, url: String? = nil, language: String? = nil, sources: [String] = []
  ) {
    self.id = id
    self.title = title
    self.abstract = abstract
    self.year = year
    self.venues = venues
    self.events = events
    self.collection = collection
    self.url = url
    self.language = language
    self.sources = sources
  }

  /// Title and abstract, as a reader of languages sees them.
  public var text: String { title + (abstract.map { "\n" + $0 } ?? "") }

  /// The paper with tidy texts and lower-case venues; null where it has no id or no title.
  func normalised() -> Paper? {
    var paper = self
    paper.id = PaperText.tidy(id)
    paper.title = PaperText.tidy(title)
    paper.abstract = abstract.map(PaperText.tidy).flatMap { $0.isEmpty ? nil : $0 }
    paper.venues = PaperText.names(venues)
    paper.events = PaperText.names(events)
    paper.year = year.flatMap { (1900...2100).contains($0) ? $0 : nil }
    return paper.id.isEmpty || paper.title.isEmpty ? nil : paper
  }
}
