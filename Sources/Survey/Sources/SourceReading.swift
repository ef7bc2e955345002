public import IsoglossDatasets

/// What was found in a source of papers.
public struct SourceReading: Sendable {
  /// Papers, tidy.
  public var papers: [Paper] = []
  /// Records that could not be read; the rest counts.
  public var problems: [RowProblem] = []
  /// SHA-256 over the files.
  public var hash = ""

  /// Keeps a paper, or says what is wrong with it.
  mutating func add(_ paper: Paper, file: String, line: Int) {
    if let paper = paper.normalised() {
      papers.append(paper)
    } else {
      problems.append(RowProblem(file: file, line: line, reason: "a paper without an id or a title"))
    }
  }
}

/// How many papers a collection has, and how many of them with an abstract: what a filter on abstracts can see.
public struct Coverage: Hashable, Sendable, Codable {
  /// Name of the collection.
  public var collection: String
  /// Papers.
  public var papers: Int
  /// Papers with an abstract.
  public var withAbstract: Int

  /// Coverage of papers, by collection.
  public static func of(_ papers: [Paper]) -> [Coverage] {
    Dictionary(grouping: papers) { $0.collection ?? $0.sources.first ?? "" }
      .map { Coverage(collection: $0, papers: $1.count, withAbstract: $1.count { $0.abstract != nil }) }
      .sorted { $0.collection < $1.collection }
  }
}
